import { describe, expect, test } from 'vitest';
import type { BuiltinOptions } from '#formats/tflite';
import type { LiteTensor } from '../lite/graph';
import { removeNoOps } from './no-ops';
import { shrinkConstants } from './scalars';
import { shareEqual } from './share';
import { removeUnused } from './unused';
import { ADD, codesOf, CONV, MUL, Sketch, SUB } from './testing';

const NEG: BuiltinOptions = { type: 'NegOptions' };
const SHAPE = [2, 3];

/** An op on x, between two others. */
function between(write: (sketch: Sketch, x: LiteTensor) => LiteTensor): string[] {
  const sketch = new Sketch();
  const x = sketch.op('SIN', [sketch.input(...SHAPE)], SHAPE);
  const y = write(sketch, x);
  return codesOf(removeNoOps.run(sketch.graph(sketch.op('COS', [y], y.shape))));
}

describe('what changes nothing goes', () => {
  test.each([
    ['+ 0', (s: Sketch, x: LiteTensor) => s.op('ADD', [x, s.floats([3], [0, 0, -0])], SHAPE, ADD)],
    ['× 1', (s: Sketch, x: LiteTensor) => s.op('MUL', [x, s.floats([], [1])], SHAPE, MUL)],
    [
      'a reshape to the same shape',
      (s: Sketch, x: LiteTensor) => s.op('RESHAPE', [x, s.ints([2], SHAPE)], SHAPE),
    ],
    [
      'padding of width 0',
      (s: Sketch, x: LiteTensor) =>
        s.op('PAD', [x, s.ints([2, 2], [0, 0, 0, 0])], SHAPE, { type: 'PadOptions' }),
    ],
    [
      'a transposition to the same order',
      (s: Sketch, x: LiteTensor) =>
        s.op('TRANSPOSE', [x, s.ints([2], [0, 1])], SHAPE, { type: 'TransposeOptions' }),
    ],
    [
      'a single copy',
      (s: Sketch, x: LiteTensor) =>
        s.op('TILE', [x, s.ints([2], [1, 1])], SHAPE, { type: 'TileOptions' }),
    ],
    [
      'two changes of sign',
      (s: Sketch, x: LiteTensor) => s.op('NEG', [s.op('NEG', [x], SHAPE, NEG)], SHAPE, NEG),
    ],
  ])('%s', (_, write) => expect(between(write)).toEqual(['SIN', 'COS']));
});

describe('what changes something stays', () => {
  test.each([
    [
      '+ 0 that makes it larger',
      'ADD',
      (s: Sketch, x: LiteTensor) =>
        s.op('ADD', [x, s.floats([4, 2, 3], new Array(24).fill(0))], [4, 2, 3], ADD),
    ],
    [
      '+ 0 with an activation',
      'ADD+RELU',
      (s: Sketch, x: LiteTensor) =>
        s.op('ADD', [x, s.floats([], [0])], SHAPE, {
          ...ADD,
          fusedActivationFunction: 'RELU',
        } as BuiltinOptions),
    ],
    ['0 − x', 'SUB', (s: Sketch, x: LiteTensor) => s.op('SUB', [s.floats([], [0]), x], SHAPE, SUB)],
    [
      'a reshape to another shape',
      'RESHAPE',
      (s: Sketch, x: LiteTensor) => s.op('RESHAPE', [x, s.ints([1], [6])], [6]),
    ],
  ])('%s', (_, code, write) => expect(between(write)).toEqual(['SIN', code, 'COS']));

  test('two different clamps', () => {
    expect(between((s, x) => s.op('RELU6', [s.op('RELU', [x], SHAPE)], SHAPE))).toEqual([
      'SIN',
      'RELU',
      'RELU6',
      'COS',
    ]);
  });
});

test('adding the negative is subtracting, and the other way round', () => {
  const with2 = (code: 'ADD' | 'SUB', options: BuiltinOptions, isLeft: boolean) =>
    between((s, x) => {
      const negative = s.op('NEG', [s.input(...SHAPE)], SHAPE, NEG);
      return s.op(code, isLeft ? [negative, x] : [x, negative], SHAPE, options);
    });
  expect(with2('ADD', ADD, false)).toEqual(['SIN', 'SUB', 'COS']);
  expect(with2('ADD', ADD, true)).toEqual(['SIN', 'SUB', 'COS']);
  expect(with2('SUB', SUB, false)).toEqual(['SIN', 'ADD', 'COS']);
  expect(with2('SUB', SUB, true)).toEqual(['SIN', 'NEG', 'SUB', 'COS']);
});

test('an output that is only handed on is the tensor itself', () => {
  const sketch = new Sketch();
  const x = sketch.input(...SHAPE);
  const same = removeNoOps.run(
    sketch.graph(sketch.op('RESHAPE', [x, sketch.ints([2], SHAPE)], SHAPE)),
  );
  expect(same.ops).toEqual([]);
  expect(same.outputs[0]!.tensor).toBe(x);
});

test('what no output depends on goes, with what only it read', () => {
  const sketch = new Sketch();
  const x = sketch.input(...SHAPE);
  const used = sketch.op('SIN', [x], SHAPE);
  sketch.op('COS', [sketch.op('ABS', [x], SHAPE)], SHAPE);
  expect(codesOf(removeUnused.run(sketch.graph(used)))).toEqual(['SIN']);
});

describe('equal results', () => {
  test('are computed once, in a chain too', () => {
    const sketch = new Sketch();
    const x = sketch.input(...SHAPE);
    const [a, b] = [1, 2].map(() => {
      const sum = sketch.op('ADD', [x, sketch.floats([], [1])], SHAPE, ADD);
      return sketch.op('SIN', [sum], SHAPE);
    });
    const shared = shareEqual.run(sketch.graph(sketch.op('MUL', [a!, b!], SHAPE, MUL), b!));
    expect(codesOf(shared)).toEqual(['ADD', 'SIN', 'MUL']);
    expect(shared.ops[2]!.inputs[0]).toBe(shared.ops[2]!.inputs[1]);
    expect(shared.outputs[1]!.tensor).toBe(shared.ops[1]!.outputs[0]);
  });

  test('differ with their constants, options and weights', () => {
    const sketch = new Sketch();
    const x = sketch.input(1, 3, 3, 8);
    const sum = (value: number) => sketch.op('ADD', [x, sketch.floats([], [value])], x.shape, ADD);
    const convolution = () =>
      sketch.op('CONV_2D', [x, sketch.floats([4, 3, 3, 8]), null], [1, 1, 1, 4], CONV);
    const graph = sketch.graph(sum(0), sum(-0), sum(1), convolution(), convolution());
    expect(shareEqual.run(graph)).toBe(graph);
  });
});

test('equal elements that are subtracted are one number', () => {
  const sketch = new Sketch();
  const x = sketch.input(...SHAPE);
  const same = sketch.op('SUB', [x, sketch.floats([1, 3], [0.5, 0.5, 0.5])], SHAPE, SUB);
  const other = sketch.op('SUB', [same, sketch.floats([3], [1, 2, 2])], SHAPE, SUB);
  const shrunk = shrinkConstants.run(sketch.graph(other));
  expect(shrunk.ops.map(({ inputs }) => inputs[1]!.shape)).toEqual([[], [3]]);
});
