import { expect, it } from 'vitest';
import { addition, fixture, fixtures } from '../../../tests/tflite-files';
import {
  BUILTIN_OPERATORS,
  conversionMetadata,
  conversionMetadataOf,
  metadataOf,
  minRuntimeVersion,
  readTflite,
  smallestVersion,
  writeTflite,
  type SubGraph,
  type Tensor,
  type TfliteModel,
} from './index';

/** A model with one tensor changed. */
function withTensor(index: number, change: Partial<Tensor>): TfliteModel {
  const model = addition();
  const [graph] = model.subgraphs as [SubGraph];
  const tensors = graph.tensors.with(index, { ...graph.tensors[index]!, ...change });
  return { ...model, subgraphs: [{ ...graph, tensors }] };
}

it.each(fixtures().map(({ name, bytes }) => [name, bytes] as const))(
  '%s is read, and the same when written and read again',
  (name, bytes) => {
    const model = readTflite(bytes, name);
    const written = writeTflite(model);
    expect(readTflite(written)).toEqual(model);
    expect(writeTflite(readTflite(written))).toEqual(written);
  },
);

it('leaves the bytes as they are and takes views that do not begin at a buffer’s start', () => {
  const bytes = fixture('mlp/int8.tflite');
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  const before = shifted.slice();
  expect(readTflite(shifted.subarray(3))).toEqual(readTflite(bytes));
  expect(shifted).toEqual(before);
});

it('writes the identifier and aligns buffers to 16 bytes, zero points to 8', () => {
  const model = readTflite(fixture('conv/int8.tflite'));
  const written = writeTflite(model);
  expect(new TextDecoder().decode(written.subarray(4, 8))).toBe('TFL3');
  const places = readTflite(written).buffers.flatMap(({ data }) =>
    data.length > 0 ? [data.byteOffset % 16] : [],
  );
  expect(places.length).toBeGreaterThan(5);
  expect(places.every((place) => place === 0)).toBe(true);
});

it('keeps what only other converters write: int4, variables, several subgraphs, custom ops, sparsity', () => {
  const base = addition();
  const [graph] = base.subgraphs as [SubGraph];
  const model: TfliteModel = {
    ...base,
    operatorCodes: [...base.operatorCodes, { builtinCode: 32, customCode: 'Mine', version: 1 }],
    buffers: [...base.buffers, { data: new Uint8Array([0x21, 0x03]) }],
    subgraphs: [
      {
        ...graph,
        tensors: [
          ...graph.tensors,
          { ...graph.tensors[0]!, name: 'four bits', type: 'INT4', shape: [3], buffer: 2 },
          { ...graph.tensors[0]!, name: 'state', isVariable: true },
          {
            ...graph.tensors[0]!,
            name: 'sparse',
            shape: [100],
            buffer: 1,
            sparsity: {
              traversalOrder: [0],
              blockMap: [],
              dimMetadata: [
                {
                  format: 'SPARSE_CSR',
                  denseSize: 0,
                  arraySegments: { type: 'Uint8Vector', values: [0, 2] },
                  arrayIndices: { type: 'Uint16Vector', values: [3, 77] },
                },
              ],
            },
          },
          { ...graph.tensors[0]!, name: 'z', shapeSignature: [-1, 2] },
        ],
        outputs: [2, 6],
        operators: [
          ...graph.operators,
          {
            opcodeIndex: 1,
            inputs: [2, -1, 4],
            outputs: [6],
            customOptions: new Uint8Array([1, 2, 3]),
            mutatingVariableInputs: [false, false, true],
            intermediates: [-1, 5],
          },
        ],
      },
      { ...graph, name: 'second' },
    ],
  };
  expect(readTflite(writeTflite(model))).toEqual(model);
});

it('reads an operator whose options it does not know, and does not write it', () => {
  const model = addition();
  const bytes = writeTflite(model);
  const tagAt = bytes.findLastIndex((byte, at) => byte === 11 && at > 0);
  const changed = bytes.slice();
  changed[tagAt] = 92;
  const read = readTflite(changed);
  expect(read.subgraphs[0]!.operators[0]!.builtinOptions).toEqual({ type: 'unknown', tag: 92 });
  expect(() => writeTflite(read)).toThrow(/operators\[0\].builtinOptions: the table number 92/);
});

