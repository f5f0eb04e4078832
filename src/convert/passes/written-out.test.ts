import { describe, expect, test } from 'vitest';
import type { BuiltinOptions } from '#formats/tflite';
import type { LiteTensor } from '../lite/graph';
import { mergeResizes, replaceTile } from './nearest';
import { recognisePowers } from './powers';
import { simplifyReshapes } from './reshapes';
import { removeNoOps } from './no-ops';
import { ADD, codesOf, MUL, Sketch, SUB } from './testing';
import { recogniseWrittenOut } from './written-out';

const DIV: BuiltinOptions = { type: 'DivOptions', fusedActivationFunction: 'NONE' };
const SQUARE: BuiltinOptions = { type: 'SquareOptions' };
const SHAPE = [1, 4, 3];

/** What is written with `x`, and its ops after the passes. */
function recognised(write: (sketch: Sketch, x: LiteTensor) => LiteTensor) {
  const sketch = new Sketch();
  const graph = sketch.graph(write(sketch, sketch.input(...SHAPE)));
  return recognisePowers.run(recogniseWrittenOut.run(graph));
}

/** relu6(x + 3) */
function clamp(sketch: Sketch, x: LiteTensor, shift = 3): LiteTensor {
  const sum = sketch.op('ADD', [x, sketch.floats([], [shift])], SHAPE, ADD);
  return sketch.op('RELU6', [sum], SHAPE);
}

const sixth = (sketch: Sketch, x: LiteTensor): LiteTensor =>
  sketch.op('MUL', [x, sketch.floats([], [1 / 6])], SHAPE, MUL);

describe('hard swish', () => {
  test.each([
    [
      'x · (clamp / 6)',
      (s: Sketch, x: LiteTensor) => s.op('MUL', [x, sixth(s, clamp(s, x))], SHAPE, MUL),
    ],
    [
      '(clamp / 6) · x',
      (s: Sketch, x: LiteTensor) => s.op('MUL', [sixth(s, clamp(s, x)), x], SHAPE, MUL),
    ],
    [
      '(x · clamp) / 6',
      (s: Sketch, x: LiteTensor) => sixth(s, s.op('MUL', [x, clamp(s, x)], SHAPE, MUL)),
    ],
  ])('is %s', (_, write) => {
    expect(codesOf(recognised(write))).toEqual(['HARD_SWISH']);
  });

  test('has 3 in it', () => {
    const graph = recognised((s, x) => s.op('MUL', [x, sixth(s, clamp(s, x, 2))], SHAPE, MUL));
    expect(codesOf(graph)).not.toContain('HARD_SWISH');
  });

  test('clamps the very tensor that it multiplies', () => {
    const graph = recognised((s, x) => {
      const other = s.op('SIN', [x], SHAPE);
      return s.op('MUL', [other, sixth(s, clamp(s, x))], SHAPE, MUL);
    });
    expect(codesOf(graph)).not.toContain('HARD_SWISH');
  });
});

describe('leaky ReLU', () => {
  const leaky = (alpha: number) =>
    recognised((s, x) => {
      const scaled = s.op('MUL', [x, s.floats([], [alpha])], SHAPE, MUL);
      return s.op('MAXIMUM', [scaled, x], SHAPE, { type: 'MaximumMinimumOptions' });
    });

  test('is max(alpha · x, x)', () => {
    expect(leaky(0.25).ops).toMatchObject([{ code: 'LEAKY_RELU', options: { alpha: 0.25 } }]);
  });

  test('has an alpha below 1', () => expect(codesOf(leaky(1.5))).toEqual(['MUL', 'MAXIMUM']));
});

test('relu(x) − alpha · relu(−x), as Keras writes it, is PRELU', () => {
  const graph = recognised((s, x) => {
    const negative = s.op('RELU', [s.op('NEG', [x], SHAPE, { type: 'NegOptions' })], SHAPE);
    const scaled = s.op('MUL', [negative, s.floats([1, 3], [-0.5, 1, 0])], SHAPE, MUL);
    return s.op('ADD', [s.op('RELU', [x], SHAPE), scaled], SHAPE, ADD);
  });
  expect(codesOf(graph)).toEqual(['PRELU']);
  expect([...(graph.ops[0]!.inputs[1]!.data!.data as Float32Array)]).toEqual([0.5, -1, -0]);
});

