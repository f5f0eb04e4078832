export { openWorkspace } from './open';
export { MemoryWorkspace } from './memory';
export type { Workspace, WorkspaceEntry } from './workspace';
export { zipWorkspace } from './zip-all';
