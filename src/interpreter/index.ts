export type { LiteRuntime, RuntimeId, RuntimeModel, RuntimeOptions } from './runtime';
