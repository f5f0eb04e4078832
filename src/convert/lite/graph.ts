/**
 * The converter's own form between a graph of TensorFlow ops and a `.tflite` file: TensorFlow Lite's ops over tensors
 * that are objects. Passes take a graph and return another; tensors are identities and never change, so that a pass can
 * speak of "the same tensor" before and after.
 */
import type { Shape } from '#graph';
import type { BuiltinOperator, BuiltinOptions } from '#formats/tflite';
import type { DType, NDArray } from '#tensor';

/** real = scale · (quantized − zeroPoint). */
export interface Quantization {
  /** float32 values. One, or one for each index of `dimension`. */
  readonly scale: readonly number[];
  readonly zeroPoint: readonly number[];
  readonly dimension: number;
  /** Kept in int16x8 files only, as TensorFlow does. */
  readonly min?: readonly number[];
  readonly max?: readonly number[];
}

export interface LiteTensor {
  /** As in the file; made unique when that is written. */
  readonly name: string;
  /** As in the file: an open batch is 1. */
  readonly shape: readonly number[];
  /** The same with `null` for dimensions that may vary. */
  readonly signature: Shape;
  readonly dtype: DType;
  /** Constants only; its shape is `shape`. For quantized ones, the codes. */
  readonly data?: NDArray | undefined;
  readonly quantization?: Quantization | undefined;
}

export interface LiteOp {
  readonly code: BuiltinOperator;
  /** null for an optional input that is left out (a bias). */
  readonly inputs: readonly (LiteTensor | null)[];
  readonly outputs: readonly LiteTensor[];
  /** undefined where TensorFlow writes no options table. */
  readonly options?: BuiltinOptions | undefined;
  /** Names of the graph's nodes that this op does the work of, the defining one first: for tensor names and messages. */
  readonly sources: readonly string[];
}

export interface LiteInput {
  /** Name in the signature. */
  readonly key: string;
  readonly tensor: LiteTensor;
}

export interface LiteGraph {
  readonly inputs: readonly LiteInput[];
  readonly outputs: readonly LiteInput[];
  /** In an order in which they can run. */
  readonly ops: readonly LiteOp[];
}

/** A step of the converter, named in the list of them (`src/convert/passes.ts`). */
export interface Pass {
  readonly name: string;
  /** What it does and why the file is better for it, one line. */
  readonly about: string;
  run(graph: LiteGraph): LiteGraph;
}
