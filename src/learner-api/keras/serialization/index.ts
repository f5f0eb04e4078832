/** Models as configs and weight trees, and the registry of classes that configs may name. */
import { PyTypeError, ValueError } from '#errors';
import type { Json, KerasObject } from '#formats/keras';
import { isPlainObject } from '../../python/options';
import type { Model } from '../models';
import type { Layer } from '../layers/layer';
import { isLayer } from '../layers/is-layer';
import { deserializeKerasObject } from './deserialize';
import { serializeLayer } from './serialize-layer';
import type { CustomObjects } from './registry';

export { deserializeKerasObject } from './deserialize';
export {
  get_registered_name,
  get_registered_object,
  register_keras_serializable,
  registerBuiltins,
  withCustomObjects,
  type CustomObjects,
  type Registrable,
  type RegisterOptions,
} from './registry';
export { serializeKerasObject } from './serialize';
export { assignWeights, collectWeights } from './weight-tree';

/** The model's envelope in the dialect of Keras 3.3.3, without `compile_config`. */
export function serializeModel(model: Layer): KerasObject {
  return serializeLayer(model);
}

export interface DeserializeOptions {
  /** Classes and functions by the names that the config has for them. */
  readonly custom_objects?: CustomObjects;
  /** Refuse what could run foreign code. Nothing of the kind can be read, so it only decides the message. */
  readonly safe_mode?: boolean;
}

/**
 * A new model from its envelope; its weights are fresh. Nothing of the session changes when it fails.
 * @throws TypeError for a class that is not known or does not take its config, with Keras's message
 */
export function deserializeModel(object: KerasObject, options: DeserializeOptions = {}): Model {
  if (!isPlainObject(object) || typeof object.class_name !== 'string' || !('config' in object))
    throw new ValueError(
      'The config is not that of a Keras object: class_name or config is missing.',
      {
        place: 'config.json',
      },
    );
  const model = deserializeKerasObject(withoutCompile(object), options.custom_objects);
  if (isLayer(model) && 'layers' in model) return model as Model;
  throw new PyTypeError(`The config describes ${object.class_name}, which is not a model.`, {
    place: 'config.json',
  });
}

function withoutCompile(object: KerasObject): Record<string, Json> {
  const entries = Object.entries(object).filter(([key]) => key !== 'compile_config');
  return Object.fromEntries(entries);
}
