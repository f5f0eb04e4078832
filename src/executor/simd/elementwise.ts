/** Functions of each element, of tensors that SIMD kernels made: of others, copying would cost more than it saves. */
import { instructions } from '#simd';
import { elementCount } from '../element-types';
import { rowsOf } from '../kernels/shared';
import type { Tensor } from '../tensor';
import { isSmall } from './parts';
import { isResident } from './resident';
import { simdMemory } from './start';

/** Elements from which it pays. */
const LEAST_COUNT = 256;
/** That the kernels walk over. */
const MOST_DIMENSIONS = 5;

export type UnaryFn = 'relu' | 'relu6';
export type BinaryFn = 'add' | 'sub' | 'mul';

/** @returns undefined where plain TypeScript is quicker, or memory does not suffice */
export function unaryOnSimd(fn: UnaryFn, x: Tensor): Tensor | undefined {
  const count = elementCount(x.shape);
  if (!isResident(x) || count < LEAST_COUNT || !isSmall(count)) return undefined;
  return simdMemory()?.compute({
    passing: [x],
    shape: x.shape,
    write: (tape, { passing, out }) => {
      instructions.unary(tape, { fn, x: passing[0]!, out, count });
    },
  });
}

/**
 * Of two float32 tensors.
 * @param shape to which both are broadcast
 * @returns undefined where plain TypeScript is quicker, or memory does not suffice
 */
export function binaryOnSimd(
  fn: BinaryFn,
  a: Tensor,
  b: Tensor,
  shape: readonly number[],
): Tensor | undefined {
  if (!isResident(a) && !isResident(b)) return undefined;
  const elements = elementCount(shape);
  if (elements < LEAST_COUNT || !isSmall(elements)) return undefined;
  const { outer, steps, count } = rowsOf(shape, [a.shape, b.shape]);
  const dims = [...outer.map(({ size }) => size), count];
  if (dims.length > MOST_DIMENSIONS) return undefined;
  const [aStrides, bStrides] = [0, 1].map((k) => [...outer.map((one) => one.steps[k]!), steps[k]!]);
  return simdMemory()?.compute({
    passing: [a, b],
    shape,
    write: (tape, { passing, out }) => {
      const [left, right] = passing as [number, number];
      const strides = { aStrides: aStrides!, bStrides: bStrides! };
      instructions.binary(tape, { fn, a: left, b: right, out, dims, ...strides });
    },
  });
}
