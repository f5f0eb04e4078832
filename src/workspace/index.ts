export type { Workspace, WorkspaceEntry } from './workspace';
