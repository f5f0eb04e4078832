import { describe, expect, it } from 'vitest';
import { GraphBuilder, type SymbolicTensor } from '#graph';
import * as activations from './activations';

function opsOf(
  apply: (x: SymbolicTensor) => SymbolicTensor,
  dtype: 'float32' | 'uint8' = 'float32',
) {
  const builder = new GraphBuilder();
  apply(builder.placeholder('x', { shape: [null, 3, 4], dtype }));
  return builder
    .build()
    .nodes.map((node) => node.op)
    .filter((op) => op !== 'Const' && op !== 'Placeholder');
}

describe('activations', () => {
  it.each<[activations.ActivationName, string[]]>([
    ['linear', []],
    ['relu', ['Relu']],
    ['relu6', ['Relu6']],
    ['softmax', ['Softmax']],
    ['swish', ['Sigmoid', 'Mul']],
    ['hard_sigmoid', ['AddV2', 'Relu6', 'Mul']],
  ])('%s is %j', (name, ops) => {
    expect(opsOf(activations.get(name))).toEqual(ops);
  });

  it('move another axis than the last to the end and back', () => {
    expect(opsOf((x) => activations.softmax(x, 1))).toEqual(['Transpose', 'Softmax', 'Transpose']);
  });

  it('turn integers into floats', () => {
    expect(opsOf((x) => activations.sigmoid(x), 'uint8')).toEqual(['Cast', 'Sigmoid']);
  });

  it('choose the plainest op for the variants of relu', () => {
    expect(opsOf((x) => activations.relu(x, { max_value: 6 }))).toEqual(['Relu6']);
    expect(opsOf((x) => activations.relu(x, { negative_slope: 0.1 }))).toEqual(['LeakyRelu']);
  });

  it('are written by name, whichever way they were given', () => {
    expect(activations.serialize(activations.relu)).toBe('relu');
    expect(activations.serialize(activations.get('swish'))).toBe('silu');
    expect(activations.serialize(activations.get(null))).toBe('linear');
  });
});
