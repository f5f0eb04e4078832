import { describe, expect, test } from 'vitest';
import { decodeFloat16, NDArray, sizeOf } from '#tensor';
import type { LiteGraph, LiteOp, LiteTensor } from '../lite/graph';
import { optionsOf } from '../lite/ops';
import { optionsWith } from '../testing';
import { quantize } from './quantize';
import { fixtureRanges, floatFixture, MODES } from './testing';

function tensor(
  name: string,
  shape: readonly number[],
  values?: (i: number) => number,
): LiteTensor {
  const size = sizeOf(shape);
  const data =
    values &&
    new NDArray(
      Float32Array.from({ length: size }, (_, i) => values(i)),
      shape,
      'float32',
    );
  return { name, shape, signature: shape, dtype: 'float32', data };
}

/** One Dense layer with these weights. */
function dense(weights: LiteTensor, bias: LiteTensor | null = null): LiteGraph {
  const [units, size] = weights.shape as [number, number];
  const input = tensor('x', [1, size]);
  const output = tensor('y', [1, units]);
  const op: LiteOp = {
    code: 'FULLY_CONNECTED',
    inputs: [input, weights, bias],
    outputs: [output],
    options: {
      type: 'FullyConnectedOptions',
      fusedActivationFunction: 'NONE',
      weightsFormat: 0,
      keepNumDims: false,
      asymmetricQuantizeInputs: false,
    },
    sources: ['model/dense/MatMul'],
  };
  return {
    inputs: [{ key: 'x', tensor: input }],
    outputs: [{ key: 'y', tensor: output }],
    ops: [op],
  };
}

function rangesOf(graph: LiteGraph, min: number, max: number) {
  const tensors = [
    ...graph.inputs.map((end) => end.tensor),
    ...graph.ops.flatMap((op) => op.outputs),
  ];
  return new Map(tensors.map((each) => [each, { min, max }]));
}

describe('float16', () => {
  test('rounds to the nearest number, keeps subnormals, and stops at ±65504', () => {
    const values = [1 + 2 ** -11, 2 ** -24, 1e6, -1e6];
    const graph = dense(tensor('w', [2, 2], (i) => values[i]!));
    const { graph: ours, notes } = quantize(graph, optionsWith({ mode: 'float16' }));
    const [step, op] = ours.ops;
    expect(step).toMatchObject({ code: 'DEQUANTIZE' });
    const half = step!.inputs[0]!;
    expect(half.dtype).toBe('float16');
    const back = Array.from(half.data!.data as Uint16Array, decodeFloat16);
    expect(back).toEqual([1, 2 ** -24, 65504, -65504]);
    expect(op!.inputs[1]).toBe(step!.outputs[0]);
    expect(notes).toEqual([expect.stringContaining('2 values')]);
  });

  test('converts a constant that two ops read, or two that are equal, once', () => {
    const weights = tensor('w', [2, 2], () => 0.25);
    const [a, b] = [dense(weights), dense(tensor('v', [2, 2], () => 0.25))];
    const graph = { ...a, ops: [...a.ops, ...a.ops, ...b.ops] };
    const codes = quantize(graph, optionsWith({ mode: 'float16' })).graph.ops.map((op) => op.code);
    expect(codes.filter((code) => code === 'DEQUANTIZE')).toHaveLength(1);
  });
});

