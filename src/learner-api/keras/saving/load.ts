/** `keras.models.load_model`: a new model from an archive, in Keras's sequence: objects, compile state, weights, optimizer. */
import { FileNotFoundError, TooLargeError, ValueError } from '#errors';
import { readKerasArchive, type Json, type KerasArchive } from '#formats/keras';
import { checkOptions } from '../../python/options';
import { getRuntime } from '../../runtime';
import { preloadSavedModels, withPreloaded } from '../layers/preloaded';
import { withWeightAllowance } from '../layers/weight-allowance';
import type { AnyModel, Model } from '../models';
import { assignWeights, deserializeModel, type CustomObjects } from '../serialization';
import { compile, compiledStateOf } from '../training';
import { compileOptionsFrom } from './compile-config';
import { loadOptimizer } from './optimizer-state';
import { checkLoadPath } from './paths';

const MOST_LAYERS = 2000;

export interface LoadOptions {
  /** Your classes and functions by the names that the file has for them. */
  readonly custom_objects?: CustomObjects | null;
  /** Whether to restore what `compile` set. Default: true. */
  readonly compile?: boolean;
  /** Refuse what could run foreign code. Default: true. */
  readonly safe_mode?: boolean;
}

/**
 * Reads a `.keras` archive from the workspace. Nothing is left half-loaded: either a whole new model, or an error.
 *
 * @throws ValueError, KeyError, PyTypeError with Keras's messages, naming the file and the member
 */
export async function loadModel(path: string, options: LoadOptions = {}): Promise<AnyModel> {
  checkOptions('load_model', options, ['custom_objects', 'compile', 'safe_mode']);
  checkLoadPath(path);
  const archive = await readKerasArchive(await readFile(path), path);
  checkLayerCount(archive, path);
  const isTrusted = options.safe_mode === false;
  const savedModels = await preloadSavedModels(archive.config, isTrusted);
  const stored = [...archive.weights.values()].flat().reduce((sum, { size }) => sum + size, 0);
  return withWeightAllowance(path, stored, () =>
    withPreloaded(savedModels, () => modelFrom(archive, path, options)),
  ) as AnyModel;
}

/** A layer is followed through those before it; more of them nest deeper than a browser lets functions call each other. */
function checkLayerCount({ config }: KerasArchive, path: string): void {
  const { layers } = config.config as { readonly layers?: Json };
  if (!Array.isArray(layers) || layers.length <= MOST_LAYERS) return;
  throw new TooLargeError(
    `config.json of ${path} has ${layers.length} layers, over the ${MOST_LAYERS} that are read.`,
    { place: path, hint: 'No model has so many; the file is damaged, or made to do harm.' },
  );
}

/** The model that an archive describes. @param place the file, for messages */
export function modelFrom(archive: KerasArchive, place: string, options: LoadOptions = {}): Model {
  const customObjects = options.custom_objects ?? {};
  const model = deserializeModel(archive.config, {
    custom_objects: customObjects,
    safe_mode: options.safe_mode ?? true,
  });
  const config = archive.config['compile_config'];
  const isCompiled = isFilled(config) && (options.compile ?? true);
  if (isCompiled) compile(model, compileOptionsFrom(config, customObjects));
  assignWeights(model, archive.weights, place);
  if (isCompiled) restoreOptimizer(model, archive, place);
  return model;
}

function restoreOptimizer(model: Model, { weights }: KerasArchive, place: string): void {
  const { optimizer } = compiledStateOf(model)!;
  optimizer.build(model.trainable_variables);
  loadOptimizer(optimizer, weights.get('optimizer/vars') ?? [], place);
}

/** An empty dict, null and nothing all mean that the model was not compiled. */
function isFilled(config: Json | undefined): config is { readonly [key: string]: Json } {
  return typeof config === 'object' && config !== null && Object.keys(config).length > 0;
}

async function readFile(path: string): Promise<Uint8Array> {
  try {
    return await getRuntime().workspace.read(path);
  } catch (error) {
    if (!(error instanceof FileNotFoundError)) throw error;
    throw new ValueError(
      `File not found: filepath=${path}. Please ensure the file is an accessible \`.keras\` zip file.`,
      { place: path, hint: error.hint ?? 'The files panel shows what is there.', cause: error },
    );
  }
}
