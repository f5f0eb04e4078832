/** Metadata of the converter: how the file was made, a flatbuffer within the file. */
import {
  bool,
  enumeration,
  nested,
  numbers,
  readFlatbuffer,
  scalar,
  table,
  text,
  writeFlatbuffer,
  type AnyTable,
} from '#containers/flatbuffer';
import type { TfliteModel } from './model';

export const CONVERSION_METADATA = 'CONVERSION_METADATA';
export const MIN_RUNTIME_VERSION = 'min_runtime_version';
export const REDUCED_PRECISION = 'reduced_precision_support';

export const MODEL_TYPES = [
  'NONE',
  'TF_SAVED_MODEL',
  'KERAS_MODEL',
  'TF_CONCRETE_FUNCTIONS',
  'TF_GRAPH_DEF',
  'TF_SESSION',
  'JAX',
  'PYTORCH',
] as const;

/** Ways of quantizing and pruning, with their numbers. */
export const MODES = {
  PTQ_FLOAT16: 1001,
  PTQ_DYNAMIC_RANGE: 1002,
  PTQ_FULL_INTEGER: 1003,
  PTQ_INT16: 1004,
  QUANTIZATION_AWARE_TRAINING: 2000,
  RANDOM_SPARSITY: 3001,
  BLOCK_SPARSITY: 3002,
  STRUCTURED_SPARSITY: 3003,
} as const;

export type ConversionModelType = (typeof MODEL_TYPES)[number];
export type ConversionMode = keyof typeof MODES;

export interface ConversionMetadata {
  /** '' when the file does not say it. */
  readonly tensorflowVersion: string;
  readonly modelType: ConversionModelType;
  readonly modes: readonly ConversionMode[];
}

interface Environment {
  readonly tensorflowVersion: string;
  readonly apiVersion: number;
  readonly modelType: ConversionModelType;
}

interface Options {
  readonly modelOptimizationModes: readonly number[];
  readonly allowCustomOps: boolean;
  readonly enableSelectTfOps: boolean;
  readonly forceSelectTfOps: boolean;
}

interface Stored {
  readonly environment?: Environment | undefined;
  readonly options?: Options | undefined;
}

/** Of the converter: 2 is `TFLiteConverter` of TensorFlow 2. */
const API_VERSION = 2;

const environmentTable = table<Environment>('Environment', {
  tensorflowVersion: text(0),
  apiVersion: scalar(1, 'uint32'),
  modelType: enumeration(2, 'int32', MODEL_TYPES),
});

const optionsTable = table<Options>('ConversionOptions', {
  modelOptimizationModes: numbers(0, 'int32'),
  allowCustomOps: bool(1),
  enableSelectTfOps: bool(2),
  forceSelectTfOps: bool(3),
});

const metadataTable = table<Stored>('ConversionMetadata', {
  environment: nested(0, environmentTable),
  options: nested(1, optionsTable),
});

export const CONVERSION_TABLES: readonly AnyTable[] = [
  metadataTable,
  environmentTable,
  optionsTable,
];

/** The bytes for metadata named `CONVERSION_METADATA`. */
export function conversionMetadata(metadata: ConversionMetadata): Uint8Array<ArrayBuffer> {
  const { tensorflowVersion, modelType, modes } = metadata;
  return writeFlatbuffer(metadataTable, {
    environment: { tensorflowVersion, apiVersion: API_VERSION, modelType },
    options: {
      modelOptimizationModes: modes.map((mode) => MODES[mode]),
      allowCustomOps: false,
      enableSelectTfOps: false,
      forceSelectTfOps: false,
    },
  });
}

/**
 * How the file says that it was made; undefined when it does not say so. Ways that have no name here are left out.
 * @throws ValueError when the metadata are damaged
 */
export function conversionMetadataOf(model: TfliteModel): ConversionMetadata | undefined {
  const bytes = metadataOf(model, CONVERSION_METADATA);
  if (!bytes) return undefined;
  const { environment, options } = readFlatbuffer(metadataTable, bytes, {
    file: CONVERSION_METADATA,
  });
  const numbersOfModes = new Set(options?.modelOptimizationModes);
  return {
    tensorflowVersion: environment?.tensorflowVersion ?? '',
    modelType: environment?.modelType ?? 'NONE',
    modes: (Object.keys(MODES) as ConversionMode[]).filter((m) => numbersOfModes.has(MODES[m])),
  };
}

/** The bytes of the file's metadata of this name. */
export function metadataOf(model: TfliteModel, name: string): Uint8Array | undefined {
  const found = model.metadata.find((entry) => entry.name === name);
  return found && model.buffers[found.buffer]!.data;
}
