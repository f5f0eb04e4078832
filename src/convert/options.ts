/** What a conversion is asked for, after the learner API has sorted out TensorFlow's option names. */
import type { Graph, GraphVariable, TensorRef } from '#graph';
import type { NDArray } from '#tensor';
import type { LiteGraph, LiteTensor } from './lite/graph';

export interface ConversionEnd {
  /** Name in the signature. */
  readonly key: string;
  readonly tensor: TensorRef;
}

/** A function with its weights, as one graph: calls written out. */
export interface ConversionSource {
  readonly graph: Graph;
  /** Placeholders. An unknown first dimension is the batch. */
  readonly inputs: readonly ConversionEnd[];
  readonly outputs: readonly ConversionEnd[];
  readonly values: ReadonlyMap<GraphVariable, NDArray>;
  /** `serving_default` unless another one was asked for. */
  readonly signatureKey: string;
  /** As the file's metadata name it. */
  readonly modelType: 'TF_SAVED_MODEL' | 'KERAS_MODEL';
}

/** int8 and int16x8 need calibration. */
export type QuantizationMode = 'float32' | 'float16' | 'dynamic' | 'int8' | 'int16x8';

export interface ConversionOptions {
  readonly mode: QuantizationMode;
  /** Of every graph input and output that is float32 in the model; uint8 and int8 with mode int8, int16 with int16x8. */
  readonly inferenceInputType: 'float32' | 'int8' | 'uint8' | 'int16';
  readonly inferenceOutputType: 'float32' | 'int8' | 'uint8' | 'int16';
  /** Whether float ops may remain where there is no integer kernel (TFLITE_BUILTINS beside the integer op set). */
  readonly allowFloat: boolean;
  /**
   * One scale for each output of a Dense layer. TensorFlow's default since 2.17 for both; here for `int8` only unless
   * asked for, since web runtimes refuse per-channel dynamic-range Dense.
   */
  readonly perChannelDense: { readonly dynamic: boolean; readonly integer: boolean };
  /** False: one scale for each weight tensor (`_experimental_disable_per_channel`). */
  readonly perChannel: boolean;
  /** Of int16x8 (`_experimental_full_integer_quantization_bias_type`); int64 by default. */
  readonly int16BiasType: 'int32' | 'int64';
  /** False: `CONVERSION_METADATA` is written (`exclude_conversion_metadata`). */
  readonly excludeConversionMetadata: boolean;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What calibration saw of each float tensor that is computed or fed, over the whole representative set. */
export type Ranges = ReadonlyMap<LiteTensor, Range>;

/** Runs the float graph over the representative set. Given by whoever has an engine. */
export type Calibrate = (graph: LiteGraph) => Promise<Ranges>;
