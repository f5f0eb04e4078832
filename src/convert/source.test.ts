import { expect, test } from 'vitest';
import type { ImportedFunction } from '#formats/saved-model';
import { sourceOfImport } from './source';
import { sourceOf } from './lower/testing';

test('outputs are in the order of their numbers', () => {
  const { graph, inputs } = sourceOf([1], (x) => x);
  const spec = { dtype: 'float32', shape: [1] } as const;
  const keys = ['output_0', 'output_1', 'output_10', 'output_2', 'logits'];
  const outputs = keys.map((key) => ({ key, tensor: inputs[0]!.tensor, spec }));
  const imported: ImportedFunction = {
    graph,
    inputs: inputs.map((input) => ({ ...input, spec })),
    outputs,
    outputStructure: {},
    variables: [],
  };
  const about = { signatureKey: 'serving_default', modelType: 'TF_SAVED_MODEL' } as const;
  expect(sourceOfImport(imported, about).outputs.map(({ key }) => key)).toEqual([
    'logits',
    'output_0',
    'output_1',
    'output_2',
    'output_10',
  ]);
});
