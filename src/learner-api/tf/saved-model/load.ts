/** `tf.saved_model.load` */
import { PyTypeError } from '#errors';
import { checkOptions, isPlainObject } from '../../python/options';
import { str } from '../../python/repr';
import { loadSavedModel } from '../../saved-model';
import type { LoadedSavedModel } from '../../saved-model/loaded-object';

export interface LoadOptions {
  /** Of the meta graph. Default: the only one, or the one that serving uses. */
  readonly tags?: string | readonly string[] | null;
  readonly options?: null;
}

/**
 * `load(export_dir, tags=None, options=None)`: a SavedModel as an object. `loaded.signatures["serving_default"]` takes
 * keyword arguments and gives a dict, as a server does; `loaded.serve(x)` and other endpoints are called as they were
 * written; `loaded.variables` lists its variables.
 */
export async function load(
  export_dir: string,
  tags?: LoadOptions['tags'] | LoadOptions,
): Promise<LoadedSavedModel> {
  const options: LoadOptions = isPlainObject(tags)
    ? (tags as LoadOptions)
    : { tags: tags as LoadOptions['tags'] };
  checkOptions('load', options, ['tags', 'options']);
  if (typeof export_dir !== 'string')
    throw new PyTypeError(`Expected binary or unicode string, got ${str(export_dir)}`);
  const given = options.tags ?? undefined;
  return loadSavedModel(export_dir, given === undefined ? undefined : [given].flat());
}
