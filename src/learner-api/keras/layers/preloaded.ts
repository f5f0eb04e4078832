/**
 * SavedModels that are read before a config is turned into layers: configs are read in one go, files are not. A file is
 * only read where the learner said that it can be trusted.
 */
import { ValueError } from '#errors';
import { isPlainObject } from '../../python/options';
import { loadSavedModel, type LoadedSavedModel } from '../../saved-model';

/** Keras's words for a TFSMLayer in a file that is not trusted. */
export const UNSAFE =
  'Requested the deserialization of a `TFSMLayer`, which loads an external SavedModel. This carries a potential risk of ' +
  'arbitrary code execution and thus it is disallowed by default. If you trust the source of the artifact, you can ' +
  'override this error by passing `safe_mode=False` to the loading function, or calling ' +
  '`keras.config.enable_unsafe_deserialization().';

type Preloaded = ReadonlyMap<string, readonly LoadedSavedModel[]>;

let current: Map<string, LoadedSavedModel[]> | undefined;

/**
 * Reads the SavedModel of every TFSMLayer in a config, one for each.
 * @throws ValueError with Keras's message when there is one and `isTrusted` is false
 */
export async function preloadSavedModels(config: unknown, isTrusted: boolean): Promise<Preloaded> {
  const paths = filesIn(config);
  if (paths.length > 0 && !isTrusted)
    throw new ValueError(UNSAFE, {
      place: paths[0]!,
      hint: 'If the SavedModel is your own: load_model(path, {safe_mode: false}).',
    });
  const loaded = new Map<string, LoadedSavedModel[]>();
  for (const path of paths)
    loaded.set(path, [...(loaded.get(path) ?? []), await loadSavedModel(path)]);
  return loaded;
}

/** Runs `body` while layers may be made from these. */
export function withPreloaded<T>(preloaded: Preloaded, body: () => T): T {
  const outer = current;
  current = new Map([...preloaded].map(([path, models]) => [path, [...models]]));
  try {
    return body();
  } finally {
    current = outer;
  }
}

/** One that was read for this path; each is given once, since a layer owns its weights. */
export function takePreloaded(path: string): LoadedSavedModel | undefined {
  return current?.get(path)?.shift();
}

function filesIn(config: unknown): string[] {
  if (Array.isArray(config)) return config.flatMap(filesIn);
  if (!isPlainObject(config)) return [];
  const inner = config['config'];
  const isLayer = config['class_name'] === 'TFSMLayer' && isPlainObject(inner);
  const path = isLayer ? inner['filepath'] : undefined;
  return typeof path === 'string' ? [path] : Object.values(config).flatMap(filesIn);
}
