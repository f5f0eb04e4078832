import { describe, expect, test } from 'vitest';
import type { LiteGraph, LiteTensor } from '../lite/graph';
import { foldAfter } from './fold-after';
import { fuseActivations } from './activations';
import { ADD, codesOf, CONV, DENSE, DEPTHWISE, distance, MUL, run, Sketch, SUB } from './testing';

/** Without bias: [1, 5, 5, 2] → [1, 3, 3, 3]. */
function convolution(sketch: Sketch): LiteTensor {
  const inputs = [sketch.input(1, 5, 5, 2), sketch.floats([3, 3, 3, 2]), null];
  return sketch.op('CONV_2D', inputs, [1, 3, 3, 3], CONV);
}

/** Convolution without bias, times γ/√(σ² + ε), plus β − μγ/√(σ² + ε). */
function normalised(
  sketch: Sketch,
  factor: readonly number[],
  shift?: readonly number[],
): LiteGraph {
  const factors = sketch.floats([3], factor);
  const scaled = sketch.op('MUL', [convolution(sketch), factors], [1, 3, 3, 3], MUL);
  if (!shift) return sketch.graph(scaled);
  return sketch.graph(sketch.op('ADD', [scaled, sketch.floats([3], shift)], [1, 3, 3, 3], ADD));
}

describe('batch normalisation', () => {
  test.each([
    ['plain', [0.5, 1.2, 2], [0.1, -0.2, 0.3]],
    ['with a γ of 0 and a negative one', [0, -1.5, 1], [1, 2, 3]],
    ['with a variance near 0', [31.6, 0.01, 1], [-31, 0.5, 0]],
    ['without center', [0.5, -1, 2], undefined],
  ])('%s becomes weights and bias', (_, factor, shift) => {
    const graph = normalised(new Sketch(), factor, shift);
    const folded = foldAfter.run(graph);
    expect(codesOf(folded)).toEqual(['CONV_2D']);
    expect(distance(run(folded), run(graph))).toBeLessThan(1e-6);
  });

  test('of a depthwise convolution scales the last axis of its weights', () => {
    const sketch = new Sketch();
    const x = sketch.input(1, 5, 5, 2);
    const weights = sketch.floats([1, 3, 3, 4]);
    const options = { ...DEPTHWISE, depthMultiplier: 2 } as typeof DEPTHWISE;
    const convolved = sketch.op(
      'DEPTHWISE_CONV_2D',
      [x, weights, sketch.floats([4])],
      [1, 3, 3, 4],
      options,
    );
    const scaled = sketch.op('MUL', [convolved, sketch.floats([4])], [1, 3, 3, 4], MUL);
    const graph = sketch.graph(sketch.op('ADD', [scaled, sketch.floats([4])], [1, 3, 3, 4], ADD));
    const folded = foldAfter.run(graph);
    expect(codesOf(folded)).toEqual(['DEPTHWISE_CONV_2D']);
    expect(distance(run(folded), run(graph))).toBeLessThan(1e-6);
  });

  test('rounds the factor times the weight, then the bias, to float32', () => {
    const sketch = new Sketch();
    const x = sketch.input(1, 2);
    const weights = sketch.floats([1, 2], [0.1, 0.7]);
    const connected = sketch.op(
      'FULLY_CONNECTED',
      [x, weights, sketch.floats([1], [0.3])],
      [1, 1],
      DENSE,
    );
    const scaled = sketch.op('MUL', [connected, sketch.floats([1], [1.1])], [1, 1], MUL);
    const graph = sketch.graph(sketch.op('ADD', [scaled, sketch.floats([1], [0.2])], [1, 1], ADD));
    const [, folded, bias] = foldAfter.run(graph).ops[0]!.inputs;
    const f = Math.fround;
    expect([...(folded!.data!.data as Float32Array)]).toEqual([
      f(f(0.1) * f(1.1)),
      f(f(0.7) * f(1.1)),
    ]);
    expect(bias!.data!.data[0]).toBe(f(f(f(0.3) * f(1.1)) + f(0.2)));
  });

  test('after an activation stays', () => {
    const sketch = new Sketch();
    const clamped = sketch.op('RELU', [convolution(sketch)], [1, 3, 3, 3]);
    const graph = sketch.graph(sketch.op('MUL', [clamped, sketch.floats([3])], [1, 3, 3, 3], MUL));
    expect(codesOf(foldAfter.run(fuseActivations.run(graph)))).toEqual(['CONV_2D+RELU', 'MUL']);
  });

  test('after something without weights stays', () => {
    const sketch = new Sketch();
    const x = sketch.input(1, 3);
    const scaled = sketch.op(
      'MUL',
      [sketch.op('SIN', [x], [1, 3]), sketch.floats([3])],
      [1, 3],
      MUL,
    );
    const graph = sketch.graph(scaled);
    expect(foldAfter.run(graph)).toBe(graph);
  });
});

