import { expect, test } from 'vitest';
import { checkGpu } from './gpu';

test.each([
  ['absent', 'The browser offers no GPU adapter'],
  ['lost', 'The GPU device was lost'],
] as const)('WebGPU is refused by name where the GPU is %s', (state, reason) => {
  expect(() => checkGpu({ gpu: () => state })).toThrow(
    expect.objectContaining({
      name: 'RuntimeError',
      message: `${reason}: LiteRT cannot run on WebGPU.`,
      hint: expect.stringContaining('Leave accelerator out') as string,
    }),
  );
});

test('WebGPU is used where the GPU is there', () => {
  expect(() => checkGpu({ gpu: () => 'there' })).not.toThrow();
});
