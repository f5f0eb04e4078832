/**
 * `tf.lite.TFLiteConverter`: a SavedModel or a Keras model as a `.tflite` file.
 * Source of the attributes: tensorflow/lite/python/lite.py.
 */
import { NotImplementedError } from '#errors';
import type { Calibrate } from '#convert';
import type { DType } from '#tensor';
import type { Layer } from '../../keras/layers';
import { checkOptions, firstOption, isPlainObject } from '../../python/options';
import { pending } from '../../python/pending';
import { CheckedAttributes } from './attributes';
import { calibrate } from './calibrate';
import type { Optimize } from './enums';
import { note, noteDifferences, noteUnused, warnDeprecated } from './notes';
import { OTHER_ATTRIBUTES } from './other-attributes';
import type { RepresentativeDataset, SampleGenerator } from './representative-dataset';
import { settingsOf } from './settings';
import {
  kerasModelSource,
  savedModelSource,
  type OpenSource,
  type SavedModelOptions,
} from './sources';
import { TargetSpec } from './target-spec';

/**
 * Converts models: `const converter = await tf.lite.TFLiteConverter.from_saved_model(dir)`, set its attributes, then
 * `await converter.convert()`. Setting an attribute that does not exist is an error.
 */
export class TFLiteConverter extends CheckedAttributes {
  static readonly class_name: string = 'TFLiteConverterV2';

  /**
   * `[tf.lite.Optimize.DEFAULT]` quantizes: with a `representative_dataset` everything becomes int8, without one weights
   * become int8 (dynamic range), or float16 where that is in `target_spec.supported_types`. Default: none.
   */
  optimizations: Iterable<Optimize> = new Set();
  /** Samples to measure the activations with: a generator function, sync or async, that yields `[x]`. Default: null. */
  representative_dataset: RepresentativeDataset | SampleGenerator | null = null;
  /** What the device can do: `supported_ops`, `supported_types`. */
  target_spec: TargetSpec = TargetSpec();
  /** `tf.float32`; `tf.int8` or `tf.uint8` for int8 models, `tf.int16` for those with int16 activations. */
  inference_input_type: DType = 'float32';
  /** As `inference_input_type`. */
  inference_output_type: DType = 'float32';
  /** Leave out how the file was converted. Default: false. */
  exclude_conversion_metadata = false;
  /** One scale for each weight tensor instead of one for each of its channels. Default: false. */
  _experimental_disable_per_channel = false;
  /**
   * The same for Dense layers alone. Default: null, which is true for dynamic range, where web runtimes cannot do
   * otherwise, and false for int8. TensorFlow’s own default is false.
   */
  _experimental_disable_per_channel_quantization_for_dense_layers: boolean | null = null;
  /** `tf.int32` or `tf.int64`, for int16 activations. Default: null, which is int64. */
  _experimental_full_integer_quantization_bias_type: DType | null = null;
  readonly #open: OpenSource;

  /** @internal */
  constructor(open: OpenSource) {
    super(OTHER_ATTRIBUTES);
    if (typeof open !== 'function') throw noConcreteFunctions();
    this.#open = open;
  }

  /**
   * `from_saved_model(saved_model_dir, signature_keys=None, tags=None)`: converts a signature of a SavedModel directory.
   * @throws OSError when there is none, ValueError for a signature or tags that it has not
   */
  static from_saved_model(
    saved_model_dir: string | ({ readonly saved_model_dir: string } & SavedModelOptions),
    options?: SavedModelOptions,
  ): Promise<TFLiteConverter> {
    return pendingConverter('from_saved_model', openSavedModel(saved_model_dir, options));
  }

  /** `from_keras_model(model)`: converts a model in memory, with the weights that it has at `convert`. */
  static from_keras_model(model: Layer | { readonly model: Layer }): Promise<TFLiteConverter> {
    return pendingConverter('from_keras_model', openKerasModel(model));
  }

  /** Not there: convert a SavedModel or a Keras model. */
  static async from_concrete_functions(): Promise<TFLiteConverter> {
    throw noConcreteFunctions();
  }

  /**
   * `convert()`: the `.tflite` file, to be written with `files.write` or given to `tf.lite.Interpreter`.
   *
   * @throws ValueError for attributes that do not go together and for samples that do not fit, with TensorFlow’s
   * messages; NotImplementedError for ops that TensorFlow Lite has not; KeyboardInterrupt after a Stop
   */
  convert(): Promise<Uint8Array<ArrayBuffer>> {
    return pending(this.#convert(), 'converter.convert', ['length', 'byteLength', 'slice']);
  }

  async #convert(): Promise<Uint8Array<ArrayBuffer>> {
    const { options, wishes, dataset } = settingsOf(this);
    warnDeprecated(wishes);
    noteUnused(wishes, options);
    const source = await this.#open();
    const { convertToTflite } = await import('#convert');
    const measure: Calibrate | undefined =
      dataset && ((graph) => calibrate(graph, dataset, source.signatureKey));
    const { bytes, model, notes } = await convertToTflite(source, options, measure);
    notes.forEach(note);
    noteDifferences(model, options, this);
    return bytes;
  }
}

/** What is set on a converter, or called. */
const MEMBERS = [
  'optimizations',
  'representative_dataset',
  'target_spec',
  'inference_input_type',
  'inference_output_type',
  'convert',
];

function pendingConverter(
  name: string,
  converter: Promise<TFLiteConverter>,
): Promise<TFLiteConverter> {
  return pending(converter, `tf.lite.TFLiteConverter.${name}`, MEMBERS);
}

async function openSavedModel(
  directory: unknown,
  options: SavedModelOptions | undefined,
): Promise<TFLiteConverter> {
  const name = 'TFLiteConverter.from_saved_model';
  checkOptions(name, options, ['signature_keys', 'tags']);
  const given = firstOption<GivenSavedModel>(name, 'saved_model_dir', directory, options);
  checkOptions(name, given, ['saved_model_dir', 'signature_keys', 'tags']);
  return new TFLiteConverter(await savedModelSource(given.saved_model_dir, given));
}

interface GivenSavedModel extends SavedModelOptions {
  readonly saved_model_dir?: string;
}

async function openKerasModel(model: Layer | { readonly model: Layer }): Promise<TFLiteConverter> {
  const given = isPlainObject(model) ? model['model'] : model;
  return new TFLiteConverter(kerasModelSource(given));
}

function noConcreteFunctions(): NotImplementedError {
  return new NotImplementedError(
    'tf.lite.TFLiteConverter.from_concrete_functions is not there yet.',
    {
      hint: 'Use TFLiteConverter.from_saved_model(dir) or TFLiteConverter.from_keras_model(model).',
    },
  );
}
