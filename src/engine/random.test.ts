import { expect, test } from 'vitest';
import { RandomSource } from './random';

test('numbers are uniform in [0, 1)', () => {
  const values = new RandomSource(1).uniform(0, 100_000);
  const tenths = new Uint32Array(10);
  for (const value of values) tenths[Math.floor(value * 10)]!++;
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

test('neighbours in a stream do not depend on each other', () => {
  const values = new RandomSource(2).uniform(0, 100_000);
  let product = 0;
  for (let i = 1; i < values.length; i++) product += (values[i]! - 0.5) * (values[i - 1]! - 0.5);
  expect(Math.abs(product / values.length) * 12).toBeLessThan(0.02);
});

test('seed, stream and batch each change the numbers, and nothing else does', () => {
  const draw = (seed: number, stream: number, batches: number) => {
    const random = new RandomSource(seed);
    for (let i = 0; i < batches; i++) random.nextBatch();
    return random.uniform(stream, 4).join();
  };
  const same = [draw(1, 0, 0), draw(1, 0, 0)];
  const others = [draw(1, 0, 0), draw(2, 0, 0), draw(1, 1, 0), draw(1, 0, 1), draw(-1, 0, 0)];
  expect(new Set(same).size).toBe(1);
  expect(new Set(others).size).toBe(others.length);
});
