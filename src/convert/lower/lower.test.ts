/** What becomes of graphs built by hand: order, open batches, constants, refusals. */
import { describe, expect, test } from 'vitest';
import type { GraphVariable } from '#graph';
import { fromNested } from '#tensor';
import type { LiteGraph } from '../lite/graph';
import { lower } from './lower';
import { sourceOf } from './testing';

const codes = ({ ops }: LiteGraph) => ops.map(({ code }) => code);

describe('an open batch', () => {
  test('is 1 in shapes, and −1 in what a RESHAPE is told', () => {
    const graph = lower(sourceOf([null, 4, 4], (x) => x.reshape([-1, 16])));
    const [reshape] = graph.ops;
    expect(graph.inputs[0]!.tensor).toMatchObject({ shape: [1, 4, 4], signature: [null, 4, 4] });
    expect(reshape!.inputs[1]!.data!.tolist()).toEqual([-1, 16]);
    expect(reshape!.outputs[0]).toMatchObject({ shape: [1, 16], signature: [null, 16] });
  });

  test('leaves no ops that compute shapes', () => {
    const source = sourceOf([null, 4, 4], (x, builder) => {
      const batch = builder.addNode('Shape', [x]).at(0);
      return builder.addNode('Reshape', [x, builder.addNode('Pack', [batch, 16])]);
    });
    expect(codes(lower(source))).toEqual(['RESHAPE']);
  });

  test('may be a factor of a size', () => {
    const graph = lower(sourceOf([null, 5, 4], (x) => x.reshape([-1, 4])));
    expect(graph.outputs[0]!.tensor).toMatchObject({ shape: [5, 4], signature: [null, 4] });
  });

  test('in two dimensions of a shape is refused with advice', () => {
    const source = sourceOf([null, 4], (x, builder) => {
      const batch = builder.addNode('Shape', [x]).at(0);
      const square = builder.addNode('Mul', [x, 2]).matmul(x.transpose());
      return builder.addNode('Reshape', [square, builder.addNode('Pack', [batch, batch, 1])]);
    });
    expect(() => lower(source)).toThrow('export the model with a fixed batch size');
  });

  test('is the only dimension that may be open', () => {
    expect(() => lower(sourceOf([null, null, 3], (x) => x.neg()))).toThrow(
      "The input 'x' has the shape (None, None, 3); only its first dimension, the batch, may be open.",
    );
  });
});

describe('constants', () => {
  test('that follow from variables alone are computed in float32', () => {
    const variable: GraphVariable = { path: 'w', shape: [2], dtype: 'float32', trainable: true };
    const source = sourceOf([1, 2], (x, builder) => {
      const w = builder.readVariable(variable);
      return x.add(w.mul(w).sub(0.1));
    });
    const values = new Map([[variable, fromNested([0.1, 0.7], 'float32')]]);
    const [add] = lower({ ...source, values }).ops;
    const expected = [0.1, 0.7].map((value) => {
      const w = Math.fround(value);
      return Math.fround(Math.fround(w * w) - Math.fround(0.1));
    });
    expect(add!.code).toBe('ADD');
    expect(add!.inputs[1]!.data!.tolist()).toEqual(expected);
  });

  test('without a value are named', () => {
    const variable: GraphVariable = { path: 'w', shape: [2], dtype: 'float32', trainable: true };
    const source = sourceOf([1, 2], (x, builder) => x.add(builder.readVariable(variable)));
    expect(() => lower(source)).toThrow('The variable w has no value.');
  });

  test('of weights are laid out as TFLite wants them', () => {
    const weights = fromNested([
      [1, 2, 3],
      [4, 5, 6],
    ]).astype('float32');
    const [dense] = lower(sourceOf([1, 2], (x) => x.matmul(weights))).ops;
    expect(dense!.inputs[1]!.data!.tolist()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });
});

describe('the order of ops', () => {
  test('is that of names where the graph leaves it open', () => {
    const source = sourceOf([1, 2], (x, builder) => {
      const [b, a] = ['b', 'a'].map((name) => builder.addNode('Tanh', [x], {}, name));
      return builder.addNode('ConcatV2', [b!, a!, 0]);
    });
    expect(lower(source).ops.map(({ sources }) => sources[0])).toEqual(['a', 'b', 'ConcatV2']);
  });
});

describe('ops without a TFLite op', () => {
  test('are refused all at once, each with its node', () => {
    const source = sourceOf([null, 2], (x, builder) => {
      const tan = builder.addNode('Tan', [x], {}, 'layer/Tan');
      return builder.addNode('Erf', [tan], {}, 'other/Erf');
    });
    expect(() => lower(source)).toThrow(
      'Some ops are not supported by the native TFLite runtime, you can enable TF kernels fallback using TF Select. See instructions: https://www.tensorflow.org/lite/guide/ops_select \nTF Select ops: Erf, Tan\nDetails:\n\ttf.Tan(tensor<?x2xf32>) -> (tensor<?x2xf32>) in layer/Tan\n\ttf.Erf(tensor<?x2xf32>) -> (tensor<?x2xf32>) in other/Erf',
    );
  });

  test('do no harm where nothing needs them', () => {
    const source = sourceOf([1, 2], (x, builder) => {
      builder.addNode('Tan', [x]);
      return x.neg();
    });
    expect(codes(lower(source))).toEqual(['NEG']);
  });

  test('are named with what about them is the matter', () => {
    const attrs = {
      data_format: 'NCHW',
      ksize: [1, 1, 2, 2],
      strides: [1, 1, 2, 2],
      padding: 'VALID',
    };
    const source = sourceOf([1, 3, 4, 4], (x, builder) => builder.addNode('MaxPool', [x], attrs));
    expect(() => lower(source)).toThrow('in MaxPool: its data_format is NCHW');
  });
});

test('constants that grow out of little are computed only as long as there is room', () => {
  const { ops } = lower(
    sourceOf([1], (x, builder) => {
      const one = builder.constant(1, 'float32');
      const sum = (size: number) =>
        builder.addNode('Sum', [builder.addNode('Fill', [[4096, size], one]), [0, 1]]);
      return [x, ...[4096, 4095, 4094, 4093, 4092, 4091].map(sum)].reduce((a, b) =>
        builder.addNode('AddV2', [a, b]),
      );
    }),
  );
  const fills = ops.filter(({ code }) => code === 'FILL').length;
  expect(fills).toBe(2);
});
