import { describe, expect, it } from 'vitest';
import { GraphBuilder, withGraph, type SymbolicTensor } from '#graph';
import { Input } from '../keras/layers';
import { ops } from '../keras/ops';
import { tf } from '.';

function traced(make: (x: SymbolicTensor) => SymbolicTensor) {
  const builder = new GraphBuilder();
  const result = make(builder.placeholder('x', { shape: [null, 3], dtype: 'uint8' }));
  return {
    ops: builder
      .build()
      .nodes.map((node) => node.op)
      .filter((op) => op !== 'Const' && op !== 'Placeholder'),
    dtype: result.dtype,
    shape: result.shape,
  };
}

describe('tf', () => {
  it('adds to the graph of its operands', () => {
    const scaled = traced((x) => tf.nn.softmax(tf.cast(x, tf.float32).div(255)));
    expect(scaled).toEqual({
      ops: ['Cast', 'RealDiv', 'Softmax'],
      dtype: 'float32',
      shape: [null, 3],
    });
  });

  it('takes an axis alone or with options', () => {
    expect(traced((x) => tf.reduce_max(x, 1)).shape).toEqual([null]);
    expect(traced((x) => tf.reduce_max(x, { axis: 1, keepdims: true })).shape).toEqual([null, 1]);
  });

  it('refuses operands of different types, as TensorFlow does', () => {
    expect(() => traced((x) => tf.add(x, tf.cast(x, tf.float32)))).toThrow(
      "Input 'y' of 'AddV2' Op has type float32 that does not match type uint8 of argument 'x'.",
    );
  });

  it('takes arrays as constants inside a traced function', () => {
    const builder = new GraphBuilder();
    const sum = withGraph(builder, () => tf.add(tf.constant([1, 2]), tf.constant([3, 4])));
    expect((sum as unknown as SymbolicTensor).node.op).toBe('AddV2');
  });

  it('makes constants with the dtype that Python would choose', () => {
    expect(tf.constant([1, 2]).dtype).toBe('int32');
    expect(tf.constant([1, 2.5]).dtype).toBe('float32');
    expect(tf.constant(1, tf.uint8).data).toEqual(Uint8Array.of(1));
  });

  it('describes inputs', () => {
    const spec = tf.TensorSpec([null, 28, 28], tf.uint8, 'image');
    expect(String(spec)).toBe("TensorSpec(shape=(None, 28, 28), dtype=tf.uint8, name='image')");
    expect(() => tf.TensorSpec([-1, 28])).toThrow('Dimension -1 must be >= 0');
  });

  it('names what is not there', () => {
    expect(() => (tf as unknown as { data: unknown }).data).toThrow('tf.data is not there yet.');
    expect(() => (tf.nn as unknown as { lrn: unknown }).lrn).toThrow('tf.nn.lrn is not there yet.');
  });

  it('says what to do instead of computing with Keras tensors', () => {
    expect(() => tf.abs(Input({ shape: [3] }) as never)).toThrow(
      'Operations on Keras tensors are not there yet.',
    );
  });
});

describe('keras.ops', () => {
  it('converts operands to a common type', () => {
    const sum = traced((x) => ops.add(x, ops.cast(x, 'float32')));
    expect(sum.ops).toEqual(['Cast', 'Cast', 'AddV2']);
    expect(sum.dtype).toBe('float32');
  });

  it('takes means of integers as floats', () => {
    expect(traced((x) => ops.mean(x, { axis: -1 }))).toEqual({
      ops: ['Cast', 'Mean'],
      dtype: 'float32',
      shape: [null],
    });
  });

  it('finds the largest of all elements where no axis is given', () => {
    expect(traced((x) => ops.argmax(x)).shape).toEqual([]);
  });
});

it('leads from tf.data and tf.keras to what is there', () => {
  const hint = (text: string) =>
    expect.objectContaining({ hint: expect.stringContaining(text) as string }) as Error;
  expect(() => Reflect.get(tf, 'data') as unknown).toThrow(hint('generator function'));
  expect(() => Reflect.get(tf, 'keras') as unknown).toThrow(hint('Write keras'));
});
