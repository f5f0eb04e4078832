/** Models made anew from the architecture of others. */
import { parsePythonJson, type Json, type KerasObject } from '#formats/keras';
import { ValueError } from '#errors';
import { isPlainObject } from '../../python/options';
import { deserializeModel, serializeModel, type CustomObjects } from '../serialization';
import type { Model } from './model';

/** `clone_model(model)`: the same layers under the same names, with fresh weights, not compiled. */
export function clone_model(model: Model): Model {
  return deserializeModel(serializeModel(model));
}

/**
 * `model_from_json(json_string, custom_objects=None)`: a model from what `to_json` gave, with fresh weights.
 * @throws ValueError for text that is not JSON, TypeError for a class that is not known
 */
export function model_from_json(
  json: string,
  options: { readonly custom_objects?: CustomObjects } = {},
): Model {
  let config: Json;
  try {
    config = parsePythonJson(json);
  } catch (cause) {
    throw new ValueError(`The text is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (!isPlainObject(config)) throw new ValueError('The text does not describe a model.');
  return deserializeModel(config as unknown as KerasObject, options);
}
