import { expect, test } from 'vitest';
import { instructions, Simd, TapeWriter, loadBinary, simdTier } from './index';

test('a tape runs its instructions one after the other', async () => {
  const simd = new Simd(await loadBinary(simdTier()!, false));
  const out = simd.heap.allocate(40);
  const tape = new TapeWriter();
  instructions.fill(tape, { out, count: 10, value: 0.5 });
  instructions.fill(tape, { out: out + 8, count: 3, value: -2 });
  simd.run(simd.placeTape(tape.finish()));
  const values = simd.floats.subarray(out / 4, out / 4 + 10);
  expect([...values]).toEqual([0.5, 0.5, -2, -2, -2, 0.5, 0.5, 0.5, 0.5, 0.5]);
});
