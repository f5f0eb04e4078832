/** `model.save` and `keras.models.load_model`. */
import { NotImplementedError } from '#errors';
import type { Model } from '../models';

export interface SaveOptions {
  readonly overwrite?: boolean;
}

export interface LoadOptions {
  readonly custom_objects?: Readonly<Record<string, unknown>>;
  readonly compile?: boolean;
  readonly safe_mode?: boolean;
}

/** Writes the model to a `.keras` archive in the workspace. */
export async function saveModel(
  _model: Model,
  _path: string,
  _options: SaveOptions = {},
): Promise<void> {
  throw new NotImplementedError('save');
}

/** Reads a `.keras` archive from the workspace. */
export async function loadModel(_path: string, _options: LoadOptions = {}): Promise<Model> {
  throw new NotImplementedError('load_model');
}
