/** `tf.saved_model.load`: a SavedModel as an object with its signatures, functions and variables. */
import { KeyboardInterrupt, ValueError } from '#errors';
import type { ImportedFunction, SavedModelArtifact } from '#formats/saved-model';
import { repr } from '../python/repr';
import { getRuntime } from '../runtime';
import { Loadable } from './loadable';
import { loadedObject, type LoadedSavedModel } from './loaded-object';
import { LoadedVariable } from './loaded-variable';
import {
  capturedNames,
  hasTrainingTrace,
  parameterNames,
  signatureNames,
  variableLists,
} from './object-graph';
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
  return loadedObject({ ...lists, ...functions }, signatures);
}

async function readFunctions(artifact: SavedModelArtifact, tags?: readonly string[]) {
  const { functionNames, importFunction } = await import('#formats/saved-model');
  const metaGraph = artifact.metaGraph(tags);
  const functions: Record<string, RestoredFunction> = {};
  for (const name of await functionNames(artifact, tags)) {
    const read = (training: boolean) =>
      Loadable.of(async () => {
        const fn = await importFunction(artifact, name, { training, ...(tags ? { tags } : {}) });
        return inOrder(fn, capturedNames(metaGraph, [name]));
      });
    await letMessagesIn();
    functions[name] = new RestoredFunction({
      inference: await read(false),
      training: hasTrainingTrace(metaGraph, name) ? await read(true) : undefined,
      names: parameterNames(metaGraph, name),
    });
  }
  return functions;
}

async function readSignatures(artifact: SavedModelArtifact, tags?: readonly string[]) {
  const { importSignature } = await import('#formats/saved-model');
  const metaGraph = artifact.metaGraph(tags);
  const signatures: Record<string, SignatureFunction> = {};
  for (const signature of signatureNames(metaGraph)) {
    await letMessagesIn();
    const imported = await Loadable.of(async () => {
      const fn = await importSignature(artifact, { signature, ...(tags ? { tags } : {}) });
      return inOrder(fn, capturedNames(metaGraph, ['signatures', signature]));
    });
    signatures[signature] = new SignatureFunction(imported);
  }
  return signatures;
}

/** @throws KeyboardInterrupt after a Stop */
async function letMessagesIn(): Promise<void> {
  await getRuntime().pause();
  if (getRuntime().signal.aborted) throw new KeyboardInterrupt();
}

/** The function with its variables in the order in which it captures them, which is that of a layer's weights. */
function inOrder(fn: ImportedFunction, names: readonly string[]): ImportedFunction {
  const place = ({ path }: { readonly path: string }) => {
    const at = names.indexOf(path);
    return at >= 0 ? at : names.indexOf(path.replace(/_\d+$/, ''));
  };
  return { ...fn, variables: fn.variables.toSorted((a, b) => place(a) - place(b)) };
}

async function readVariables(artifact: SavedModelArtifact, tags?: readonly string[]) {
  const { importVariables } = await import('#formats/saved-model');
  const lists: Record<string, readonly LoadedVariable[]> = {};
  for (const name of variableLists(artifact.metaGraph(tags))) {
    const variables = await importVariables(artifact, name, tags);
    lists[name] = variables.map((variable) => new LoadedVariable(variable));
  }
  return lists;
}

function checkTags({ proto, files }: SavedModelArtifact, tags: readonly string[]): void {
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
