/** compile, fit, evaluate, predict: what a model's methods of these names do. */
export {
  compile,
  compiledStateOf,
  readCompileArguments,
  type CompileArguments,
  type CompiledState,
  type CompileOptions,
} from './compiled-state';
export { callEager, runEager, type CallOptions } from './eager';
export { evaluate, EVALUATE_OPTIONS, type EvaluateOptions, type EvaluateResult } from './evaluate';
export { fit } from './fit';
export { FIT_OPTIONS, type FitOptions } from './fit-options';
export { predict, type ArrayResult, type PredictOptions } from './predict';
export { runOnBatch, type BatchOptions } from './single-batch';
export type { ArrayTree, PerOutput, Verbose } from './types';
export { History } from '../callbacks';
