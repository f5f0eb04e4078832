export { openSharedWorkspace, openWorkspace } from './open';
export { MemoryWorkspace } from './memory';
export { HIDDEN_ROOT, isWithin } from './path';
export type { SharedWorkspace } from './remote';
export { serveWorkspace, type ServedWorkspace } from './serve';
export type { Workspace, WorkspaceEntry } from './workspace';
export { zipWorkspace } from './zip-all';
