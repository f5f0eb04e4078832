/** Work over so many rows that memory, which never shrinks, would grow much goes through it in parts. */
import { elementCount, newData } from '../element-types';
import { makeTensor, type Tensor } from '../tensor';
import type { SimdMemory, Work } from './memory';

/** Bytes of inputs and result that may be there at a time. */
const PART_BYTES = 2 ** 26;

/** Whether tensors with so many elements may be in memory as a whole. */
export function isSmall(...counts: readonly number[]): boolean {
  return 4 * counts.reduce((sum, count) => sum + count, 0) <= PART_BYTES;
}

/**
 * The result for all rows, which are the first dimension of `x` and of `shape`.
 * @param workFor what there is to do for a part with so many rows
 * @param partBytes of `x` and the result in a part, if it has several rows
 * @returns undefined where memory does not suffice
 */
export function inParts(
  memory: SimdMemory,
  x: Tensor,
  shape: readonly number[],
  workFor: (x: Tensor, shape: readonly number[], rows: number) => Work,
  partBytes = PART_BYTES,
): Tensor | undefined {
  const rows = shape[0]!;
  const [xSize, outSize] = [elementCount(x.shape) / rows, elementCount(shape) / rows];
  const step = Math.max(1, Math.floor(partBytes / (4 * (xSize + outSize))));
  if (rows <= step) return memory.compute(workFor(x, shape, rows));
  const data = x.data as Float32Array;
  const out = newData('float32', outSize * rows) as Float32Array;
  for (let row = 0; row < rows; row += step) {
    const count = Math.min(step, rows - row);
    const part = data.subarray(row * xSize, (row + count) * xSize);
    const input = makeTensor('float32', [count, ...x.shape.slice(1)], part);
    const result = memory.compute(workFor(input, [count, ...shape.slice(1)], count));
    if (!result) return undefined;
    out.set(result.data, row * outSize);
    result.free();
  }
  return makeTensor('float32', shape, out);
}