describe('dynamic range', () => {
  const options = optionsWith({ mode: 'dynamic' });

  test('leaves weights of 1023 elements in float and takes those of 1024', () => {
    const small = quantize(dense(tensor('w', [1, 1023], Math.sin)), options);
    expect(small.graph.ops[0]!.inputs[1]!.dtype).toBe('float32');
    expect(small.notes).toHaveLength(1);
    const large = quantize(dense(tensor('w', [1, 1024], Math.sin)), options);
    expect(large.graph.ops[0]!.inputs[1]!.dtype).toBe('int8');
    expect(large.graph.ops[0]!.options).toMatchObject({ asymmetricQuantizeInputs: true });
  });

  test('gives Dense one scale unless asked for more', () => {
    const graph = dense(
      tensor('w', [4, 512], Math.sin),
      tensor('b', [4], () => 1),
    );
    const scales = (changes: Parameters<typeof optionsWith>[0]) =>
      quantize(graph, { ...options, ...changes }).graph.ops[0]!.inputs[1]!.quantization!.scale;
    expect(scales({})).toHaveLength(1);
    expect(scales({ perChannelDense: { dynamic: true, integer: true } })).toHaveLength(4);
    expect(
      scales({ perChannel: false, perChannelDense: { dynamic: true, integer: true } }),
    ).toHaveLength(1);
    expect(quantize(graph, options).graph.ops[0]!.inputs[2]!.dtype).toBe('float32');
  });
});

describe.each(['int8', 'int16x8'] as const)('%s', (mode) => {
  const options = optionsWith({ mode });

  test('raises the scale of results that never leave 0, so that every runtime takes the file', () => {
    const graph = dense(tensor('w', [2, 2], (i) => i - 2));
    const [input, output] = [graph.inputs[0]!.tensor, graph.outputs[0]!.tensor];
    const ranges = new Map([
      [input, { min: 0, max: 1 }],
      [output, { min: 0, max: 0 }],
    ]);
    const { graph: ours, notes } = quantize(graph, options, ranges);
    const op = ours.ops.find(({ code }) => code === 'FULLY_CONNECTED')!;
    const [x, w, y] = [op.inputs[0]!, op.inputs[1]!, op.outputs[0]!].map((t) => t.quantization!);
    const multiplier = (x!.scale[0]! * Math.max(...w!.scale)) / y!.scale[0]!;
    expect(multiplier).toBeGreaterThan(127);
    expect(multiplier).toBeLessThan(129);
    expect(notes).toEqual([expect.stringMatching(/layer "dense".*scale was raised/)]);
  });

  test('says which range is missing and which is not finite', () => {
    const graph = dense(tensor('w', [2, 2], () => 1));
    expect(() => quantize(graph, options)).toThrow('Calibration saw no values of "x"');
    expect(() => quantize(graph, options, rangesOf(graph, 0, NaN))).toThrow(/"x" took values/);
    expect(() => quantize(graph, options, rangesOf(graph, -Infinity, 1))).toThrow(/-Infinity/);
  });

  test('refuses weights with NaN', () => {
    const graph = dense(tensor('w', [2, 2], () => NaN));
    expect(() => quantize(graph, options, rangesOf(graph, 0, 1))).toThrow(/NaN/);
  });
});

test('per tensor everywhere gives convolutions one scale too', () => {
  const graph = floatFixture('conv');
  const options = optionsWith({ mode: 'int8', perChannel: false });
  const { ops } = quantize(graph, options, fixtureRanges('conv', graph)).graph;
  const convolutions = ops.filter(({ code }) => code === 'CONV_2D');
  expect(convolutions.map((op) => op.inputs[1]!.quantization!.scale.length)).toEqual([1, 1, 1]);
});

test('uint8 ends have the scale of the codes inside and a zero point 128 higher', () => {
  const graph = floatFixture('mlp');
  const ours = quantize(graph, MODES['uint8_io']!, fixtureRanges('mlp', graph)).graph;
  const [first, last] = [ours.ops[0]!, ours.ops.at(-1)!];
  for (const [end, inner] of [
    [first.inputs[0]!, first.outputs[0]!],
    [last.outputs[0]!, last.inputs[0]!],
  ] as const) {
    expect(end.dtype).toBe('uint8');
    expect(end.quantization!.scale).toEqual(inner.quantization!.scale);
    expect(end.quantization!.zeroPoint[0]).toBe(inner.quantization!.zeroPoint[0]! + 128);
  }
  expect(ours.outputs[0]!.tensor.quantization).toMatchObject({ scale: [1 / 256], zeroPoint: [0] });
});

