/** `tf.saved_model.save` of Keras models. */
import { NotImplementedError, ValueError } from '#errors';
import type { VariableCollection } from '#formats/saved-model';
import type { Callable } from '../../functions/parameters';
import { toSpecs } from '../../functions/specs';
import { TfFunction } from '../../functions/tf-function';
import type { TracedFunction } from '../../functions/trace';
import { inputSignature } from '../../keras/export';
import { isLayer } from '../../keras/layers/is-layer';
import type { Layer } from '../../keras/layers';
import type { Model } from '../../keras/models';
import { mapNest } from '../../keras/nest';
import { checkOptions, isPlainObject } from '../../python/options';
import { repr, str } from '../../python/repr';
import { typeRepr } from '../../python/type-name';
import { writeArtifact } from '../../saved-model/write-artifact';
import { TensorSpec } from '../tensor-spec';

export interface SaveOptions {
  /** `tf.function`s with an input signature, by name; a single one is `serving_default`. Default: the model's call. */
  readonly signatures?: TfFunction | Readonly<Record<string, TfFunction>> | null;
  readonly options?: null;
}

const COLLECTIONS = ['variables', 'trainable_variables', 'non_trainable_variables'] as const;

/**
 * `save(obj, export_dir, signatures=None, options=None)`: writes a Keras model with the signature `serving_default`, or
 * with those given. `model.export` and `keras.export.ExportArchive` are what Keras recommends for serving.
 *
 * @throws ValueError with TensorFlow's messages for another object, or a signature that is not a `tf.function`
 */
export async function save(
  obj: Layer,
  export_dir: string,
  signatures?: SaveOptions['signatures'] | SaveOptions,
): Promise<void> {
  const options = readOptions(signatures);
  checkOptions('save', options, ['signatures', 'options']);
  if (options.options)
    throw new NotImplementedError('tf.saved_model.save with SaveOptions is not there yet.');
  if (!isLayer(obj))
    throw new ValueError(
      'Expected an object of type `Trackable`, such as `tf.Module` or a subclass of the `Trackable` class, for export. ' +
        `Got ${str(obj)} with type ${typeRepr(obj)}.`,
      { hint: 'Give it a Keras model.' },
    );
  const endpoints = endpointsOf(obj, options.signatures ?? undefined);
  const collections = COLLECTIONS.map((name): VariableCollection => ({
    name,
    variables: obj[name],
  }));
  const { writeSavedModel } = await import('#formats/saved-model');
  await writeArtifact(export_dir, writeSavedModel({ endpoints, collections }));
}

function readOptions(given: SaveOptions['signatures'] | SaveOptions): SaveOptions {
  const isOptions = isPlainObject(given) && ('signatures' in given || 'options' in given);
  return isOptions ? (given as SaveOptions) : { signatures: given as SaveOptions['signatures'] };
}

function endpointsOf(obj: Layer, signatures: SaveOptions['signatures']): TracedFunction[] {
  if (!signatures) return [defaultEndpoint(obj)];
  const named: Readonly<Record<string, unknown>> = isPlainObject(signatures)
    ? signatures
    : { serving_default: signatures };
  return Object.entries(named).map(([name, fn]) => {
    if (fn instanceof TfFunction && fn.type) return fn.trace(name, fn.type);
    throw new ValueError(
      `Expected a TensorFlow function for which to generate a signature, but got ${repr(fn)}. Only \`tf.functions\` ` +
        'with an input signature or concrete functions can be used as a signature.',
      { place: name, hint: 'Wrap it: tf.function(fn, {input_signature: [tf.TensorSpec(…)]}).' },
    );
  });
}

/** The model on its own inputs, which are called `inputs`. */
function defaultEndpoint(model: Layer): TracedFunction {
  const specs = mapNest<TensorSpec, TensorSpec>(
    toSpecs(inputSignature(model as Model)[0]!),
    ({ shape, dtype }) => new TensorSpec(shape, dtype),
  );
  const parameter = { name: 'inputs', kind: 'POSITIONAL_OR_KEYWORD', specs } as const;
  const type = { functionName: 'serving_default', parameters: [parameter], defaults: [] };
  return new TfFunction(model as Callable).trace('serving_default', type);
}
