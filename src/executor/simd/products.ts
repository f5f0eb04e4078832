/** Products of float32 matrices. */
import { instructions } from '#simd';
import { makeTensor, type Tensor } from '../tensor';
import { inParts } from './parts';
import { freeResidents } from './resident';
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
 * The product [rows, columns] of `a`, which is [rows, depth], and `b`.
 * @returns undefined for what is too small to pay, and where there is no SIMD or too little memory
 */
export function multiplyOnSimd(a: Tensor, b: Tensor, sizes: ProductSizes): Tensor | undefined {
  const { rows, depth, columns, transposeB } = sizes;
  if (rows * depth * columns < LEAST_WORK) return undefined;
  const memory = simdMemory();
  if (!memory) return undefined;
  return inParts(memory, a, [rows, columns], (x, shape, count) => ({
    passing: [x],
    weights: [b],
    shape,
    write: (tape, { passing: [left], weights: [right], out }) => {
      const at = { weights: right!, out, rows: count };
      if (transposeB) {
        const turned = { gradient: left!, inputs: columns, units: depth };
        instructions.denseInputGradient(tape, { ...at, ...turned });
      } else {
        instructions.dense(tape, { ...at, x: left!, inputs: depth, units: columns });
      }
    },
  }));
}

/** The same of matrices that are part of larger tensors. @returns false where `out` was not written */
export function multiplyIntoOnSimd(
  a: Float32Array,
  b: Float32Array,
  out: Float32Array,
  sizes: ProductSizes,
): boolean {
  const { rows, depth } = sizes;
  const matrix = makeTensor('float32', [rows, depth], a);
  const product = multiplyOnSimd(matrix, makeTensor('float32', [b.length], b), sizes);
  if (!product) return false;
  out.set(product.data as Float32Array);
  freeResidents([product]);
  return true;
}
