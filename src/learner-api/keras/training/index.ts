/** compile, fit, evaluate, predict: what a model's methods of these names do. */
import type { GraphBuilder, SymbolicTensor } from '#graph';
import type { NDArray } from '#tensor';
import { NotImplementedError } from '#errors';
import type { Model } from '../models';
import type { ArrayTree } from './types';

export type { ArrayTree, PerOutput, Verbose } from './types';

export interface CompileOptions {
  optimizer?: unknown;
  loss?: unknown;
  loss_weights?: unknown;
  metrics?: unknown;
  weighted_metrics?: unknown;
  run_eagerly?: boolean;
  steps_per_execution?: number;
  jit_compile?: boolean | 'auto' | null;
}
/** What `compile` set; kept by this module for each model, see `compiledStateOf`. */
export interface CompiledState {
  readonly metricsNames: readonly string[];
}
export type FitOptions = Record<string, unknown>;
export type EvaluateOptions = Record<string, unknown>;
export type PredictOptions = Record<string, unknown>;
export interface CallOptions {
  training?: boolean;
}
export interface History {
  readonly history: Record<string, number[]>;
  readonly epoch: number[];
}

export function compile(_model: Model, _options: CompileOptions = {}): void {
  throw new NotImplementedError('compile');
}
/** The state that the last `compile` of this model made, else undefined. */
export function compiledStateOf(_model: Model): CompiledState | undefined {
  return undefined;
}
export async function fit(
  _model: Model,
  _x: ArrayTree,
  _y?: ArrayTree,
  _options: FitOptions = {},
): Promise<History> {
  throw new NotImplementedError('fit');
}
export async function evaluate(
  _model: Model,
  _x: ArrayTree,
  _y?: ArrayTree,
  _options: EvaluateOptions = {},
): Promise<number | number[] | Record<string, number>> {
  throw new NotImplementedError('evaluate');
}
export async function predict(
  _model: Model,
  _x: ArrayTree,
  _options: PredictOptions = {},
): Promise<NDArray | NDArray[] | Record<string, NDArray>> {
  throw new NotImplementedError('predict');
}
/** `model.call(x, {training})` on arrays: one forward pass, nothing kept. */
export async function callEager(
  _model: Model,
  _x: ArrayTree,
  _options: CallOptions = {},
): Promise<NDArray | NDArray[] | Record<string, NDArray>> {
  throw new NotImplementedError('call');
}
/** Runs a graph without inputs once and returns these tensors' values. */
export async function runEager(
  _builder: GraphBuilder,
  _outputs: readonly SymbolicTensor[],
): Promise<NDArray[]> {
  throw new NotImplementedError('eager execution');
}
