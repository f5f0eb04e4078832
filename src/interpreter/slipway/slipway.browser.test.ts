import { beforeAll, describe, expect, test } from 'vitest';
import { createRuntime } from '../index';
import type { LiteRuntime } from '../runtime';
import { compareWithReference, FIXTURES, hasFixture, MODES } from '../testing';

let runtime: LiteRuntime;

beforeAll(async () => {
  runtime = await createRuntime('slipway', { numThreads: 1, accelerator: 'wasm' });
});

/** TensorFlow writes an infinite scale into the one, and has no kernel for an op of the others. */
const REFUSED = ['dead_layer/int16x8', 'reshapes/int16x8', 'upsampled/int16x8'];

test('Chromium has relaxed SIMD, which other tests do not run on', () => {
  expect(runtime.device).toBe('Slipway WASM, relaxed SIMD, 1 thread');
});

describe('equal to the reference interpreter, bit for bit', () => {
  test.each(FIXTURES)('%s', async (name) => {
    for (const mode of MODES) {
      if (!hasFixture(name, mode) || REFUSED.includes(`${name}/${mode}`)) continue;
      for (const { got, expected } of await compareWithReference(runtime, name, mode, 'reference'))
        expect([mode, ...got.data]).toEqual([mode, ...expected.data]);
    }
  });
});
