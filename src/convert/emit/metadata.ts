/** What a file says about how it was made. */
import {
  CONVERSION_METADATA,
  conversionMetadata,
  MIN_RUNTIME_VERSION,
  minRuntimeVersion,
  REDUCED_PRECISION,
  type ConversionMode,
  type OperatorCode,
} from '#formats/tflite';
import type { ConversionOptions, ConversionSource, QuantizationMode } from '../options';

/** What the graph itself does not say. */
export interface EmitInfo {
  readonly source: Pick<ConversionSource, 'signatureKey' | 'modelType'>;
  readonly options: Pick<ConversionOptions, 'mode' | 'excludeConversionMetadata'>;
}

/** The release whose behaviour the converter follows. */
const TENSORFLOW_VERSION = '2.17.0';

/** Bytes of the version, padded with zeros. */
const VERSION_BYTES = 16;

const MODES: Readonly<Record<QuantizationMode, readonly ConversionMode[]>> = {
  float32: [],
  float16: ['PTQ_FLOAT16'],
  dynamic: ['PTQ_DYNAMIC_RANGE'],
  int8: ['PTQ_FULL_INTEGER'],
  int16x8: ['PTQ_INT16'],
};

/** Name and content of each entry, in the order in which TensorFlow writes them. */
export function metadataEntries(
  { source, options }: EmitInfo,
  codes: readonly OperatorCode[],
): readonly { readonly name: string; readonly data: Uint8Array }[] {
  const version = new Uint8Array(VERSION_BYTES);
  version.set(ascii(minRuntimeVersion(codes)));
  const entries = [{ name: MIN_RUNTIME_VERSION, data: version as Uint8Array }];
  if (options.mode === 'float16')
    entries.push({ name: REDUCED_PRECISION, data: ascii('fp16accfp32') });
  if (!options.excludeConversionMetadata) {
    const data = conversionMetadata({
      tensorflowVersion: TENSORFLOW_VERSION,
      modelType: source.modelType,
      modes: MODES[options.mode],
    });
    entries.push({ name: CONVERSION_METADATA, data });
  }
  return entries;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
