/** Work over many samples or rows goes through memory in parts, so that memory, which never shrinks, grows little. */

/** Bytes of inputs and results in a part, if it has more than one row. */
const PART_BYTES = 2 ** 25;

/**
 * Calls `visit` for parts of equal rows of two arrays, in order, until one fails.
 * @param visit gets the part of `x`, that of `out`, and how many rows they have
 * @returns whether none failed
 */
export function inParts(
  x: Float32Array,
  out: Float32Array,
  rows: number,
  visit: (x: Float32Array, out: Float32Array, rows: number) => boolean,
): boolean {
  const [xSize, outSize] = [x.length / rows, out.length / rows];
  const step = Math.max(1, Math.floor(PART_BYTES / (4 * (xSize + outSize))));
  for (let row = 0; row < rows; row += step) {
    const end = Math.min(row + step, rows);
    const part = x.subarray(row * xSize, end * xSize);
    if (!visit(part, out.subarray(row * outSize, end * outSize), end - row)) return false;
  }
  return true;
}
