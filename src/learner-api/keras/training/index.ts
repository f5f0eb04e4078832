/** compile, fit, evaluate, predict: what a model's methods of these names do. */
export {
  compile,
  compiledStateOf,
  type CompiledState,
  type CompileOptions,
} from './compiled-state';
export { callEager, runEager, type CallOptions } from './eager';
export { evaluate, type EvaluateOptions, type EvaluateResult } from './evaluate';
export { fit } from './fit';
export type { FitOptions } from './fit-options';
export { predict, type ArrayResult, type PredictOptions } from './predict';
export type { ArrayTree, PerOutput, Verbose } from './types';
export { History } from '../callbacks';
