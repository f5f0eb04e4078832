export { createContainerHost, type ContainerHost, type HostOptions } from './host';
export { startServing, type ServingScope } from './service-worker';
export { systemClock } from './system-clock';
