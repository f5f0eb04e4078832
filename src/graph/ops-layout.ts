/** Folding, reshaping, joining, picking, filling, named after TensorFlow's ops. */
import { NDArray } from '#tensor';
import { apply, asTensor } from './apply';
import type { Shape } from './graph';
import type { Operand, ReduceOptions, SymbolicTensor } from './tensor';

type Reduce = (x: Operand, options?: ReduceOptions) => SymbolicTensor;

export const mean: Reduce = (x, options) => asTensor(x).mean(options);
export const sum: Reduce = (x, options) => asTensor(x).sum(options);
export const max: Reduce = (x, options) => asTensor(x).max(options);
export const min: Reduce = (x, options) => asTensor(x).min(options);
export const prod: Reduce = (x, options) => asTensor(x).prod(options);
export const all: Reduce = (x, options) => asTensor(x).all(options);
export const any: Reduce = (x, options) => asTensor(x).any(options);

export function argMax(
  x: Operand,
  axis: number,
  outputType: 'int32' | 'int64' = 'int64',
): SymbolicTensor {
  return asTensor(x).argmax(axis, outputType);
}

/** @param target sizes (-1 or null for the one to be worked out), or a tensor of them */
export function reshape(x: Operand, target: Shape | SymbolicTensor): SymbolicTensor {
  if (Array.isArray(target)) return asTensor(x).reshape(target as Shape);
  return apply('Reshape', [x, target as SymbolicTensor]);
}

export function squeeze(x: Operand, axis?: number | readonly number[]): SymbolicTensor {
  return asTensor(x).squeeze(axis);
}

export function expandDims(x: Operand, axis: number): SymbolicTensor {
  return asTensor(x).expand_dims(axis);
}

export function transpose(x: Operand, perm?: readonly number[]): SymbolicTensor {
  return asTensor(x).transpose(perm);
}

export function concatV2(values: readonly Operand[], axis: number): SymbolicTensor {
  return apply('ConcatV2', [...values, axis], {}, 'concat');
}

/** Stacks tensors of one shape along a new dimension. */
export function pack(values: readonly Operand[], axis = 0): SymbolicTensor {
  return apply('Pack', values, { axis }, 'stack');
}

/** Adds zeros. @param paddings [before, after] for every dimension */
export function pad(x: Operand, paddings: readonly (readonly [number, number])[]): SymbolicTensor {
  const table = new NDArray(Int32Array.from(paddings.flat()), [paddings.length, 2], 'int32');
  return apply('Pad', [x, table]);
}

export interface SliceSpec {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides?: readonly number[];
  /** Bit i set: dimension i starts at its beginning. */
  readonly begin_mask?: number;
  /** Bit i set: dimension i ends at its end. */
  readonly end_mask?: number;
  readonly ellipsis_mask?: number;
  readonly new_axis_mask?: number;
  /** Bit i set: take one index of dimension i and drop it. */
  readonly shrink_axis_mask?: number;
}

export function stridedSlice(x: Operand, spec: SliceSpec): SymbolicTensor {
  const { begin, end, strides = begin.map(() => 1), ...masks } = spec;
  return apply(
    'StridedSlice',
    [x, int32(begin), int32(end), int32(strides)],
    masks,
    'strided_slice',
  );
}

/** The sizes of a tensor, int32; known only when the graph runs. */
export function shape(x: Operand): SymbolicTensor {
  return apply('Shape', [x]);
}

/** Picks slices of `params` along a dimension. */
export function gatherV2(params: Operand, indices: Operand, axis = 0, batchDims = 0) {
  return apply('GatherV2', [params, indices, axis], { batch_dims: batchDims });
}

/** Rows of zeros with a 1 at the index. float32. */
export function oneHot(indices: Operand, depth: number, axis = -1): SymbolicTensor {
  const [on, off] = [1, 0].map((value) => new NDArray(Float32Array.of(value), [], 'float32'));
  return apply('OneHot', [indices, depth, on!, off!], { axis });
}

export interface RandomUniformOptions {
  /** Two numbers that tell this node's stream from others'; the engine mixes in the session's seed. */
  readonly seed?: number;
  readonly seed2?: number;
}

/** Numbers from [0, 1), float32. @param shapeTensor sizes, int32 */
export function randomUniform(
  shapeTensor: Operand,
  { seed = 0, seed2 = 0 }: RandomUniformOptions = {},
): SymbolicTensor {
  return apply('RandomUniform', [shapeTensor], { dtype: { type: 'float32' }, seed, seed2 });
}

/** A tensor of one value. */
export function fill(dims: Operand | readonly number[], value: Operand): SymbolicTensor {
  return apply('Fill', [Array.isArray(dims) ? int32(dims as number[]) : (dims as Operand), value]);
}

export function tile(x: Operand, multiples: readonly number[]): SymbolicTensor {
  return apply('Tile', [x, int32(multiples)]);
}

function int32(values: readonly number[]): NDArray {
  return new NDArray(Int32Array.from(values), [values.length], 'int32');
}
