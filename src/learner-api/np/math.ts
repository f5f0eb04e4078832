/** `np` functions of arrays: elementwise, reductions, comparisons of whole arrays. */
import {
  applyBinary,
  applyUnary,
  NDArray,
  operandValue,
  readerOf,
  type ArrayOrNumber,
  type BinaryName,
  type Operand,
  type ReduceArgument,
  type SpreadOptions,
  type UnaryName,
} from '#tensor';
import { PyTypeError, ValueError } from '#errors';
import { checkOptions } from '../python/options';
import { asArray, type ArrayLike } from './arguments';

type Unary = (x: ArrayLike) => ArrayOrNumber;
type Binary = (x: ArrayLike, y: Operand) => ArrayOrNumber;
type Reduction = (x: ArrayLike, axis?: ReduceArgument) => ArrayOrNumber;

function unary(name: UnaryName): Unary {
  return (x) => unwrap(NDArray.from(applyUnary(name, asArray(x))), [x]);
}

function binary(name: BinaryName): Binary {
  return (x, y) => {
    const left = x instanceof NDArray ? x : operandValue(x);
    const right = operandValue(y);
    const isBare = typeof left !== 'object' && typeof right !== 'object';
    const value = applyBinary(name, isBare ? asArray(x) : left, right);
    return unwrap(NDArray.from(value), [x, y]);
  };
}

/** Numbers in, number out. */
function unwrap(result: NDArray, inputs: readonly unknown[]): ArrayOrNumber {
  if (inputs.some((input) => typeof input === 'object')) return result as ArrayOrNumber;
  return result.item() as ArrayOrNumber;
}

function reduction(name: 'sum' | 'prod' | 'mean' | 'min' | 'max' | 'argmax' | 'argmin'): Reduction {
  return (x, axis) => asArray(x)[name](axis ?? {});
}

export const elementwise = {
  add: binary('add'),
  subtract: binary('subtract'),
  multiply: binary('multiply'),
  divide: binary('divide'),
  floor_divide: binary('floor_divide'),
  mod: binary('remainder'),
  power: binary('power'),
  maximum: binary('maximum'),
  minimum: binary('minimum'),
  equal: binary('equal'),
  not_equal: binary('not_equal'),
  less: binary('less'),
  less_equal: binary('less_equal'),
  greater: binary('greater'),
  greater_equal: binary('greater_equal'),
  logical_and: binary('logical_and'),
  logical_or: binary('logical_or'),
  logical_xor: binary('logical_xor'),
  logical_not: unary('logical_not'),
  negative: unary('negative'),
  abs: unary('absolute'),
  sign: unary('sign'),
  square: unary('square'),
  sqrt: unary('sqrt'),
  exp: unary('exp'),
  expm1: unary('expm1'),
  log: unary('log'),
  log2: unary('log2'),
  log10: unary('log10'),
  log1p: unary('log1p'),
  sin: unary('sin'),
  cos: unary('cos'),
  tan: unary('tan'),
  tanh: unary('tanh'),
  floor: unary('floor'),
  ceil: unary('ceil'),
  rint: unary('rint'),
  isnan: unary('isnan'),
  isinf: unary('isinf'),
  isfinite: unary('isfinite'),
} as const;

export const reductions = {
  sum: reduction('sum'),
  prod: reduction('prod'),
  mean: reduction('mean'),
  min: reduction('min'),
  max: reduction('max'),
  argmax: reduction('argmax'),
  argmin: reduction('argmin'),
  std: (x: ArrayLike, axis?: SpreadOptions | number): ArrayOrNumber => asArray(x).std(axis ?? {}),
  var: (x: ArrayLike, axis?: SpreadOptions | number): ArrayOrNumber => asArray(x).var(axis ?? {}),
  all: (x: ArrayLike, axis?: ReduceArgument): NDArray & boolean => asArray(x).all(axis ?? {}),
  any: (x: ArrayLike, axis?: ReduceArgument): NDArray & boolean => asArray(x).any(axis ?? {}),
} as const;

/** `np.round(a, decimals=0)`: half to even. */
export function round(
  a: ArrayLike,
  decimals: number | { readonly decimals?: number } = 0,
): ArrayOrNumber {
  if (typeof decimals !== 'number') checkOptions('round', decimals, ['decimals']);
  const digits = typeof decimals === 'number' ? decimals : (decimals.decimals ?? 0);
  return unwrap(asNumbers(a).round(digits), [a]);
}