it.each<[string, TfliteModel, RegExp]>([
  [
    'another version',
    { ...addition(), version: 2 },
    /schema version 2 not equal to supported version 3/,
  ],
  ['no subgraph', { ...addition(), subgraphs: [] }, /no subgraph/],
  [
    'a tensor without its buffer',
    withTensor(0, { buffer: 9 }),
    /tensor 0 \('x'\) names buffer 9 of 2/,
  ],
  [
    'a constant of another length',
    withTensor(1, { shape: [3] }),
    /tensor 1 \('c'\) has 8 bytes of data, .* need 12/,
  ],
  [
    'a negative dimension',
    withTensor(0, { shape: [-1, 2] }),
    /tensor 0 \('x'\) has the shape \[-1, 2\]/,
  ],
  [
    'a tensor beyond all memory',
    withTensor(0, { shape: [65536, 65536] }),
    /would take 17179869184 bytes/,
  ],
  [
    'zero points that are missing',
    withTensor(0, {
      quantization: { min: [], max: [], scale: [1], zeroPoint: [], quantizedDimension: 0 },
    }),
    /1 scales and 0 zero points/,
  ],
  [
    'another number of scales than channels',
    withTensor(0, {
      quantization: {
        min: [],
        max: [],
        scale: [1, 1, 1],
        zeroPoint: [0, 0, 0],
        quantizedDimension: 1,
      },
    }),
    /3 scales for the 2 indices of dimension 1/,
  ],
  [
    'a zero point that no code has',
    withTensor(0, {
      type: 'INT8',
      quantization: { min: [], max: [], scale: [1], zeroPoint: [128], quantizedDimension: 0 },
    }),
    /zero point 128, outside -128 … 127/,
  ],
  [
    'a variable with data',
    withTensor(1, { isVariable: true }),
    /is a variable, but has constant data/,
  ],
  [
    'metadata without their buffer',
    { ...addition(), metadata: [{ name: 'm', buffer: 5 }] },
    /'m' names buffer 5/,
  ],
  [
    'an op that no runtime knows',
    { ...addition(), operatorCodes: [{ builtinCode: 999, customCode: '', version: 1 }] },
    /has number 999/,
  ],
  [
    'a custom op without a name',
    { ...addition(), operatorCodes: [{ builtinCode: 32, customCode: '', version: 1 }] },
    /custom op without a name/,
  ],
  [
    'a value that nothing computes',
    inGraph({ inputs: [] }),
    /operator 0 \(ADD\) reads tensor 0 \('x'\)/,
  ],
  ['an output out of range', inGraph({ outputs: [7] }), /list of outputs names tensor 7 of 3/],
  [
    'a value computed twice',
    inGraph({ inputs: [0, 2] }),
    /computes tensor 2 \('y'\), which has a value already/,
  ],
  [
    'an output that is never computed',
    inGraph({ operators: [] }),
    /output tensor 2 \('y'\) is never computed/,
  ],
  [
    'a signature for another tensor',
    {
      ...addition(),
      signatureDefs: [
        {
          signatureKey: 's',
          subgraphIndex: 0,
          inputs: [{ name: 'a', tensorIndex: 1 }],
          outputs: [],
        },
      ],
    },
    /signature 's': 'a' names tensor 1, none of the inputs/,
  ],
])('refuses %s', (_, model, message) => {
  expect(() => readTflite(writeTflite(model), 'm.tflite')).toThrow(message);
});

function inGraph(change: Partial<SubGraph>): TfliteModel {
  const model = addition();
  return { ...model, subgraphs: [{ ...model.subgraphs[0]!, ...change }] };
}

it('refuses what is no .tflite file, in TensorFlow’s words', () => {
  const zip = new Uint8Array([0x50, 0x4b, 3, 4, 0x41, 0x42, 0x43, 0x44, 0, 0, 0, 0]);
  const words = 'The model is not a valid Flatbuffer buffer: m.tflite';
  expect(() => readTflite(zip, 'm.tflite')).toThrow(`${words} has the identifier "ABCD"`);
  expect(() => readTflite(new Uint8Array(), 'm.tflite')).toThrow(words);
  const cut = fixture('mlp/int8.tflite').subarray(0, 200);
  expect(() => readTflite(cut, 'm.tflite')).toThrow(words);
});

it('finds the versions that TensorFlow gives to ops, and the release that runs them', () => {
  for (const { name, bytes } of fixtures()) {
    if (name.endsWith('int16x8.tflite')) continue;
    const model = readTflite(bytes);
    const [graph] = model.subgraphs as [SubGraph];
    const versions = model.operatorCodes.map(() => 1);
    for (const { opcodeIndex, inputs, outputs, builtinOptions } of graph.operators) {
      const version = smallestVersion({
        code: BUILTIN_OPERATORS[model.operatorCodes[opcodeIndex]!.builtinCode]!,
        inputs: inputs.map((index) => (index < 0 ? null : graph.tensors[index]!)),
        outputs: outputs.map((index) => graph.tensors[index]!),
        options: builtinOptions,
      });
      versions[opcodeIndex] = Math.max(versions[opcodeIndex]!, version);
    }
    const written = model.operatorCodes.map(({ version }) => version);
    expect([name, versions]).toEqual([name, written]);
    const release = new TextDecoder().decode(metadataOf(model, 'min_runtime_version'));
    const padded = minRuntimeVersion(model.operatorCodes).padEnd(16, '\0');
    expect([name, padded]).toEqual([name, release]);
  }
});

it('says how a file was made, in TensorFlow’s form', () => {
  const made = {
    tensorflowVersion: '2.21.0',
    modelType: 'TF_SAVED_MODEL',
    modes: ['PTQ_FULL_INTEGER'],
  } as const;
  expect(conversionMetadataOf(readTflite(fixture('mlp/int8.tflite')))).toEqual(made);
  const model: TfliteModel = {
    ...addition(),
    buffers: [...addition().buffers, { data: conversionMetadata(made) }],
    metadata: [{ name: 'CONVERSION_METADATA', buffer: 2 }],
  };
  expect(conversionMetadataOf(readTflite(writeTflite(model)))).toEqual(made);
});
