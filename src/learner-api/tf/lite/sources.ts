/** What a conversion starts from: a signature of a SavedModel, or a Keras model exported in memory. */
import { AttributeError, NotImplementedError, PyTypeError, ValueError } from '#errors';
import type { ConversionSource } from '#convert';
import type { ArtifactFiles, SavedModelArtifact } from '#formats/saved-model';
import { modelFiles } from '../../keras/export';
import { isLayer } from '../../keras/layers/is-layer';
import type { Model } from '../../keras/models';
import { repr, str } from '../../python/repr';
import { typeName } from '../../python/type-name';
import { checkTags, openArtifact } from '../../saved-model';

export type OpenSource = () => Promise<ConversionSource>;

export interface SavedModelOptions {
  /** Which signature to convert: a list of one. Default: `serving_default` where `model.export` made the file. */
  readonly signature_keys?: readonly string[] | null;
  /** Of the meta graph. Default: `['serve']`. */
  readonly tags?: readonly string[] | null;
}

/**
 * Looks at the directory; the signature is read when it is converted.
 * @throws OSError when there is no SavedModel, ValueError for tags and signatures that it has not, with TensorFlow's
 * messages
 */
export async function savedModelSource(
  directory: unknown,
  { signature_keys, tags }: SavedModelOptions,
): Promise<OpenSource> {
  if (typeof directory !== 'string')
    throw new PyTypeError(`Expected binary or unicode string, got ${str(directory)}`, {
      hint: isLayer(directory)
        ? 'For a model in memory write TFLiteConverter.from_keras_model(model).'
        : 'Give the directory that model.export wrote, for example "serving/fashion/1".',
    });
  const wanted = tags ? [tags].flat() : undefined;
  const artifact = await openArtifact(directory);
  if (wanted) checkTags(artifact, wanted);
  const signature = await chooseSignature(artifact, signature_keys ?? [], wanted);
  return async () => readSignature(await openArtifact(directory), signature, wanted);
}

async function readSignature(
  artifact: SavedModelArtifact,
  signature: string,
  tags?: readonly string[],
): Promise<ConversionSource> {
  const { importSignature } = await import('#formats/saved-model');
  const { sourceOfImport } = await import('#convert');
  const imported = await importSignature(artifact, { signature, ...(tags ? { tags } : {}) });
  return sourceOfImport(imported, { signatureKey: signature, modelType: 'TF_SAVED_MODEL' });
}

/** `model.export` names its endpoint `serve` and repeats it as `serving_default`: of the two the latter is meant. */
async function chooseSignature(
  artifact: SavedModelArtifact,
  given: readonly string[],
  tags?: readonly string[],
): Promise<string> {
  if (!Array.isArray(given))
    throw new PyTypeError(`signature_keys must be a list, got ${repr(given)}.`, {
      hint: `Write signature_keys: [${repr(given)}].`,
    });
  const { functionNames, signatureNames } = await import('#formats/saved-model');
  const names = await signatureNames(artifact, tags);
  const functions = await functionNames(artifact, tags);
  const keys = given.length > 0 ? given : names;
  if (keys.length === 0) throw new ValueError('Only support at least one signature key.');
  const isExported = functions.includes('serve') && !functions.includes('_default_save_signature');
  const chosen = keys.length > 1 && isExported ? ['serving_default'] : keys;
  const unknown = chosen.find((key) => !names.includes(key));
  if (unknown !== undefined)
    throw new ValueError(
      `Invalid signature key '${unknown}' found. Valid keys are '${names.join(',')}'.`,
      { place: artifact.files.path },
    );
  if (chosen.length === 1) return chosen[0]!;
  throw new NotImplementedError(
    `A file with ${chosen.length} signatures (${chosen.join(', ')}) cannot be made yet.`,
    { hint: `Choose one: signature_keys: [${repr(chosen[0])}].` },
  );
}

/**
 * The model is exported, without touching the files, when it is converted: with the weights that it then has.
 * @throws AttributeError for anything but a model, as TensorFlow does
 */
export function kerasModelSource(model: unknown): OpenSource {
  if (!isLayer(model))
    throw new AttributeError(`'${typeName(model)}' object has no attribute 'call'`, {
      hint: hintFor(model),
    });
  return async () => {
    const files = await modelFiles(model as Model);
    const { readSavedModel } = await import('#formats/saved-model');
    const artifact = await readSavedModel(inMemory(model.name, files));
    const source = await readSignature(artifact, 'serving_default');
    return { ...source, modelType: 'KERAS_MODEL' };
  };
}

function hintFor(given: unknown): string {
  if (given instanceof Promise)
    return 'It is a promise: write await in front of the call that gives the model.';
  if (typeof given === 'string' && given.endsWith('.keras'))
    return `Load it first: await keras.models.load_model(${repr(given)}).`;
  return 'Give it a Keras model; for a path there is TFLiteConverter.from_saved_model.';
}

function inMemory(path: string, files: ReadonlyMap<string, Uint8Array>): ArtifactFiles {
  return { path, read: (file) => Promise.resolve(files.get(file)) };
}
