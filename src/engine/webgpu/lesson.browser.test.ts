/** The lesson's models on the device there is, against the plain executor: images as bytes, dropout, Adam, a short last batch. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NDArray } from '#tensor';
import { probeAdapter } from '../adapter';
import { ReferenceSession } from '../plan/testing-session';
import { array, numbers } from '../testing';
import { cnn, mlp, type Model } from '../testing-models';
import type { WebgpuBackend } from './backend';
import { startWebgpu } from './index';

const SAMPLES = 40;
const BATCHES = [
  [0, 16],
  [16, 32],
  [32, 39],
] as const;
const SEED = 3;
const SHADERS_TIMEOUT = 120_000;

let backend: WebgpuBackend;

beforeAll(async () => {
  backend = await startWebgpu(await probeAdapter());
}, SHADERS_TIMEOUT);
afterAll(() => backend.dispose());

function images(shape: readonly number[]): NDArray {
  const bytes = Uint8Array.from({ length: SAMPLES * 784 }, (_, i) => (i * i * 7 + i) % 251);
  const values = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
  return new NDArray({ bytes, values }, [SAMPLES, ...shape], 'float32');
}

const labels = array(
  Array.from({ length: SAMPLES }, (_, i) => (i * 3) % 10),
  [SAMPLES],
  'int32',
);

async function compare({ program, state }: Model, shape: readonly number[]): Promise<void> {
  const arrays = [images(shape), labels];
  const session = await backend.open(program, state, SEED);
  const plain = new ReferenceSession(program, state, SEED);
  session.bind(arrays);
  const sums = program.totals.map(() => 0);
  for (const [from, to] of BATCHES) {
    const rows = Uint32Array.from({ length: to - from }, (_, i) => from + i);
    await session.step(rows);
    const totals = plain.step(arrays.map((values) => values.takeRows(rows)));
    totals.forEach((total, i) => (sums[i]! += numbers(total)[0]!));
  }
  const totals = await session.readTotals();
  totals.forEach((total, i) => expect(numbers(total)[0]! / sums[i]!).toBeCloseTo(1, 4));
  const after = await session.readState();
  after.variables.forEach((value, i) => {
    const expected = plain.variables()[i]!;
    const furthest = numbers(value).reduce(
      (most, number, at) => Math.max(most, Math.abs(number - expected[at]!)),
      0,
    );
    expect(furthest).toBeLessThan(2e-4);
  });
  session.close();
}

test(
  'two layers with dropout: totals and weights behind three batches',
  () => compare(mlp({ inputs: 784, hidden: 256, classes: 10, rate: 0.2 }), [784]),
  SHADERS_TIMEOUT,
);

test(
  'two convolutions with pooling: totals and weights behind three batches',
  () => compare(cnn([16, 32]), [28, 28, 1]),
  SHADERS_TIMEOUT,
);
