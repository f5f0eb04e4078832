import { describe, expect, test } from 'vitest';
import type { BuiltinOptions } from '#formats/tflite';
import { mergeDilations } from './dilations';
import { mergePadding, samePadding } from './same-padding';
import { codesOf, CONV, SAME, Sketch } from './testing';

const PAD: BuiltinOptions = { type: 'PadOptions' };

interface Padded {
  readonly size: number;
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
  readonly stride?: number;
  readonly dilation?: number;
  readonly channels?: number;
}

/** A 3×3 convolution after a PAD. */
function padded({ size, rows, columns, stride = 1, dilation = 1, channels = 0 }: Padded) {
  const sketch = new Sketch();
  const [height, width] = [rows, columns].map(([before, after]) => size + before + after);
  const pads = sketch.ints([4, 2], [0, 0, ...rows, ...columns, 0, channels]);
  const shape = [1, height!, width!, 2 + channels];
  const wide = sketch.op('PAD', [sketch.input(1, size, size, 2), pads], shape, PAD);
  const options = {
    ...CONV,
    strideW: stride,
    strideH: stride,
    dilationWFactor: dilation,
    dilationHFactor: dilation,
  } as BuiltinOptions;
  const result = [height, width].map((n) => Math.floor((n! - 2 * dilation - 1) / stride) + 1);
  const weights = sketch.floats([4, 3, 3, 2 + channels]);
  return sketch.graph(sketch.op('CONV_2D', [wide, weights, null], [1, ...result, 4], options));
}

describe('padding that SAME would add is merged', () => {
  test.each([
    ['around a stride of 1', { size: 6, rows: [1, 1], columns: [1, 1] }],
    [
      'after an even size with a stride of 2',
      { size: 6, rows: [0, 1], columns: [0, 1], stride: 2 },
    ],
    [
      'around an odd size with a stride of 2',
      { size: 7, rows: [1, 1], columns: [1, 1], stride: 2 },
    ],
    ['around a dilation', { size: 6, rows: [2, 2], columns: [2, 2], dilation: 2 }],
  ] satisfies [string, Padded][])('%s', (_, about) => {
    const merged = mergePadding.run(padded(about));
    expect(codesOf(merged)).toEqual(['CONV_2D']);
    expect(merged.ops[0]!.options).toMatchObject({ padding: 'SAME' });
    expect(merged.ops[0]!.inputs[0]).toBe(merged.inputs[0]!.tensor);
  });
});

describe('other padding stays', () => {
  test.each([
    [
      'around an even size with a stride of 2',
      { size: 6, rows: [1, 1], columns: [1, 1], stride: 2 },
    ],
    ['on one side only', { size: 6, rows: [2, 0], columns: [1, 1] }],
    ['of channels', { size: 6, rows: [1, 1], columns: [1, 1], channels: 1 }],
  ] satisfies [string, Padded][])('%s', (_, about) => {
    const graph = padded(about);
    expect(mergePadding.run(graph)).toBe(graph);
  });

  test('before a convolution that pads itself', () => {
    const sketch = new Sketch();
    const pads = sketch.ints([4, 2], [0, 0, 1, 1, 1, 1, 0, 0]);
    const wide = sketch.op('PAD', [sketch.input(1, 6, 6, 2), pads], [1, 8, 8, 2], PAD);
    const inputs = [wide, sketch.floats([4, 3, 3, 2]), null];
    const graph = sketch.graph(sketch.op('CONV_2D', inputs, [1, 8, 8, 4], SAME));
    expect(mergePadding.run(graph)).toBe(graph);
  });
});

test('SAME adds the odd cell after', () => {
  expect(samePadding(6, 3, 2, 1)).toEqual([0, 1]);
  expect(samePadding(7, 3, 2, 1)).toEqual([1, 1]);
  expect(samePadding(5, 2, 1, 1)).toEqual([0, 1]);
  expect(samePadding(4, 1, 2, 1)).toEqual([0, 0]);
});

/** Space to batch, a 3×3 convolution, batch to space, with blocks of 2×2. */
function dealt(size: number, pads: readonly number[], crops: readonly number[], block = [2, 2]) {
  const sketch = new Sketch();
  const part = (size + pads[0]! + pads[1]!) / 2;
  const deal = [sketch.input(1, size, size, 2), sketch.ints([2], block), sketch.ints([2, 2], pads)];
  const parts = sketch.op('SPACE_TO_BATCH_ND', deal, [4, part, part, 2], {
    type: 'SpaceToBatchNDOptions',
  });
  const made = sketch.op(
    'CONV_2D',
    [parts, sketch.floats([4, 3, 3, 2]), null],
    [4, part - 2, part - 2, 4],
    CONV,
  );
  const result = (part - 2) * 2 - crops[0]! - crops[1]!;
  const back = [made, sketch.ints([2], [2, 2]), sketch.ints([2, 2], crops)];
  const options = { type: 'BatchToSpaceNDOptions' } as const;
  return sketch.graph(sketch.op('BATCH_TO_SPACE_ND', back, [1, result, result, 4], options));
}

describe('a convolution of an image that was dealt out', () => {
  test.each([
    ['VALID', dealt(10, [0, 0, 0, 0], [0, 0, 0, 0])],
    ['SAME', dealt(10, [2, 2, 2, 2], [0, 0, 0, 0])],
    ['SAME', dealt(9, [2, 3, 2, 3], [0, 1, 0, 1])],
  ])('is one with dilation and padding %s', (padding, graph) => {
    const merged = mergeDilations.run(graph);
    expect(codesOf(merged)).toEqual(['CONV_2D']);
    expect(merged.ops[0]!.options).toMatchObject({
      padding,
      dilationWFactor: 2,
      dilationHFactor: 2,
    });
  });

  test('stays with other padding', () => {
    const graph = dealt(10, [4, 0, 4, 0], [0, 0, 0, 0]);
    expect(mergeDilations.run(graph)).toBe(graph);
  });

  test('stays when it is put together in another way', () => {
    const graph = dealt(10, [0, 0, 0, 0], [0, 0, 0, 0], [1, 4]);
    expect(mergeDilations.run(graph)).toBe(graph);
  });
});
