/** `np` as a cell sees it: the part of NumPy that a notebook about models uses. */
import type { DType } from '#tensor';
import * as creation from './creation';
import * as math from './math';
import { random } from './random';
import { allclose, isclose, testing } from './testing';

/** The element types under NumPy's names: `np.float32` is the string `'float32'`. */
const types = {
  bool: 'bool',
  bool_: 'bool',
  uint8: 'uint8',
  int8: 'int8',
  uint16: 'uint16',
  int16: 'int16',
  uint32: 'uint32',
  int32: 'int32',
  int64: 'int64',
  float16: 'float16',
  float32: 'float32',
  float64: 'float64',
} as const satisfies Record<string, DType>;

export const np = {
  ...types,
  pi: Math.PI,
  e: Math.E,
  inf: Infinity,
  nan: NaN,
  array: creation.array,
  asarray: creation.asarray,
  zeros: creation.zeros,
  ones: creation.ones,
  full: creation.full,
  zeros_like: creation.zeros_like,
  ones_like: creation.ones_like,
  arange: creation.arange,
  linspace: creation.linspace,
  concatenate: creation.concatenate,
  stack: creation.stack,
  expand_dims: creation.expand_dims,
  ...math.elementwise,
  ...math.reductions,
  round: math.round,
  clip: math.clip,
  where: math.where,
  bincount: math.bincount,
  unique: math.unique,
  argsort: math.argsort,
  sort: math.sort,
  matmul: math.matmul,
  array_equal: math.array_equal,
  allclose,
  isclose,
  random,
  testing,
} as const;

export { asArray, type ArrayLike } from './arguments';
export { Generator } from './random';
