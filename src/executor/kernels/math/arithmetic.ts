/** Sums, differences, products, quotients, powers. */
import type { Kernels } from '../../kernel';
import { widened } from '../shared';
import { binary, type BinaryLoops } from './apply-binary';
import { complexLoops } from './complex';
import { addRow, divideRow, loopOf, multiplyRow, subtractRow } from './rows';

type Compute = (a: number, b: number) => number;
type BigCompute = (a: bigint, b: bigint) => bigint;

/** For any real type: the same expression is right for numbers and bigints. */
function real(compute: Compute): BinaryLoops {
  const loop = loopOf(compute);
  return { float: loop, int: loop, big: loop };
}

function floats(compute: Compute): BinaryLoops {
  return { float: loopOf(compute) };
}

export function bigLoop(compute: BigCompute): BinaryLoops['big'] {
  return loopOf(compute as unknown as Compute);
}

const add: BinaryLoops = {
  float: addRow,
  int: addRow,
  big: addRow,
  simd: 'add',
  complex: complexLoops.add,
};

const multiply: BinaryLoops = {
  float: multiplyRow,
  int: loopOf(Math.imul),
  big: multiplyRow,
  simd: 'mul',
  complex: complexLoops.multiply,
};

const squaredDifference: BinaryLoops = {
  ...real((a, b) => (a - b) * (a - b)),
  int: loopOf((a, b) => Math.imul(a - b, a - b)),
};

/** C's `pow`: 1 to whatever power is 1, and so is -1 to an infinite one. */
export function power(a: number, b: number): number {
  if (a === 1) return 1;
  return a === -1 && Math.abs(b) === Infinity ? 1 : a ** b;
}

export const ARITHMETIC: Kernels = widened({
  Add: binary(add),
  AddV2: binary(add),
  Sub: binary({
    float: subtractRow,
    int: subtractRow,
    big: subtractRow,
    simd: 'sub',
    complex: complexLoops.subtract,
  }),
  Mul: binary(multiply),
  MulNoNan: binary(floats((a, b) => (b === 0 ? 0 : a * b))),
  DivNoNan: binary(floats((a, b) => (b === 0 ? 0 : a / b))),
  RealDiv: binary({
    float: divideRow,
    int: loopOf((a, b) => Math.trunc(a / b)),
    complex: complexLoops.divide,
  }),
  SquaredDifference: binary(squaredDifference),
  Maximum: binary(real((a, b) => (a < b || b !== b ? b : a))),
  Minimum: binary(real((a, b) => (b < a || b !== b ? b : a))),
  Atan2: binary(floats(Math.atan2)),
  Xdivy: binary(floats((a, b) => (a === 0 ? 0 : a / b))),
  Xlogy: binary(floats((a, b) => (a === 0 ? 0 : a * Math.log(b)))),
  Xlog1py: binary(floats((a, b) => (a === 0 ? 0 : a * Math.log1p(b)))),
});
