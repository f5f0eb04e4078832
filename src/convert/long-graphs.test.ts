/** Graphs of ten thousand nodes: chains that passes shorten, chains that they cannot, and many readers of one tensor. */
import { describe, expect, test } from 'vitest';
import type { GraphBuilder, SymbolicTensor } from '#graph';
import { NDArray } from '#tensor';
import { convertToTflite } from './convert';
import { sourceOf } from './lower/testing';
import { optionsWith } from './testing';

const LENGTH = 10_000;

type Step = (x: SymbolicTensor, builder: GraphBuilder, i: number) => SymbolicTensor;

const vector = (value: number) => new NDArray(new Float32Array(4).fill(value), [4], 'float32');
const ints = (...values: number[]) =>
  new NDArray(Int32Array.from(values), [values.length], 'int32');

const CHAINS: Readonly<Record<string, { readonly step: Step; readonly ops: number }>> = {
  'activations are one': { step: (x, builder) => builder.addNode('Relu', [x]), ops: 1 },
  'sums with constants are one': {
    step: (x, builder, i) => builder.addNode('AddV2', [x, builder.constant(vector(i + 1))]),
    ops: 1,
  },
  'reshapes are none': {
    step: (x, builder, i) =>
      builder.addNode('Reshape', [x, builder.constant(i % 2 ? ints(1, 4) : ints(2, 2))]),
    ops: 0,
  },
  'squares stay': { step: (x, builder) => builder.addNode('Mul', [x, x]), ops: LENGTH },
  'products with a number stay': {
    step: (x, builder) => builder.addNode('Mul', [x, builder.constant(1.5)]),
    ops: LENGTH,
  },
};

const operators = async (...args: Parameters<typeof sourceOf>) =>
  (await convertToTflite(sourceOf(...args), optionsWith())).model.subgraphs[0]!.operators;

describe('a chain of ten thousand', () => {
  test.each(Object.entries(CHAINS))('%s', { timeout: 60_000 }, async (_, { step, ops }) => {
    const chain = (x: SymbolicTensor, builder: GraphBuilder) => {
      let last = x;
      for (let i = 0; i < LENGTH; i++) last = step(last, builder, i);
      return last;
    };
    expect(await operators([1, 4], chain)).toHaveLength(ops);
  });
});

test('functions after a transposition all go before it', { timeout: 60_000 }, async () => {
  const ops = await operators([3, 4], (x, builder) => {
    let last = builder.addNode('Transpose', [x, builder.constant(ints(1, 0))]);
    for (let i = 0; i < 1000; i++) last = builder.addNode('Tanh', [last]);
    return last;
  });
  expect(ops).toHaveLength(1001);
  expect(ops.at(-1)!.opcodeIndex).not.toBe(ops[0]!.opcodeIndex);
});
