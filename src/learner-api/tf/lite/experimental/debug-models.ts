/** The two models that a debugger compares: converted on the spot, or given as files. */
import { AttributeError, PyTypeError, ValueError } from '#errors';
import { readTflite, type TfliteModel } from '#formats/tflite';
import { typeName } from '../../../python/type-name';
import { getRuntime } from '../../../runtime';
import type { TFLiteConverter } from '../converter';
import { TargetSpec } from '../target-spec';

/** Where the models come from. */
export interface ModelOptions {
  readonly converter?: TFLiteConverter | null;
  readonly quant_debug_model_path?: string | null;
  readonly quant_debug_model_content?: Uint8Array | null;
  readonly float_model_path?: string | null;
  readonly float_model_content?: Uint8Array | null;
}

interface DebuggedModels {
  readonly quantized: TfliteModel;
  readonly float: TfliteModel;
}

/** @throws ValueError with TensorFlow's messages when there is nothing to compare */
export function checkModelOptions(options: ModelOptions): void {
  const { converter } = options;
  if ((converter as unknown) instanceof Promise) throw forgottenAwait();
  if (converter) return checkConverter(converter);
  checkGiven(options.quant_debug_model_path, options.quant_debug_model_content, 'quant_debug');
  checkGiven(options.float_model_path, options.float_model_content, 'float');
}

function checkConverter({ optimizations, representative_dataset }: TFLiteConverter): void {
  if ([...optimizations].length === 0) {
    throw new ValueError('converter object must set optimizations to lite.Optimize.DEFAULT', {
      hint: 'Write converter.optimizations = [tf.lite.Optimize.DEFAULT].',
    });
  }
  if (!representative_dataset) {
    throw new ValueError('converter object must set representative_dataset', {
      hint: 'Write converter.representative_dataset = function* () { yield [x]; }.',
    });
  }
}

function forgottenAwait(): AttributeError {
  return new AttributeError("'coroutine' object has no attribute 'optimizations'", {
    hint: 'The converter is a promise: write await in front of the call that gives it.',
  });
}

function checkGiven(path: unknown, content: unknown, kind: 'quant_debug' | 'float'): void {
  if (path) return;
  if (content instanceof Uint8Array && content.length > 0) return;
  const name = `${kind}_model_content`;
  if (content !== undefined && content !== null) {
    throw new PyTypeError(`${name} must be bytes, not ${typeName(content)}`, {
      hint: `Await the bytes: ${name}: await converter.convert().`,
    });
  }
  throw new ValueError('`model_path` or `model_content` must be specified.', {
    place: name,
    hint: 'Give {converter, debug_dataset}, or both models: {quant_debug_model_content, float_model_content, debug_dataset}.',
  });
}

/** @param options checked */
export async function openModels(options: ModelOptions): Promise<DebuggedModels> {
  const { converter } = options;
  if (converter) return convertBoth(converter);
  return {
    quantized: await open(options.quant_debug_model_path, options.quant_debug_model_content),
    float: await open(options.float_model_path, options.float_model_content),
  };
}

async function open(
  path: string | null | undefined,
  content: Uint8Array | null | undefined,
): Promise<TfliteModel> {
  const bytes = path ? await getRuntime().workspace.read(path) : content!;
  return readTflite(bytes, path ?? 'model_content');
}

/** Converts twice, with float inputs and outputs, and leaves the converter as it was. */
async function convertBoth(converter: TFLiteConverter): Promise<DebuggedModels> {
  const quantized = await convertWith(converter, {});
  const float = await convertWith(converter, {
    optimizations: [],
    representative_dataset: null,
    target_spec: TargetSpec(),
  });
  return { quantized, float };
}

async function convertWith(
  converter: TFLiteConverter,
  changes: Partial<TFLiteConverter>,
): Promise<TfliteModel> {
  const floatEnds = { inference_input_type: 'float32', inference_output_type: 'float32' } as const;
  const wanted = { ...floatEnds, ...changes };
  const names = Object.keys(wanted) as (keyof typeof wanted)[];
  const before = Object.fromEntries(names.map((name) => [name, converter[name]]));
  try {
    Object.assign(converter, wanted);
    return readTflite(await converter.convert());
  } finally {
    Object.assign(converter, before);
  }
}