/** A convolution, and what is added to its result. */
function added(make: (sketch: Sketch, convolved: LiteTensor) => LiteTensor[]): LiteGraph {
  const sketch = new Sketch();
  return sketch.graph(...make(sketch, convolution(sketch)));
}

describe('a constant after a convolution', () => {
  const sum = (sketch: Sketch, x: LiteTensor, shape: readonly number[]) =>
    sketch.op('ADD', [x, sketch.floats(shape)], x.shape, ADD);

  test.each([[[3]], [[1, 1, 1, 3]], [[1, 3]], [[]], [[1]]])('of shape %j is a bias', (shape) => {
    const graph = added((sketch, x) => [sum(sketch, x, shape)]);
    const folded = foldAfter.run(graph);
    expect(codesOf(folded)).toEqual(['CONV_2D']);
    expect(folded.ops[0]!.inputs[2]!.shape).toEqual([3]);
    expect(distance(run(folded), run(graph))).toBeLessThan(1e-6);
  });

  test.each([[[1, 3, 3, 3]], [[1, 3, 1, 1]], [[3, 1]]])('of shape %j is none', (shape) => {
    const graph = added((sketch, x) => [sum(sketch, x, shape)]);
    expect(foldAfter.run(graph)).toBe(graph);
  });

  test('that is subtracted is a negative bias', () => {
    const graph = added((sketch, x) => [sketch.op('SUB', [x, sketch.floats([3])], x.shape, SUB)]);
    const folded = foldAfter.run(graph);
    expect(codesOf(folded)).toEqual(['CONV_2D']);
    expect(distance(run(folded), run(graph))).toBeLessThan(1e-6);
  });

  test('from which it is subtracted stays', () => {
    const graph = added((sketch, x) => [sketch.op('SUB', [sketch.floats([3]), x], x.shape, SUB)]);
    expect(foldAfter.run(graph)).toBe(graph);
  });

  test('stays when somebody else reads the result', () => {
    const graph = added((sketch, x) => [sum(sketch, x, [3]), sketch.op('SIN', [x], x.shape)]);
    expect(foldAfter.run(graph)).toBe(graph);
  });

  test('stays when the result is an output of the graph', () => {
    const graph = added((sketch, x) => [sum(sketch, x, [3]), x]);
    expect(foldAfter.run(graph)).toBe(graph);
  });

  test('keeps the activation that was fused into the addition', () => {
    const graph = added((sketch, x) => [sketch.op('RELU', [sum(sketch, x, [3])], x.shape)]);
    const folded = foldAfter.run(fuseActivations.run(graph));
    expect(codesOf(folded)).toEqual(['CONV_2D+RELU']);
    expect(distance(run(folded), run(graph))).toBeLessThan(1e-6);
  });

  test('gives the result the names of all, the last op first', () => {
    const folded = foldAfter.run(added((sketch, x) => [sum(sketch, x, [3])]));
    expect(folded.outputs[0]!.tensor.name).toBe('ADD1;CONV_2D0;c2');
    expect(folded.ops[0]!.sources).toEqual(['CONV_2D0', 'ADD1']);
  });
});

test('two additions of constants are one', () => {
  const sketch = new Sketch();
  const x = sketch.input(1, 3);
  const first = sketch.op('ADD', [x, sketch.floats([], [2.5])], [1, 3], ADD);
  const graph = sketch.graph(sketch.op('ADD', [first, sketch.floats([3], [1, 2, 3])], [1, 3], ADD));
  const [op, ...others] = foldAfter.run(graph).ops;
  expect(others).toEqual([]);
  expect([...(op!.inputs[1]!.data!.data as Float32Array)]).toEqual([3.5, 4.5, 5.5]);
});

test('weights that are computed stay as they are', () => {
  const sketch = new Sketch();
  const [x, weights] = [sketch.input(1, 3), sketch.input(2, 3)];
  const connected = sketch.op('FULLY_CONNECTED', [x, weights, null], [1, 2], DENSE);
  const graph = sketch.graph(sketch.op('ADD', [connected, sketch.floats([2])], [1, 2], ADD));
  expect(foldAfter.run(graph)).toBe(graph);
});
