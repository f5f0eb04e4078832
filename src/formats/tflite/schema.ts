/** The tables of a `.tflite` file: fields' numbers and defaults, as in TensorFlow Lite's schema. */
import {
  always,
  booleans,
  bool,
  bytes,
  enumeration,
  nested,
  numbers,
  optional,
  scalar,
  table,
  tables,
  text,
  union,
  type AnyTable,
} from '#containers/flatbuffer';
import type {
  Buffer,
  DimensionMetadata,
  Metadata,
  Operator,
  OperatorCode,
  QuantizationParameters,
  SignatureDef,
  SparseIndices,
  SparsityParameters,
  SubGraph,
  Tensor,
  TensorMap,
  TfliteModel,
} from './model';
import { OPTION_TABLES } from './option-tables';
import type { BuiltinOptions } from './options';
import { TENSOR_TYPES } from './tensor-type';

/** Bytes 4 to 7 of every file. */
export const IDENTIFIER = 'TFL3';
export const VERSION = 3;

/** Where a buffer's bytes begin in a file; kernels read them as whole vectors. */
const DATA_ALIGNMENT = 16;

/** An operator code as files have it: in two fields, since codes once fitted in a byte. */
export interface StoredOperatorCode extends OperatorCode {
  readonly deprecatedBuiltinCode: number;
}

/** A buffer as files may have it: its bytes elsewhere in the file, behind the flatbuffer. */
interface StoredBuffer extends Buffer {
  readonly offset: number;
  readonly size: number;
}

export interface StoredTensor extends Tensor {
  /** Of a buffer in another file. */
  readonly externalBuffer: number;
}

interface StoredSubGraph extends SubGraph {
  readonly tensors: readonly StoredTensor[];
}

export interface StoredModel extends TfliteModel {
  readonly operatorCodes: readonly StoredOperatorCode[];
  readonly buffers: readonly StoredBuffer[];
  readonly subgraphs: readonly StoredSubGraph[];
}

const operatorCode = table<StoredOperatorCode>('OperatorCode', {
  deprecatedBuiltinCode: scalar(0, 'int8'),
  customCode: text(1),
  version: scalar(2, 'int32', 1),
  builtinCode: scalar(3, 'int32'),
});

const buffer = table<StoredBuffer>('Buffer', {
  data: bytes(0, DATA_ALIGNMENT),
  offset: scalar(1, 'uint64'),
  size: scalar(2, 'uint64'),
});

const metadata = table<Metadata>('Metadata', { name: text(0), buffer: scalar(1, 'uint32') });

const tensorMap = table<TensorMap>('TensorMap', {
  name: text(0),
  tensorIndex: scalar(1, 'uint32'),
});

const signatureDef = table<SignatureDef>('SignatureDef', {
  inputs: always(tables(0, tensorMap)),
  outputs: always(tables(1, tensorMap)),
  signatureKey: text(2),
  subgraphIndex: scalar(4, 'uint32'),
});

interface Values {
  readonly values: readonly number[];
}

const int32Vector = table<Values>('Int32Vector', { values: numbers(0, 'int32') });
const uint16Vector = table<Values>('Uint16Vector', { values: numbers(0, 'uint16') });
const uint8Vector = table<Values>('Uint8Vector', { values: numbers(0, 'uint8') });
const SPARSE_INDICES = new Map<number, AnyTable>([
  [1, int32Vector],
  [2, uint16Vector],
  [3, uint8Vector],
]);

const dimensionMetadata = table<DimensionMetadata>('DimensionMetadata', {
  format: enumeration(0, 'int8', ['DENSE', 'SPARSE_CSR']),
  denseSize: scalar(1, 'int32'),
  arraySegments: union<SparseIndices>(2, SPARSE_INDICES),
  arrayIndices: union<SparseIndices>(4, SPARSE_INDICES),
});

const sparsityParameters = table<SparsityParameters>('SparsityParameters', {
  traversalOrder: numbers(0, 'int32'),
  blockMap: numbers(1, 'int32'),
  dimMetadata: tables(2, dimensionMetadata),
});

const customQuantization = table<{ custom: Uint8Array }>('CustomQuantization', {
  custom: bytes(0),
});
const QUANTIZATION_DETAILS = new Map<number, AnyTable>([[1, customQuantization]]);

const quantizationParameters = table<QuantizationParameters>(
  'QuantizationParameters',
  {
    min: numbers(0, 'float32'),
    max: numbers(1, 'float32'),
    scale: numbers(2, 'float32'),
    zeroPoint: numbers(3, 'int64'),
    quantizedDimension: scalar(6, 'int32'),
  },
  { details: union(4, QUANTIZATION_DETAILS) },
);

const variantSubType = table<Pick<Tensor, 'shape' | 'type' | 'hasRank'>>('VariantSubType', {
  shape: numbers(0, 'int32'),
  type: enumeration(1, 'int8', TENSOR_TYPES),
  hasRank: bool(2),
});

const tensor = table<StoredTensor>(
  'Tensor',
  {
    shape: always(numbers(0, 'int32')),
    type: enumeration(1, 'int8', TENSOR_TYPES),
    buffer: scalar(2, 'uint32'),
    name: text(3),
    quantization: nested(4, quantizationParameters),
    isVariable: bool(5),
    sparsity: nested(6, sparsityParameters),
    shapeSignature: optional(numbers(7, 'int32')),
    hasRank: bool(8),
    externalBuffer: scalar(10, 'uint32'),
  },
  { variantTensors: tables(9, variantSubType) },
);

const operator = table<Operator>(
  'Operator',
  {
    opcodeIndex: scalar(0, 'uint32'),
    inputs: always(numbers(1, 'int32')),
    outputs: always(numbers(2, 'int32')),
    builtinOptions: union<BuiltinOptions>(3, OPTION_TABLES),
    customOptions: optional(bytes(5)),
    mutatingVariableInputs: optional(booleans(7)),
    intermediates: optional(numbers(8, 'int32')),
  },
  { builtinOptions2: union(11, new Map()) },
);

const subGraph = table<StoredSubGraph>('SubGraph', {
  tensors: always(tables(0, tensor)),
  inputs: always(numbers(1, 'int32')),
  outputs: always(numbers(2, 'int32')),
  operators: always(tables(3, operator)),
  name: text(4),
});

export const modelTable = table<StoredModel>('Model', {
  version: scalar(0, 'uint32'),
  operatorCodes: always(tables(1, operatorCode)),
  subgraphs: always(tables(2, subGraph)),
  description: text(3),
  buffers: always(tables(4, buffer)),
  metadata: tables(6, metadata),
  signatureDefs: tables(7, signatureDef),
});

/** Every table that is read, the options apart, for whoever compares them with the official schema. */
export const TABLES: readonly AnyTable[] = [
  modelTable,
  subGraph,
  tensor,
  operator,
  quantizationParameters,
  customQuantization,
  variantSubType,
  sparsityParameters,
  dimensionMetadata,
  int32Vector,
  uint16Vector,
  uint8Vector,
  signatureDef,
  tensorMap,
  metadata,
  buffer,
  operatorCode,
];
