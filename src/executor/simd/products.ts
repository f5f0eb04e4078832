/** Products of float32 matrices. */
import { instructions } from '#simd';
import { inParts } from './parts';
import { simdMemory } from './start';

/** Multiplications from which copying in and out pays. */
const LEAST_WORK = 2 ** 14;

export interface ProductSizes {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  /** The right matrix lies there as [columns, depth]. */
  readonly transposeB: boolean;
}

/**
 * Writes the product of `a` [rows, depth] and `b` into `out` [rows, columns].
 * @returns false for what is too small to pay, and where there is no SIMD; `out` may then hold anything
 */
export function multiplyOnSimd(
  a: Float32Array,
  b: Float32Array,
  out: Float32Array,
  sizes: ProductSizes,
): boolean {
  const { rows, depth, columns, transposeB } = sizes;
  if (rows * depth * columns < LEAST_WORK) return false;
  const memory = simdMemory();
  if (!memory) return false;
  return inParts(a, out, rows, (part, result, count) =>
    memory.run({
      passing: [part],
      weights: [b],
      out: result,
      write: (tape, { passing: [x], weights: [weights], out: to }) => {
        if (transposeB) {
          instructions.denseInputGradient(tape, {
            gradient: x!,
            weights: weights!,
            out: to,
            rows: count,
            inputs: columns,
            units: depth,
          });
        } else {
          instructions.dense(tape, {
            x: x!,
            weights: weights!,
            out: to,
            rows: count,
            inputs: depth,
            units: columns,
          });
        }
      },
    }),
  );
}