test('int16 ends need no conversion', () => {
  const graph = floatFixture('mlp');
  const options = optionsWith({
    mode: 'int16x8',
    inferenceInputType: 'int16',
    inferenceOutputType: 'int16',
  });
  const ours = quantize(graph, options, fixtureRanges('mlp', graph)).graph;
  expect(ours.ops.map(({ code }) => code)).toEqual(graph.ops.map(({ code }) => code));
  expect(ours.inputs[0]!.tensor).toMatchObject({
    name: graph.inputs[0]!.tensor.name,
    dtype: 'int16',
  });
});

test('int16x8 with an int32 bias keeps the rest', () => {
  const graph = floatFixture('mlp');
  const ranges = fixtureRanges('mlp', graph);
  const [wide, narrow] = (['int64', 'int32'] as const).map((int16BiasType) => {
    const { ops } = quantize(graph, { ...MODES['int16x8']!, int16BiasType }, ranges).graph;
    const op = ops.find(({ code }) => code === 'FULLY_CONNECTED')!;
    const type = optionsOf(op, 'FullyConnectedOptions')?.quantizedBiasType;
    expect(type).toBe(int16BiasType === 'int32' ? 'INT32' : undefined);
    return op.inputs[2]!;
  });
  expect([wide!.dtype, narrow!.dtype]).toEqual(['int64', 'int32']);
  expect(Array.from(narrow!.data!.data as Int32Array)).toEqual(
    Array.from(wide!.data!.data as BigInt64Array, Number),
  );
});

test('a depthwise convolution keeps its int64 bias, since its int16 kernel takes no other', () => {
  const graph = floatFixture('depthwise');
  const options = { ...MODES['int16x8']!, int16BiasType: 'int32' } as const;
  const { ops } = quantize(graph, options, fixtureRanges('depthwise', graph)).graph;
  const dtypes = ops.flatMap(({ code, inputs }) =>
    code.includes('CONV_2D') ? [[code, inputs[2]!.dtype]] : [],
  );
  expect(dtypes).toContainEqual(['DEPTHWISE_CONV_2D', 'int64']);
  expect(dtypes).not.toContainEqual(['DEPTHWISE_CONV_2D', 'int32']);
});

test('an op without integer kernel is told with its layer, and why TensorFlow says nothing', () => {
  const graph = floatFixture('float_only');
  const ranges = fixtureRanges('float_only', graph);
  const attempt = () => quantize(graph, MODES['int8']!, ranges);
  expect(attempt).toThrow(
    `Quantization to int8 not supported for op: 'ELU' in layer "dense_1" (functional_1/dense_1/Elu).`,
  );
  expect(attempt).toThrow(/op: 'LOG' in layer "dense_2_1"/);
  expect(attempt).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('Real TensorFlow says nothing') }),
  );
});

test('with floats allowed such an op stands between DEQUANTIZE and QUANTIZE', () => {
  const graph = floatFixture('float_only');
  const options = { ...MODES['int8']!, allowFloat: true };
  const { ops } = quantize(graph, options, fixtureRanges('float_only', graph)).graph;
  expect(ops.slice(0, 7).map(({ code }) => code)).toEqual([
    'QUANTIZE',
    'FULLY_CONNECTED',
    'DEQUANTIZE',
    'ELU',
    'QUANTIZE',
    'FULLY_CONNECTED',
    'DEQUANTIZE',
  ]);
});

test('quantizing leaves the float graph and its constants as they were', () => {
  const graph = floatFixture('branches');
  const state = () =>
    graph.ops.map((op) => [
      op.code,
      ...[...op.inputs, ...op.outputs].map((t) => [
        t?.name,
        t?.dtype,
        Array.from<unknown>(t?.data?.data ?? []),
      ]),
    ]);
  const before = state();
  for (const mode of Object.keys(MODES)) {
    quantize(graph, MODES[mode]!, fixtureRanges('branches', graph));
  }
  expect(state()).toEqual(before);
});
