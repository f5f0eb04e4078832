/** TensorFlow's functions that make, reshape, join and pick. */
import * as graph from '#graph';
import type { ConstantValue, Operand, Shape } from '#graph';
import { DTYPES, NDArray, sizeOf, type DType } from '#tensor';
import { liftBinary, liftList, liftUnary } from '../lifting';
import { isPlainObject } from '../python/options';

/** `tf.cast(x, dtype)` */
export const cast = liftUnary((x: Operand, dtype: DType) => graph.asTensor(x).astype(dtype));
export const identity = liftUnary((x: Operand) => graph.identity(x));
/** The value without a gradient. */
export const stop_gradient = liftUnary((x: Operand) => graph.stopGradient(x));
export const zeros_like = liftUnary((x: Operand) => graph.zerosLike(x));
export const ones_like = liftUnary((x: Operand) => graph.onesLike(x));
/** `tf.shape(x)`: the sizes as an int32 tensor. */
export const shape = liftUnary((x: Operand) => graph.shape(x));
/** `tf.reshape(x, shape)`: one size may be -1. */
export const reshape = liftUnary((x: Operand, target: Shape | graph.SymbolicTensor) =>
  graph.reshape(x, target),
);
/** `tf.transpose(x, perm=None)` */
export const transpose = liftUnary((x: Operand, perm?: readonly number[]) =>
  graph.transpose(x, perm),
);
export const expand_dims = liftUnary((x: Operand, axis: number) => graph.expandDims(x, axis));
export const squeeze = liftUnary((x: Operand, axis?: number | readonly number[]) =>
  graph.squeeze(x, axis),
);
/** `tf.pad(x, paddings)`: zeros, [before, after] for each dimension. */
export const pad = liftUnary((x: Operand, paddings: readonly (readonly [number, number])[]) =>
  graph.pad(x, paddings),
);
export const tile = liftUnary((x: Operand, multiples: readonly number[]) =>
  graph.tile(x, multiples),
);
/** `tf.one_hot(indices, depth, axis=-1)` */
export const one_hot = liftUnary((indices: Operand, depth: number, axis: number = -1) =>
  graph.oneHot(indices, depth, axis),
);
/** `tf.gather(params, indices, axis=0)` */
export const gather = liftBinary((params: Operand, indices: Operand, options?: GatherOptions) =>
  graph.gatherV2(params, indices, options?.axis ?? 0, options?.batch_dims ?? 0),
);
/** `tf.concat(values, axis)` */
export const concat = liftList((values: readonly Operand[], axis: number) =>
  graph.concatV2(values, axis),
);
/** `tf.stack(values, axis=0)` */
export const stack = liftList((values: readonly Operand[], axis: number = 0) =>
  graph.pack(values, axis),
);

export interface GatherOptions {
  /** Dimension to pick from. Default: 0. */
  readonly axis?: number;
  /** Leading dimensions that params and indices share. Default: 0. */
  readonly batch_dims?: number;
}

export interface MatMulOptions {
  readonly transpose_a?: boolean;
  readonly transpose_b?: boolean;
}

/** `tf.matmul(a, b, transpose_a=False, transpose_b=False)` */
export const matmul = liftBinary((a: Operand, b: Operand, options: MatMulOptions = {}) => {
  const builder = graph.graphOf([a, b]);
  const [left, right] = [builder.tensor(a), builder.tensor(b)];
  const { transpose_a = false, transpose_b = false } = options;
  if (left.ndim <= 2 && right.ndim <= 2)
    return graph.matMul(left, right, { transpose_a, transpose_b });
  return graph.batchMatMulV2(left, right, { adj_x: transpose_a, adj_y: transpose_b });
});

/**
 * `tf.constant(value, dtype=None)`: an array. Whole numbers are int32, others float32.
 * @param dtype or `{dtype}`
 */
export function constant(
  value: ConstantValue,
  dtype?: DType | { readonly dtype?: DType },
): NDArray {
  const wanted = isPlainObject(dtype) ? (dtype as { dtype?: DType }).dtype : (dtype as DType);
  const array = graph.toArray(value, wanted);
  return wanted ? graph.castArray(array, wanted) : array;
}

/** `tf.zeros(shape, dtype=tf.float32)` */
export function zeros(sizes: readonly number[], dtype: DType = 'float32'): NDArray {
  const length = sizeOf(sizes);
  return new NDArray(new DTYPES[dtype].array(length), sizes, dtype);
}

/** `tf.ones(shape, dtype=tf.float32)` */
export function ones(sizes: readonly number[], dtype: DType = 'float32'): NDArray {
  return fill(sizes, 1, dtype);
}

/** `tf.fill(dims, value)` */
export function fill(sizes: readonly number[], value: number, dtype?: DType): NDArray {
  const length = sizeOf(sizes);
  const array = constant(value, dtype);
  return graph.fromNumbers(new Array<number>(length).fill(value), sizes, array.dtype);
}
