export { createRuntime } from './create-runtime';
export type { AssetUrl, LiteRuntime, RuntimeId, RuntimeModel, RuntimeOptions } from './runtime';
