/** `tf.saved_model.load`: a SavedModel as an object with its signatures, functions and variables. */
import { KeyboardInterrupt, ValueError } from '#errors';
import type { SavedModelArtifact } from '#formats/saved-model';
import { repr } from '../python/repr';
import { getRuntime } from '../runtime';
import { Loadable } from './loadable';
import { loadedObject, type LoadedSavedModel } from './loaded-object';
import { LoadedVariable } from './loaded-variable';
import { openArtifact } from './open-artifact';
import { RestoredFunction } from './restored-function';
import { SignatureFunction } from './signature-function';

/**
 * Reads a SavedModel directory of the workspace, with all its functions and variables.
 *
 * @param tags of the meta graph. Default: the only one, or the one that serving uses
 * @throws OSError when there is no SavedModel, ValueError for other tags than it has, with TensorFlow's messages
 */
export async function loadSavedModel(
  path: string,
  tags?: readonly string[],
): Promise<LoadedSavedModel> {
  const artifact = await openArtifact(path);
  if (tags) checkTags(artifact, tags);
  const functions = await readFunctions(artifact, tags);
  const lists = await readVariables(artifact, tags);
  const signatures = await readSignatures(artifact, tags);
  return loadedObject(new Map<string, unknown>([...lists, ...functions]), signatures);
}

async function readFunctions(artifact: SavedModelArtifact, tags?: readonly string[]) {
  const { functionNames, functionParameters, importFunction } =
    await import('#formats/saved-model');
  const functions = new Map<string, RestoredFunction>();
  for (const name of await functionNames(artifact, tags)) {
    const { names, hasTrainingTrace } = await functionParameters(artifact, name, tags);
    const read = (training: boolean) =>
      Loadable.of(() => importFunction(artifact, name, { training, ...(tags ? { tags } : {}) }));
    await letMessagesIn();
    const inference = await read(false);
    const training = hasTrainingTrace ? await read(true) : undefined;
    functions.set(name, new RestoredFunction({ inference, training, names }));
  }
  return functions;
}

async function readSignatures(artifact: SavedModelArtifact, tags?: readonly string[]) {
  const { importSignature, signatureNames } = await import('#formats/saved-model');
  const signatures = new Map<string, SignatureFunction>();
  for (const signature of await signatureNames(artifact, tags)) {
    await letMessagesIn();
    const options = { signature, ...(tags ? { tags } : {}) };
    const imported = await Loadable.of(() => importSignature(artifact, options));
    signatures.set(signature, new SignatureFunction(imported));
  }
  return signatures;
}

/** @throws KeyboardInterrupt after a Stop */
async function letMessagesIn(): Promise<void> {
  await getRuntime().pause();
  if (getRuntime().signal.aborted) throw new KeyboardInterrupt();
}

async function readVariables(artifact: SavedModelArtifact, tags?: readonly string[]) {
  const { importVariables, variableListNames } = await import('#formats/saved-model');
  const lists = new Map<string, readonly LoadedVariable[]>();
  for (const name of await variableListNames(artifact, tags)) {
    const variables = await importVariables(artifact, name, tags);
    const loaded = variables.map((variable) => new LoadedVariable(variable));
    lists.set(name, loaded);
  }
  return lists;
}

/** @throws ValueError with TensorFlow's message for other tags than the file's only meta graph has */
export function checkTags({ proto, files }: SavedModelArtifact, tags: readonly string[]): void {
  const [only, ...others] = proto.metaGraphs;
  const has = only?.metaInfoDef?.tags ?? [];
  if (others.length > 0 || !only?.objectGraphDef) return;
  if (has.length === tags.length && tags.every((tag) => has.includes(tag))) return;
  throw new ValueError(
    `Got an incompatible argument to \`tags\`: ${repr(tags)}. The SavedModel at ${files.path} has one MetaGraph with ` +
      `tags ${repr(has)}. You may omit the argument, pass 'None', or pass matching tags.`,
    { place: files.path },
  );
}
