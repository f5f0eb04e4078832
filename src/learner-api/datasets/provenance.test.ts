import { NDArray } from '#tensor';
import { expect, test } from 'vitest';
import { isSyntheticData, keepProvenance, SYNTHETIC } from './provenance';

const drawn = new NDArray(new Float32Array(1), [1], 'float32').withProvenance(SYNTHETIC);
const real = new NDArray(new Float32Array(1), [1], 'float32');

test('what was made from the stand-in data stays known as such', () => {
  expect(isSyntheticData(keepProvenance({ loss: [1] }, [real, drawn]))).toBe(true);
  expect(isSyntheticData(keepProvenance({ loss: [1] }, [real]))).toBe(false);
  expect(isSyntheticData(null)).toBe(false);
});
