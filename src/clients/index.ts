export { listCheckpoints } from './checkpoints';
export { InspectorClient, type InspectorClientOptions } from './inspector-client';
export { KernelClient, type KernelClientOptions } from './kernel-client';
export type { CellRef, KernelClientEvent, KernelStatus } from './kernel-events';
export type { QueuedRun } from './run-queue';
export { ServiceWorkerClient, type ServiceWorkerOptions } from './service-worker-client';
export { serviceWorkerHere } from './service-worker-here';
export { errorFromWire } from './wire-errors';
export { ServingClient, type ServingClientOptions } from './serving-client';