describe('powers', () => {
  test.each([
    [2, ['MUL']],
    [0.5, ['SQRT']],
    [-0.5, ['RSQRT']],
    [3, ['POW']],
  ])('of %d', (exponent, codes) => {
    const graph = recognised((s, x) =>
      s.op('POW', [x, s.floats([], [exponent])], SHAPE, { type: 'PowOptions' }),
    );
    expect(codesOf(graph)).toEqual(codes);
  });

  test('1 / √x is RSQRT, y / √x a product with it', () => {
    const one = recognised((s, x) =>
      s.op('DIV', [s.floats([], [1]), s.op('SQRT', [x], SHAPE)], SHAPE, DIV),
    );
    expect(codesOf(one)).toEqual(['RSQRT']);
    const other = recognised((s, x) => s.op('DIV', [x, s.op('SQRT', [x], SHAPE)], SHAPE, DIV));
    expect(codesOf(other)).toEqual(['RSQRT', 'MUL']);
  });

  test('the square of a difference has an op', () => {
    const graph = recognised((s, x) =>
      s.op('SQUARE', [s.op('SUB', [x, s.floats([3])], SHAPE, SUB)], SHAPE, SQUARE),
    );
    expect(codesOf(graph)).toEqual(['SQUARED_DIFFERENCE']);
  });

  test('x / √Σx² over the last dimension is L2_NORMALIZATION', () => {
    const norm = (axis: number, shape: readonly number[]) =>
      recognised((s, x) => {
        const options: BuiltinOptions = { type: 'ReducerOptions', keepDims: true };
        const sum = s.op(
          'SUM',
          [s.op('SQUARE', [x], SHAPE, SQUARE), s.ints([1], [axis])],
          shape,
          options,
        );
        return s.op('DIV', [x, s.op('SQRT', [sum], shape)], SHAPE, DIV);
      });
    expect(codesOf(norm(-1, [1, 4, 1]))).toEqual(['L2_NORMALIZATION']);
    expect(codesOf(norm(1, [1, 1, 3]))).not.toContain('L2_NORMALIZATION');
  });

  test('the logarithm of a softmax has an op', () => {
    const graph = recognised((s, x) =>
      s.op('LOG', [s.op('SOFTMAX', [x], SHAPE, { type: 'SoftmaxOptions', beta: 1 })], SHAPE),
    );
    expect(codesOf(graph)).toEqual(['LOG_SOFTMAX']);
  });
});

describe('TILE', () => {
  const TILE: BuiltinOptions = { type: 'TileOptions' };

  test('of rows and of columns becomes one resize', () => {
    const sketch = new Sketch();
    const x = sketch.input(1, 4, 5, 2);
    const split = sketch.op('RESHAPE', [x, sketch.ints([5], [1, 4, 1, 5, 2])], [1, 4, 1, 5, 2]);
    const rows = sketch.op(
      'TILE',
      [split, sketch.ints([5], [1, 1, 2, 1, 1])],
      [1, 4, 2, 5, 2],
      TILE,
    );
    const again = sketch.op('RESHAPE', [rows, sketch.ints([5], [1, 8, 5, 1, 2])], [1, 8, 5, 1, 2]);
    const columns = sketch.op(
      'TILE',
      [again, sketch.ints([5], [1, 1, 1, 3, 1])],
      [1, 8, 5, 3, 2],
      TILE,
    );
    const graph = sketch.graph(
      sketch.op('RESHAPE', [columns, sketch.ints([4], [1, 8, 15, 2])], [1, 8, 15, 2]),
    );
    const resized = removeNoOps.run(simplifyReshapes.run(replaceTile.run(graph)));
    const merged = mergeResizes.run(resized);
    expect(codesOf(merged)).toEqual(['RESIZE_NEAREST_NEIGHBOR']);
    expect([...(merged.ops[0]!.inputs[1]!.data!.data as Int32Array)]).toEqual([8, 15]);
  });

  test('of more than single cells stays', () => {
    const sketch = new Sketch();
    const x = sketch.input(1, 4, 5, 2);
    const graph = sketch.graph(
      sketch.op('TILE', [x, sketch.ints([4], [1, 2, 1, 1])], [1, 8, 5, 2], TILE),
    );
    expect(replaceTile.run(graph)).toBe(graph);
  });
});
