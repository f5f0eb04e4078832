import { expect, test } from 'vitest';
import { ChunkSize, MOST_STEPS } from './chunk-size';

test('fast steps are sent many at once', () => {
  const size = new ChunkSize();
  expect(size.steps).toBeLessThan(16);
  size.note(size.steps, 0, 1);
  expect(size.steps).toBe(MOST_STEPS);
});

test('slow steps are sent one by one', () => {
  const size = new ChunkSize();
  size.note(4, 0, 1000);
  expect(size.steps).toBe(1);
});

test('a chunk that had to wait for the one before is not thought slow', () => {
  const size = new ChunkSize();
  size.note(4, 0, 100);
  size.note(4, 0, 104);
  expect(size.steps).toBe(16);
});

test('no chunk is larger than it may be', () => {
  const size = new ChunkSize(1);
  size.note(1, 0, 0);
  expect(size.steps).toBe(1);
});