/** `np.clip(a, a_min, a_max)` */
export function clip(a: ArrayLike, min: Operand | null, max: Operand | null): ArrayOrNumber {
  return unwrap(asNumbers(a).clip(min, max), [a]);
}

/**
 * `np.bincount(x, weights=None, minlength=0)`: how often each whole number from 0 up occurs, or the sum of its weights.
 * @throws TypeError for fractions, ValueError for numbers below 0
 */
export function bincount(
  x: ArrayLike,
  options: { readonly weights?: ArrayLike | null; readonly minlength?: number } = {},
): NDArray {
  checkOptions('bincount', options, ['weights', 'minlength']);
  const labels = asArray(x);
  if (labels.ndim !== 1) throw new ValueError('object too deep for desired array');
  const read = readerOf(labels);
  const places = Array.from({ length: labels.size }, (_, i) => read(i));
  if (!places.every(Number.isInteger))
    throw new PyTypeError(
      "Cannot cast array data from dtype('float64') to dtype('int64') according to the rule 'safe'",
      {
        hint: 'Whole numbers are counted. For classes of probabilities write p.argmax({axis: -1}).',
      },
    );
  if (places.some((place) => place < 0))
    throw new ValueError("'list' argument must have no negative elements");
  const length = places.reduce((most, place) => Math.max(most, place + 1), options.minlength ?? 0);
  const weights = options.weights ? asArray(options.weights) : undefined;
  if (weights && weights.size !== places.length)
    throw new ValueError("The weights and list don't have the same length.");
  const weigh = weights ? readerOf(weights) : () => 1;
  const counts = new Float64Array(length);
  for (const [i, place] of places.entries()) counts[place]! += weigh(i);
  const sums = new NDArray(counts, [length], 'float64');
  return weights ? sums : sums.astype('int32');
}

/** `np.unique(a)`: the different elements in ascending order; with `return_counts` how often each occurs as well. */
export function unique(a: ArrayLike, options?: { readonly return_counts?: false }): NDArray;
export function unique(a: ArrayLike, options: { readonly return_counts: true }): [NDArray, NDArray];
export function unique(
  a: ArrayLike,
  options?: { readonly return_counts?: boolean },
): NDArray | [NDArray, NDArray] {
  checkOptions('unique', options, ['return_counts']);
  const source = asArray(a);
  const read = readerOf(source);
  const counts = new Map<number, number>();
  for (let i = 0; i < source.size; i++) counts.set(read(i), (counts.get(read(i)) ?? 0) + 1);
  const values = [...counts.keys()].sort((x, y) => x - y);
  const array = new NDArray(Float64Array.from(values), [values.length], 'float64');
  if (!options?.return_counts) return array.astype(source.dtype);
  const occurrences = Int32Array.from(values, (value) => counts.get(value)!);
  return [array.astype(source.dtype), new NDArray(occurrences, [values.length], 'int32')];
}

/** `np.argsort(a, axis=-1)` */
export function argsort(a: ArrayLike, options?: { readonly axis?: number }): NDArray {
  checkOptions('argsort', options, ['axis']);
  return asArray(a).argsort(options?.axis);
}

/** `np.sort(a, axis=-1)` */
export function sort(a: ArrayLike, options?: { readonly axis?: number }): NDArray {
  checkOptions('sort', options, ['axis']);
  return asArray(a).sort(options?.axis);
}

/** `np.matmul(x, y)` for one and two dimensions. */
export function matmul(x: ArrayLike, y: ArrayLike): NDArray {
  return asArray(x).matmul(y);
}

/** `np.array_equal(a, b)`: the same shape and the same elements. */
export function array_equal(a: ArrayLike, b: ArrayLike): boolean {
  const [x, y] = [asArray(a), asArray(b)];
  return x.shape.join() === y.shape.join() && x.equal(y).all();
}

/** Bare numbers keep double precision. */
function asNumbers(a: ArrayLike): NDArray {
  return typeof a === 'number' ? new NDArray(Float64Array.of(a), [], 'float64') : asArray(a);
}
