export { createKernel, type Kernel, type KernelHost } from './kernel';
export type { LearnerApi } from './learner-api';
export { loadLearnerApi } from './load-learner-api';
export { joinPeers } from './peers';
export { sendKernelErrors } from './send-errors';
export { installServing } from './serving';
export { createWorkerApi, type StartKernel } from './worker-api';
