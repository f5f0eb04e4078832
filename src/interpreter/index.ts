export { createRuntime } from './create-runtime';
export type {
  AssetUrl,
  LiteRuntime,
  OnFetch,
  RuntimeId,
  RuntimeModel,
  RuntimeOptions,
} from './runtime';
