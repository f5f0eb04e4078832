/**
 * A `.tflite` file as plain data: the tables of TensorFlow Lite's schema (`tflite/converter/schema/schema.fbs`, version 3)
 * with its field names in camel case and its enums as names. What is left out of a file has the schema's default here.
 */
import type { BuiltinOptions } from './options';
import type { TensorType } from './tensor-type';

export interface TfliteModel {
  /** Always 3. */
  readonly version: number;
  readonly operatorCodes: readonly OperatorCode[];
  readonly subgraphs: readonly SubGraph[];
  readonly description: string;
  /** The first one is empty: tensors without constant data name it. */
  readonly buffers: readonly Buffer[];
  readonly metadata: readonly Metadata[];
  readonly signatureDefs: readonly SignatureDef[];
}

export interface OperatorCode {
  /** The effective code: the larger one of the file's two. `BUILTIN_OPERATORS` has the names; 32 is CUSTOM. */
  readonly builtinCode: number;
  /** '' for builtin ops. */
  readonly customCode: string;
  readonly version: number;
}

export interface Buffer {
  /** A view of the file; empty for tensors that are computed. */
  readonly data: Uint8Array;
}

export interface Metadata {
  readonly name: string;
  /** Index into `buffers`. */
  readonly buffer: number;
}

export interface SubGraph {
  readonly name: string;
  readonly tensors: readonly Tensor[];
  /** Indices into `tensors`. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** In an order in which they can run. */
  readonly operators: readonly Operator[];
}

export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: TensorType;
  /** Index into `buffers`. */
  readonly buffer: number;
  readonly quantization?: QuantizationParameters | undefined;
  readonly isVariable: boolean;
  /** With −1 for dimensions that may vary. Absent when there are none. */
  readonly shapeSignature?: readonly number[] | undefined;
  readonly hasRank: boolean;
  /** Of a constant whose buffer holds only some of its values. */
  readonly sparsity?: SparsityParameters | undefined;
}

/** How the values of a sparse constant are laid out, dimension by dimension of `traversalOrder`. */
export interface SparsityParameters {
  readonly traversalOrder: readonly number[];
  readonly blockMap: readonly number[];
  readonly dimMetadata: readonly DimensionMetadata[];
}

export interface DimensionMetadata {
  readonly format: 'DENSE' | 'SPARSE_CSR';
  readonly denseSize: number;
  readonly arraySegments?: SparseIndices | undefined;
  readonly arrayIndices?: SparseIndices | undefined;
}

export interface SparseIndices {
  readonly type: 'Int32Vector' | 'Uint16Vector' | 'Uint8Vector';
  readonly values: readonly number[];
}

/** real = scale · (quantized − zeroPoint). Lists are empty when the file has none. */
export interface QuantizationParameters {
  readonly min: readonly number[];
  readonly max: readonly number[];
  /** float32. One, or one for each index of `quantizedDimension`. */
  readonly scale: readonly number[];
  /** As many as scales. */
  readonly zeroPoint: readonly number[];
  readonly quantizedDimension: number;
}

export interface Operator {
  /** Index into `operatorCodes`. */
  readonly opcodeIndex: number;
  /** Indices into `tensors`; −1 for an optional input that is left out. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly builtinOptions?: BuiltinOptions | undefined;
  /** Of a custom op. */
  readonly customOptions?: Uint8Array | undefined;
  /** Of recurrent ops: for each input whether the op changes it. */
  readonly mutatingVariableInputs?: readonly boolean[] | undefined;
  /** Of recurrent ops: tensors that hold the ranges of inner results. */
  readonly intermediates?: readonly number[] | undefined;
}

export interface SignatureDef {
  readonly inputs: readonly TensorMap[];
  readonly outputs: readonly TensorMap[];
  readonly signatureKey: string;
  readonly subgraphIndex: number;
}

export interface TensorMap {
  readonly name: string;
  readonly tensorIndex: number;
}
