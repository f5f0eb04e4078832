/** The tables of a file made of a small graph. */
import { expect, test } from 'vitest';
import {
  constantOf,
  conversionMetadataOf,
  metadataOf,
  validateTflite,
  writeTflite,
  readTflite,
} from '#formats/tflite';
import { fromNested } from '#tensor';
import type { LiteGraph, LiteOp, LiteTensor } from '../lite/graph';
import { emit } from './emit';
import type { EmitInfo } from './metadata';

const INFO: EmitInfo = {
  source: { signatureKey: 'serving_default', modelType: 'KERAS_MODEL' },
  options: { mode: 'float32', excludeConversionMetadata: false },
};

const tensor = (name: string, data?: LiteTensor['data']): LiteTensor => ({
  name,
  shape: [2],
  signature: [null],
  dtype: 'float32',
  data,
});

const add = (a: LiteTensor, b: LiteTensor, result: LiteTensor): LiteOp => ({
  code: 'ADD',
  inputs: [a, b],
  outputs: [result],
  options: { type: 'AddOptions', fusedActivationFunction: 'NONE', potScaleInt16: true },
  sources: [result.name],
});

/** ((x + 1) + 1) + 2 with two constants that are equal. */
function chain(): LiteGraph {
  const ones = () => tensor('one', fromNested([1, 1], 'float32'));
  const [x, a, b, y] = ['x', 'sum', 'sum', 'y'].map((name) => tensor(name));
  const two = tensor('two', fromNested([2, 2], 'float32'));
  return {
    inputs: [{ key: 'image', tensor: x! }],
    outputs: [{ key: 'output_0', tensor: y! }],
    ops: [add(x!, ones(), a!), add(a!, ones(), b!), add(b!, two, y!)],
  };
}

test('tensors are inputs, constants, then results, with names of their own', () => {
  const [graph] = emit(chain(), INFO).subgraphs;
  expect(graph!.tensors.map(({ name }) => name)).toEqual([
    'serving_default_image:0',
    'one',
    'one1',
    'two',
    'sum',
    'sum1',
    'StatefulPartitionedCall_1:0',
  ]);
  expect(graph!.operators.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
    [[0, 1], [4]],
    [[4, 2], [5]],
    [[5, 3], [6]],
  ]);
});

test('equal constants share a buffer, and computed tensors have the empty one', () => {
  const model = emit(chain(), INFO);
  const { tensors } = model.subgraphs[0]!;
  expect(tensors.map(({ buffer }) => buffer)).toEqual([0, 1, 1, 2, 0, 0, 0]);
  expect(model.buffers[0]!.data).toHaveLength(0);
  expect(constantOf(model, tensors[3]!)!.tolist()).toEqual([2, 2]);
});

test('an open batch is not told', () => {
  const { tensors } = emit(chain(), INFO).subgraphs[0]!;
  expect(tensors.every(({ shapeSignature }) => shapeSignature === undefined)).toBe(true);
});

test('one line of the op table serves all ops of a kind and version', () => {
  expect(emit(chain(), INFO).operatorCodes).toEqual([
    { builtinCode: 0, customCode: '', version: 1 },
  ]);
});

test('the metadata say how the file was made, unless that is not wanted', () => {
  const model = emit(chain(), INFO);
  expect(conversionMetadataOf(model)).toEqual({
    tensorflowVersion: '2.17.0',
    modelType: 'KERAS_MODEL',
    modes: [],
  });
  expect(new TextDecoder().decode(metadataOf(model, 'min_runtime_version'))).toBe(
    '1.5.0\0\0\0\0\0\0\0\0\0\0\0',
  );
  const options = { mode: 'float16', excludeConversionMetadata: true } as const;
  expect(emit(chain(), { ...INFO, options }).metadata.map(({ name }) => name)).toEqual([
    'min_runtime_version',
    'reduced_precision_support',
  ]);
});

test('the file that is written passes its own reader', () => {
  const model = emit(chain(), INFO);
  const again = readTflite(writeTflite(model), 'chain.tflite');
  validateTflite(again, 'chain.tflite');
  expect(again.signatureDefs).toEqual(model.signatureDefs);
});

test('the type of a narrow bias is written, and asks for no newer version', () => {
  const [weights, bias] = [
    {
      ...tensor(
        'w',
        fromNested(
          [
            [1, 1],
            [1, 1],
          ],
          'int8',
        ),
      ),
      dtype: 'int8',
      shape: [2, 2],
    },
    { ...tensor('b', fromNested([1, 1], 'int32')), dtype: 'int32' },
  ] as const;
  const [x, y] = [
    { ...tensor('x'), dtype: 'int16' },
    { ...tensor('y'), dtype: 'int16' },
  ] as const;
  const op: LiteOp = {
    code: 'FULLY_CONNECTED',
    inputs: [x, weights, bias],
    outputs: [y],
    options: {
      type: 'FullyConnectedOptions',
      fusedActivationFunction: 'NONE',
      weightsFormat: 0,
      keepNumDims: false,
      asymmetricQuantizeInputs: false,
      quantizedBiasType: 'INT32',
    },
    sources: ['y'],
  };
  const ends = { inputs: [{ key: 'x', tensor: x }], outputs: [{ key: 'y', tensor: y }] };
  const file = readTflite(writeTflite(emit({ ...ends, ops: [op] }, INFO)), 'narrow.tflite');
  expect(file.operatorCodes[0]!.version).toBe(7);
  expect(file.subgraphs[0]!.operators[0]!.builtinOptions).toHaveProperty(
    'quantizedBiasType',
    'INT32',
  );
});
