/** What tests of kernels share: a memory, arrays put into it, results taken out. */
import { loadBinary } from './binary';
import { simdTier } from './features';
import { Simd } from './simd';
import { TapeWriter } from './tape';

/** Memory for one test, on one thread. */
export async function openSimd(): Promise<Simd> {
  return new Simd(await loadBinary(simdTier()!, false));
}

/** Puts values into memory. @returns their address */
export function put(simd: Simd, values: Iterable<number>): number {
  const floats = Float32Array.from(values);
  const address = simd.heap.allocate(floats.byteLength);
  simd.floats.set(floats, address / 4);
  return address;
}

/** Runs what is written to a tape, and takes `count` floats from what was written to `out`. */
export function compute(
  simd: Simd,
  count: number,
  write: (tape: TapeWriter, out: number) => void,
): Float32Array {
  const out = simd.heap.allocate(4 * count + 4);
  simd.floats.fill(NaN, out / 4, out / 4 + count + 1);
  const tape = new TapeWriter();
  write(tape, out);
  simd.run(simd.placeTape(tape.finish()));
  const result = simd.floats.slice(out / 4, out / 4 + count + 1);
  if (!Number.isNaN(result[count])) throw new Error('A kernel wrote behind its result.');
  return result.slice(0, count);
}

/** Numbers between -1 and 1 without order, the same each time. */
export function noise(count: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}
