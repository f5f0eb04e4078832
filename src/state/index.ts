export { AppState, type AppParts, type LessonView } from './app-state.svelte';
export { CellState, type CellStatus } from './cell-state.svelte';
export { FilesState, type SaveAs, type UndoableChange } from './files-state.svelte';
export { isSavedModel, type FileNode } from './file-tree';
export {
  explain,
  InspectorState,
  type Inspector,
  type InspectorView,
} from './inspector-state.svelte';
export { KernelState, type Kernel, type Restart, type RunListener } from './kernel-state.svelte';
export { labSettings, type LabSettings } from './lab-options';
export { LabState, type LabParts, type LabProgress } from './lab-state.svelte';
export { LAB_SECTIONS, linesOf, type LabLine } from './lab-table';
export { LayoutState, PANEL_WIDTH, type PanelTab, type Theme } from './layout-state.svelte';
export { LessonState, type ShownBlock } from './lesson-state.svelte';
export { OfflineState, type OfflineSource } from './offline-state.svelte';
export type { ShownOutput, ShownText } from './output-log';
export type { LessonProgress } from './progress-store.svelte';
export { LAB_ROUTE, type Route } from './route';
export {
  ServerState,
  type Serving,
  type ServerOptions,
  type TimedAnswer,
} from './server-state.svelte';
export type { StaleReason } from './stale';
export { openStorage, type TextStorage } from './storage';
export type { TextLine, TextSpan } from './terminal';
export type { Upload } from './upload';
