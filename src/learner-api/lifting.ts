/**
 * Functions on tensors that also take arrays: within a traced call they add to the graph, on arrays alone they compute
 * and give a promise.
 */
import { NotImplementedError } from '#errors';
import {
  currentGraph,
  GraphBuilder,
  SymbolicTensor,
  withGraph,
  type ConstantValue,
  type GraphVariable,
  type Operand,
} from '#graph';
import type { NDArray } from '#tensor';
import { KerasTensor } from './keras/keras-tensor';
import { isPlainObject } from './python/options';

/** What belongs to a graph: tensors, and variables inside a layer's `call`. */
export type InGraph = SymbolicTensor | GraphVariable;

export interface UnaryFunction<Rest extends readonly unknown[] = []> {
  (x: InGraph, ...rest: Rest): SymbolicTensor;
  (x: ConstantValue, ...rest: Rest): Promise<NDArray>;
}

export interface BinaryFunction<Rest extends readonly unknown[] = []> {
  (x: InGraph, y: Operand, ...rest: Rest): SymbolicTensor;
  (x: Operand, y: InGraph, ...rest: Rest): SymbolicTensor;
  (x: ConstantValue, y: ConstantValue, ...rest: Rest): Promise<NDArray>;
}

export interface ListFunction<Rest extends readonly unknown[] = []> {
  (xs: readonly InGraph[], ...rest: Rest): SymbolicTensor;
  (xs: readonly NDArray[], ...rest: Rest): Promise<NDArray>;
}

export interface TernaryFunction {
  (x: InGraph, y: Operand, z: Operand): SymbolicTensor;
  (x: Operand, y: InGraph, z: Operand): SymbolicTensor;
  (x: Operand, y: Operand, z: InGraph): SymbolicTensor;
  (x: ConstantValue, y: ConstantValue, z: ConstantValue): Promise<NDArray>;
}

type Trace<Args extends readonly unknown[]> = (...args: Args) => SymbolicTensor;

/** `trace` with a graph of its own where there is none yet. */
export function lift<Args extends readonly unknown[]>(
  trace: Trace<Args>,
): (...args: Args) => SymbolicTensor | Promise<NDArray> {
  return (...args) => {
    if (args.some(holdsKerasTensor)) throw operationOnKerasTensor();
    if (currentGraph() || args.some(holdsTensor)) return trace(...args);
    return computeNow(() => trace(...args));
  };
}

export const liftUnary = <Rest extends readonly unknown[] = []>(
  trace: Trace<[Operand, ...Rest]>,
): UnaryFunction<Rest> => lift(trace) as UnaryFunction<Rest>;

export const liftBinary = <Rest extends readonly unknown[] = []>(
  trace: Trace<[Operand, Operand, ...Rest]>,
): BinaryFunction<Rest> => lift(trace) as BinaryFunction<Rest>;

export const liftList = <Rest extends readonly unknown[] = []>(
  trace: Trace<[readonly Operand[], ...Rest]>,
): ListFunction<Rest> => lift(trace) as ListFunction<Rest>;

export const liftTernary = (trace: Trace<[Operand, Operand, Operand]>): TernaryFunction =>
  lift(trace) as TernaryFunction;

async function computeNow(trace: () => SymbolicTensor): Promise<NDArray> {
  const builder = new GraphBuilder();
  const output = withGraph(builder, trace);
  const { runEager } = await import('./keras/training');
  const [array] = await runEager(builder, [output]);
  return array!;
}

function holdsTensor(value: unknown): boolean {
  return holds(value, (item) => item instanceof SymbolicTensor);
}

function holdsKerasTensor(value: unknown): boolean {
  return holds(value, (item) => item instanceof KerasTensor);
}

function holds(value: unknown, test: (item: unknown) => boolean): boolean {
  if (test(value)) return true;
  if (Array.isArray(value)) return value.some((item) => holds(item, test));
  return isPlainObject(value) && Object.values(value).some((item) => holds(item, test));
}

function operationOnKerasTensor(): NotImplementedError {
  return new NotImplementedError('Operations on Keras tensors are not there yet.', {
    hint: 'Do it in a layer of your own: class MyOp extends keras.Layer { call(x) { … } }.',
  });
}
