/** Threads, where the page that runs the tests is cross-origin isolated. */
import '../testing-browser';
import { expect, test } from 'vitest';
import { createEngine } from '../index';
import { array, firstRows, numbers } from '../testing';
import { mlp, wave } from '../testing-models';

const SIZES = { inputs: 40, hidden: 32, classes: 3, rate: 0.2 };

async function train(threads: number) {
  const engine = createEngine({ forced: 'wasm', threads, onBackend: () => undefined });
  const { program, state } = mlp(SIZES);
  const { session, backend } = await engine.open(program, state, 1);
  const labels = Array.from({ length: 64 }, (_, i) => i % 3);
  session.bind([wave([64, 40], 5), array(labels, [64], 'int32')]);
  for (let step = 0; step < 10; step++) await session.step(firstRows(64));
  const { variables } = await session.readState();
  engine.dispose();
  return { device: backend.device, weights: variables.map(numbers) };
}

test.skipIf(!crossOriginIsolated)(
  'two threads compute what one does, to the bit',
  async () => {
    const [one, two] = [await train(1), await train(2)];
    expect(one.device).toBe('WebAssembly relaxed SIMD, 1 thread');
    expect(two.device).toBe('WebAssembly relaxed SIMD, 2 threads');
    expect(two.weights).toEqual(one.weights);
  },
  60_000,
);

test.skipIf(crossOriginIsolated)('a page that is not isolated has one thread', async () => {
  expect((await train(2)).device).toBe('WebAssembly relaxed SIMD, 1 thread');
});
