import { describe, expect, test } from 'vitest';
import type { BuiltinOperator, BuiltinOptions } from '#formats/tflite';
import { fuseActivations } from './activations';
import { recogniseClamps } from './clamps';
import { ADD, codesOf, CONV, MUL, Sketch } from './testing';
import { separateActivations } from './transpose-conv';

const POOL: BuiltinOptions = {
  type: 'Pool2DOptions',
  fusedActivationFunction: 'NONE',
  padding: 'VALID',
  strideW: 1,
  strideH: 1,
  filterWidth: 1,
  filterHeight: 1,
};
const SHAPE = [1, 3, 3, 2];

function clamped(code: BuiltinOperator, options?: BuiltinOptions, clamp: BuiltinOperator = 'RELU') {
  const sketch = new Sketch();
  const x = sketch.input(...SHAPE);
  const result = sketch.op(code, [x, sketch.floats([2, 1, 1, 2]), null], SHAPE, options);
  return sketch.graph(sketch.op(clamp, [result], SHAPE));
}

describe('an activation', () => {
  test.each(['RELU', 'RELU6', 'RELU_N1_TO_1'] as const)('%s is done by the op before', (clamp) => {
    expect(codesOf(fuseActivations.run(clamped('CONV_2D', CONV, clamp)))).toEqual([
      `CONV_2D+${clamp}`,
    ]);
  });

  test.each([
    ['ADD', ADD],
    ['MUL', MUL],
    ['MAX_POOL_2D', POOL],
    ['AVERAGE_POOL_2D', POOL],
  ] as const)('is done by %s', (code, options) => {
    expect(codesOf(fuseActivations.run(clamped(code, options)))).toEqual([`${code}+RELU`]);
  });

  test('is not done by ops that cannot', () => {
    const graph = clamped('MEAN', { type: 'ReducerOptions', keepDims: true });
    expect(fuseActivations.run(graph)).toBe(graph);
  });

  test('after another one stays', () => {
    const sketch = new Sketch();
    const sum = sketch.op('ADD', [sketch.input(...SHAPE), sketch.input(...SHAPE)], SHAPE, ADD);
    const first = sketch.op('RELU', [sum], SHAPE);
    const graph = sketch.graph(sketch.op('RELU6', [first], SHAPE));
    expect(codesOf(fuseActivations.run(graph))).toEqual(['ADD+RELU', 'RELU6']);
  });

  test('of a result that is read twice stays', () => {
    const sketch = new Sketch();
    const x = sketch.input(...SHAPE);
    const sum = sketch.op('ADD', [x, x], SHAPE, ADD);
    const graph = sketch.graph(sketch.op('RELU', [sum], SHAPE), sketch.op('SIN', [sum], SHAPE));
    expect(fuseActivations.run(graph)).toBe(graph);
  });

  test('of an output of the graph stays', () => {
    const sketch = new Sketch();
    const x = sketch.input(...SHAPE);
    const sum = sketch.op('ADD', [x, x], SHAPE, ADD);
    const graph = sketch.graph(sum, sketch.op('RELU', [sum], SHAPE));
    expect(fuseActivations.run(graph)).toBe(graph);
  });

  test('names the result after itself first', () => {
    const graph = fuseActivations.run(clamped('CONV_2D', CONV));
    expect(graph.outputs[0]!.tensor.name).toBe('RELU1;CONV_2D0');
    expect(graph.ops[0]!.outputs[0]).toBe(graph.outputs[0]!.tensor);
  });
});

test('a transposed convolution hands its activation to an op of its own', () => {
  const sketch = new Sketch();
  const options: BuiltinOptions = {
    type: 'TransposeConvOptions',
    fusedActivationFunction: 'RELU6',
    padding: 'VALID',
    strideW: 1,
    strideH: 1,
  };
  const inputs = [sketch.ints([4], SHAPE), sketch.floats([2, 1, 1, 2]), sketch.input(...SHAPE)];
  const graph = sketch.graph(sketch.op('TRANSPOSE_CONV', inputs, SHAPE, options));
  const separated = separateActivations.run(graph);
  expect(codesOf(separated)).toEqual(['TRANSPOSE_CONV', 'RELU6']);
  expect(separated.outputs[0]!.tensor.name).toBe(graph.outputs[0]!.tensor.name);
});

describe('clamps', () => {
  const bounded = (...bounds: readonly (readonly ['MINIMUM' | 'MAXIMUM', number])[]) => {
    const sketch = new Sketch();
    let x = sketch.input(2, 3);
    for (const [code, value] of bounds) {
      x = sketch.op(code, [x, sketch.floats([], [value])], [2, 3], {
        type: 'MaximumMinimumOptions',
      });
    }
    return codesOf(recogniseClamps.run(sketch.graph(x)));
  };

  test('from below at 0 are RELU', () => expect(bounded(['MAXIMUM', 0])).toEqual(['RELU']));

  test('at 0 and 6 are RELU6, in either order', () => {
    expect(bounded(['MAXIMUM', 0], ['MINIMUM', 6])).toEqual(['RELU6']);
    expect(bounded(['MINIMUM', 6], ['MAXIMUM', 0])).toEqual(['RELU6']);
  });

  test('at −1 and 1 are RELU_N1_TO_1', () => {
    expect(bounded(['MAXIMUM', -1], ['MINIMUM', 1])).toEqual(['RELU_N1_TO_1']);
  });

  test('elsewhere stay', () => {
    expect(bounded(['MAXIMUM', 0.5])).toEqual(['MAXIMUM']);
    expect(bounded(['MINIMUM', 20], ['MAXIMUM', 0])).toEqual(['MINIMUM', 'RELU']);
  });
});
