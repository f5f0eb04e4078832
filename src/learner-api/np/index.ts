/** `np` as a cell sees it: the part of NumPy that a notebook about models uses. */
import type { NDArray } from '#tensor';
import { dtypes } from '../dtypes';
import { pythonModule } from '../python/module';
import * as creation from './creation';
import { load, save } from './files';
import * as math from './math';
import { random } from './random';
import * as selecting from './selecting';
import * as shaping from './shaping';
import { allclose, isclose, testing } from './testing';

/** Types, for annotations. */
// eslint-disable-next-line @typescript-eslint/no-namespace
export declare namespace np {
  type ndarray = NDArray;
}

/** What NumPy has and this one does not is a NotImplementedError that names it. */
export const np = pythonModule('np', {
  ...dtypes,
  bool_: 'bool',
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
  expand_dims: shaping.expand_dims,
  reshape: shaping.reshape,
  squeeze: shaping.squeeze,
  transpose: shaping.transpose,
  ...math.elementwise,
  ...math.reductions,
  round: math.round,
  clip: math.clip,
  where: selecting.where,
  nonzero: selecting.nonzero,
  flatnonzero: selecting.flatnonzero,
  count_nonzero: selecting.count_nonzero,
  take: selecting.take,
  bincount: math.bincount,
  unique: math.unique,
  argsort: math.argsort,
  sort: math.sort,
  matmul: math.matmul,
  array_equal: math.array_equal,
  allclose,
  isclose,
  save,
  load,
  random,
  testing,
} as const);

export { asArray, type ArrayLike } from './arguments';
export { Generator } from './random';
