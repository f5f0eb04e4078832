import { expect, test } from 'vitest';
import {
  hasSharedMemory,
  instructions,
  joinTeam,
  loadBinary,
  Simd,
  simdTier,
  TapeWriter,
} from './index';

function spawn(): Worker {
  return new Worker(new URL('../../workers/simd.worker.ts', import.meta.url), { type: 'module' });
}

const binary = hasSharedMemory() ? await loadBinary(simdTier()!, true) : undefined;

test('real workers compute to the bit what one thread does', async () => {
  expect(binary, 'the test page is isolated').toBeDefined();
  const simd = new Simd(binary!);
  const team = await joinTeam(simd, spawn, 3);
  expect(simd.threads).toBe(3);
  const count = 10_007;
  const [x, out] = [simd.heap.allocate(4 * count), simd.heap.allocate(4 * count)];
  for (let i = 0; i < count; i++) simd.floats[x / 4 + i] = Math.sin(i);
  const tape = new TapeWriter();
  for (let i = 0; i < 20; i++) {
    instructions.unary(tape, { fn: 'tanh', x: i ? out : x, out, count });
    instructions.softmax(tape, { kind: 'softmax', x: out, out, rows: 1, size: count });
  }
  const address = simd.placeTape(tape.finish());
  simd.run(address);
  const together = simd.floats.slice(out / 4, out / 4 + count);
  team.end();
  simd.run(address);
  expect(together).toEqual(simd.floats.slice(out / 4, out / 4 + count));
});
