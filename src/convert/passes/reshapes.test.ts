import { describe, expect, test } from 'vitest';
import type { BuiltinOptions } from '#formats/tflite';
import type { LiteGraph } from '../lite/graph';
import { simplifyFullyConnected } from './fully-connected';
import { moveUp } from './move-up';
import { simplifyReshapes } from './reshapes';
import { ADD, codesOf, DENSE, MUL, Sketch } from './testing';

const KEPT: BuiltinOptions = { ...DENSE, keepNumDims: true };
const TRANSPOSE: BuiltinOptions = { type: 'TransposeOptions' };

/** The shapes that the RESHAPEs of a graph name. */
function targets({ ops }: LiteGraph): number[][] {
  const reshapes = ops.filter(({ code }) => code === 'RESHAPE');
  return reshapes.map(({ inputs }) => [...(inputs[1]!.data!.data as Int32Array)]);
}

describe('reshapes', () => {
  test('are what squeeze and expand-dims become', () => {
    const sketch = new Sketch();
    const x = sketch.input(1, 6, 3);
    const flat = sketch.op('SQUEEZE', [x], [6, 3], { type: 'SqueezeOptions', squeezeDims: [0] });
    const y = sketch.op('SIN', [flat], [6, 3]);
    const options: BuiltinOptions = { type: 'ExpandDimsOptions' };
    const graph = sketch.graph(
      sketch.op('EXPAND_DIMS', [y, sketch.ints([], [1])], [6, 1, 3], options),
    );
    const simple = simplifyReshapes.run(graph);
    expect(codesOf(simple)).toEqual(['RESHAPE', 'SIN', 'RESHAPE']);
    expect(targets(simple)).toEqual([
      [6, 3],
      [6, 1, 3],
    ]);
  });

  test('have −1 for a dimension that may vary', () => {
    const sketch = new Sketch();
    const x = { ...sketch.input(1, 1, 3), signature: [null, 1, 3] };
    const output = { ...sketch.input(1, 3), signature: [null, 3] };
    const options: BuiltinOptions = { type: 'SqueezeOptions', squeezeDims: [1] };
    const op = { code: 'SQUEEZE', inputs: [x], outputs: [output], options, sources: [] } as const;
    const ends = { inputs: [{ key: 'x', tensor: x }], outputs: [{ key: 'y', tensor: output }] };
    expect(targets(simplifyReshapes.run({ ...ends, ops: [op] }))).toEqual([[-1, 3]]);
  });

  test('in a row are one; a first one that others read stays for them', () => {
    const sketch = new Sketch();
    const x = sketch.input(1, 6, 4);
    const first = sketch.op('RESHAPE', [x, sketch.ints([2], [2, 12])], [2, 12]);
    const second = sketch.op('RESHAPE', [first, sketch.ints([1], [24])], [24]);
    expect(targets(simplifyReshapes.run(sketch.graph(second)))).toEqual([[24]]);
    const both = simplifyReshapes.run(sketch.graph(second, first));
    expect(targets(both)).toEqual([[2, 12], [24]]);
    expect(both.ops.every(({ inputs }) => inputs[0] === x)).toBe(true);
  });

  test('do what transpositions of single cells do', () => {
    const sketch = new Sketch();
    const x = sketch.input(1, 6, 1, 3);
    const moved = sketch.op(
      'TRANSPOSE',
      [x, sketch.ints([4], [0, 2, 1, 3])],
      [1, 1, 6, 3],
      TRANSPOSE,
    );
    expect(codesOf(simplifyReshapes.run(sketch.graph(moved)))).toEqual(['RESHAPE']);
  });

  test('do not do what other transpositions do; two of those are one', () => {
    const sketch = new Sketch();
    const x = sketch.input(2, 3, 4);
    const first = sketch.op('TRANSPOSE', [x, sketch.ints([3], [0, 2, 1])], [2, 4, 3], TRANSPOSE);
    const second = sketch.op(
      'TRANSPOSE',
      [first, sketch.ints([3], [1, 0, 2])],
      [4, 2, 3],
      TRANSPOSE,
    );
    const simple = simplifyReshapes.run(sketch.graph(second));
    expect(codesOf(simple)).toEqual(['TRANSPOSE']);
    expect([...(simple.ops[0]!.inputs[1]!.data!.data as Int32Array)]).toEqual([2, 0, 1]);
  });

  test('that give a mean its dimensions back are the mean’s own work', () => {
    const sketch = new Sketch();
    const x = sketch.input(1, 4, 4, 3);
    const options: BuiltinOptions = { type: 'ReducerOptions', keepDims: false };
    const mean = sketch.op('MEAN', [x, sketch.ints([2], [1, -2])], [1, 3], options);
    const graph = sketch.graph(
      sketch.op('RESHAPE', [mean, sketch.ints([4], [1, 1, 1, 3])], [1, 1, 1, 3]),
    );
    const [op, ...others] = simplifyReshapes.run(graph).ops;
    expect(others).toEqual([]);
    expect(op).toMatchObject({ code: 'MEAN', options: { keepDims: true } });
  });
});

