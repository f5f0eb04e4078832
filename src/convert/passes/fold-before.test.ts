import { describe, expect, test } from 'vitest';
import type { BuiltinOptions } from '#formats/tflite';
import type { LiteGraph } from '../lite/graph';
import { foldBefore } from './fold-before';
import { ADD, codesOf, CONV, DENSE, distance, MUL, run, SAME, Sketch, SUB } from './testing';

type Operand = readonly ['ADD' | 'SUB' | 'MUL', shape: readonly number[]];

const OPTIONS: Readonly<Record<string, BuiltinOptions>> = { ADD, SUB, MUL };

function convolved(options: BuiltinOptions, ...operands: readonly Operand[]): LiteGraph {
  const sketch = new Sketch();
  let x = sketch.input(1, 5, 5, 2);
  for (const [code, shape] of operands)
    x = sketch.op(code, [x, sketch.floats(shape)], x.shape, OPTIONS[code]);
  const size = options === SAME ? 5 : 3;
  const inputs = [x, sketch.floats([3, 3, 3, 2]), sketch.floats([3])];
  return sketch.graph(sketch.op('CONV_2D', inputs, [1, size, size, 3], options));
}

function connected(withBias: boolean, ...operands: readonly Operand[]): LiteGraph {
  const sketch = new Sketch();
  let x = sketch.input(2, 4);
  for (const [code, shape] of operands)
    x = sketch.op(code, [x, sketch.floats(shape)], x.shape, OPTIONS[code]);
  const inputs = [x, sketch.floats([3, 4]), withBias ? sketch.floats([3]) : null];
  return sketch.graph(sketch.op('FULLY_CONNECTED', inputs, [2, 3], DENSE));
}

describe('folded', () => {
  test.each([
    ['a number that multiplies', convolved(CONV, ['MUL', []])],
    ['a number that multiplies, with padding', convolved(SAME, ['MUL', []])],
    ['rescaling with an offset', convolved(CONV, ['MUL', []], ['ADD', []])],
    ['a number that is subtracted', convolved(CONV, ['SUB', [1]])],
    ['a number for each column', connected(false, ['MUL', [4]])],
    ['a vector that is added where there is a bias', connected(true, ['ADD', [4]])],
    ['rescaling before a dense layer', connected(false, ['MUL', []], ['SUB', []])],
  ])('%s', (_, graph) => {
    const folded = foldBefore.run(graph);
    expect(folded.ops).toHaveLength(1);
    expect(distance(run(folded), run(graph))).toBeLessThan(2e-6);
  });
});

describe('left alone', () => {
  test.each([
    ['a number that is added before padding', convolved(SAME, ['ADD', []])],
    ['a number for each channel', convolved(CONV, ['MUL', [2]])],
    ['a number for each row', connected(false, ['MUL', [2, 1]])],
    ['a vector that is added where there is no bias', connected(false, ['ADD', [4]])],
  ])('%s', (_, graph) => {
    expect(foldBefore.run(graph)).toBe(graph);
  });
});

test('an op that others read too stays for them', () => {
  const sketch = new Sketch();
  const x = sketch.input(2, 4);
  const scaled = sketch.op('MUL', [x, sketch.floats([])], [2, 4], MUL);
  const dense = sketch.op('FULLY_CONNECTED', [scaled, sketch.floats([3, 4]), null], [2, 3], DENSE);
  const folded = foldBefore.run(sketch.graph(dense, scaled));
  expect(codesOf(folded)).toEqual(['MUL', 'FULLY_CONNECTED']);
  expect(folded.ops[1]!.inputs[0]).toBe(x);
});

test('what is added is rounded after every product and sum, in the order of the weights', () => {
  const sketch = new Sketch();
  const x = sketch.input(1, 3);
  const shifted = sketch.op('ADD', [x, sketch.floats([], [0.1])], [1, 3], ADD);
  const inputs = [shifted, sketch.floats([1, 3], [1e7, 0.3, -1e7]), sketch.floats([1], [0.7])];
  const graph = sketch.graph(sketch.op('FULLY_CONNECTED', inputs, [1, 1], DENSE));
  const f = Math.fround;
  let wanted = f(0.7);
  for (const weight of [1e7, f(0.3), -1e7]) wanted = f(wanted + f(weight * f(0.1)));
  expect(foldBefore.run(graph).ops[0]!.inputs[2]!.data!.data[0]).toBe(wanted);
});
