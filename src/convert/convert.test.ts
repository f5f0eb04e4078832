/** What the whole way tells beside the file. */
import { expect, test } from 'vitest';
import { GraphBuilder, type GraphVariable } from '#graph';
import { fromNested } from '#tensor';
import { convertToTflite } from './convert';
import type { ConversionSource } from './options';
import { optionsWith } from './testing';

const COUNT: GraphVariable = {
  path: 'counter/count',
  dtype: 'float32',
  shape: [1],
  trainable: false,
};

/** x + count, with or without counting. */
function counting(isCounting: boolean): ConversionSource {
  const builder = new GraphBuilder();
  const x = builder.placeholder('x', { dtype: 'float32', shape: [1] });
  const count = builder.readVariable(COUNT);
  if (isCounting) builder.assignVariable(COUNT, builder.addNode('AddV2', [count, 1]));
  const sum = builder.addNode('AddV2', [x, count]);
  return {
    graph: builder.build(),
    inputs: [{ key: 'x', tensor: { node: x.node, index: 0 } }],
    outputs: [{ key: 'y', tensor: { node: sum.node, index: 0 } }],
    values: new Map([[COUNT, fromNested([2], 'float32')]]),
    signatureKey: 'serving_default',
    modelType: 'TF_SAVED_MODEL',
  };
}

test('a function that changes its variables is converted with a note that the file does not', async () => {
  const { notes } = await convertToTflite(counting(true), optionsWith());
  expect(notes).toEqual([expect.stringContaining('counter/count')]);
  expect((await convertToTflite(counting(false), optionsWith())).notes).toEqual([]);
});