/** [2, 3, 4] → [6, 4] → FULLY_CONNECTED → [6, 5] → the shape. */
function dense(shape: readonly number[]) {
  const sketch = new Sketch();
  const rows = sketch.op('RESHAPE', [sketch.input(2, 3, 4), sketch.ints([2], [6, 4])], [6, 4]);
  const made = sketch.op('FULLY_CONNECTED', [rows, sketch.floats([5, 4]), null], [6, 5], DENSE);
  const back = sketch.op('RESHAPE', [made, sketch.ints([shape.length], shape)], shape);
  return { sketch, made, back };
}

describe('FULLY_CONNECTED', () => {
  test('keeps dimensions that reshapes around it take away and give back', () => {
    const { sketch, back } = dense([2, 3, 5]);
    const simple = simplifyFullyConnected.run(sketch.graph(back));
    expect(codesOf(simple)).toEqual(['FULLY_CONNECTED']);
    expect(simple.ops[0]).toMatchObject({ options: KEPT });
    expect(simple.outputs[0]!.tensor.shape).toEqual([2, 3, 5]);
  });

  test('keeps them for another reshape too', () => {
    const { sketch, back } = dense([2, 15]);
    const simple = simplifyFullyConnected.run(sketch.graph(back));
    expect(codesOf(simple)).toEqual(['FULLY_CONNECTED', 'RESHAPE']);
    expect(simple.ops[0]!.outputs[0]!.shape).toEqual([2, 3, 5]);
  });

  test('flattens on its own when somebody else reads the rows', () => {
    const { sketch, back, made } = dense([2, 3, 5]);
    const simple = simplifyFullyConnected.run(sketch.graph(back, made));
    expect(codesOf(simple)).toEqual(['FULLY_CONNECTED', 'RESHAPE']);
    expect(simple.ops[0]).toMatchObject({ options: DENSE });
  });

  test('needs a reshape that makes other rows', () => {
    const sketch = new Sketch();
    const rows = sketch.op('RESHAPE', [sketch.input(1, 3, 4), sketch.ints([2], [1, 12])], [1, 12]);
    const inputs = [rows, sketch.floats([5, 12]), null];
    const graph = sketch.graph(sketch.op('FULLY_CONNECTED', inputs, [1, 5], DENSE));
    expect(simplifyFullyConnected.run(graph)).toBe(graph);
  });

  test('has no bias of zeros', () => {
    const sketch = new Sketch();
    const inputs = [sketch.input(1, 4), sketch.floats([2, 4]), sketch.floats([2], [0, -0])];
    const graph = sketch.graph(sketch.op('FULLY_CONNECTED', inputs, [1, 2], DENSE));
    expect(simplifyFullyConnected.run(graph).ops[0]!.inputs[2]).toBeNull();
  });
});

describe('an elementwise op after a reshape goes before it', () => {
  const after = (
    code: 'RELU' | 'ELU' | 'ADD' | 'MUL',
    operand?: readonly number[],
    shape = [1, 12, 3],
  ) => {
    const sketch = new Sketch();
    const x = sketch.input(1, 4, 3, 3);
    const reshaped = sketch.op('RESHAPE', [x, sketch.ints([shape.length], shape)], shape);
    const options = { ADD, MUL, RELU: undefined, ELU: undefined }[code];
    const inputs = operand ? [reshaped, sketch.floats(operand)] : [reshaped];
    return codesOf(moveUp.run(sketch.graph(sketch.op(code, inputs, shape, options))));
  };

  test('if it is an activation', () => expect(after('RELU')).toEqual(['RELU', 'RESHAPE']));
  test('or adds a vector along the last dimension', () => {
    expect(after('ADD', [3])).toEqual(['ADD', 'RESHAPE']);
  });
  test('or multiplies by a number', () => expect(after('MUL', [])).toEqual(['MUL', 'RESHAPE']));
  test('unless TensorFlow leaves it there', () => expect(after('ELU')).toEqual(['RESHAPE', 'ELU']));
  test('unless the last dimension is another one', () => {
    expect(after('ADD', [36], [1, 36])).toEqual(['RESHAPE', 'ADD']);
  });
  test('unless others read the reshaped tensor', () => {
    const sketch = new Sketch();
    const x = sketch.input(2, 6);
    const reshaped = sketch.op('RESHAPE', [x, sketch.ints([1], [12])], [12]);
    const graph = sketch.graph(sketch.op('RELU', [reshaped], [12]), reshaped);
    expect(moveUp.run(graph)).toBe(graph);
  });
});
