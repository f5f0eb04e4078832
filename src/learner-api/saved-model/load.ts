/** `tf.saved_model.load`: a SavedModel as an object with its signatures, functions and variables. */
import { AttributeError, KeyError, ValueError } from '#errors';
import type { SavedModelArtifact } from '#formats/saved-model';
import { repr } from '../python/repr';
import { getRuntime } from '../runtime';
import { Loadable } from './loadable';
import { LoadedVariable } from './loaded-variable';
import { parameterNames, signatureNames, variableLists } from './object-graph';
import { openArtifact } from './open-artifact';
import { RestoredFunction } from './restored-function';
import { SignatureFunction } from './signature-function';

/** A function, or a list of variables: which of them, the name tells. */
export type LoadedAttribute = RestoredFunction & readonly LoadedVariable[];

interface LoadedMembers {
  /** By name: `loaded.signatures["serving_default"]`. */
  readonly signatures: Readonly<Record<string, SignatureFunction>>;
  readonly variables: readonly LoadedVariable[];
  readonly trainable_variables: readonly LoadedVariable[];
  readonly non_trainable_variables: readonly LoadedVariable[];
  /** What `model.export` calls its endpoint. */
  readonly serve: RestoredFunction;
}

/** Its attributes are the endpoints and the variable collections that were saved. */
export type LoadedSavedModel = LoadedMembers & { readonly [name: string]: LoadedAttribute };

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
  return withMissing({ ...lists, ...functions, signatures }, missingAttribute) as LoadedSavedModel;
}

async function readFunctions(artifact: SavedModelArtifact, tags?: readonly string[]) {
  const { functionNames, importFunction } = await import('#formats/saved-model');
  const functions: Record<string, RestoredFunction> = {};
  for (const name of await functionNames(artifact, tags)) {
    await getRuntime().pause();
    const imported = await Loadable.of(() => importFunction(artifact, name, tags ? { tags } : {}));
    const names = parameterNames(artifact.metaGraph(tags), name);
    functions[name] = new RestoredFunction(imported, names);
  }
  return functions;
}

async function readSignatures(artifact: SavedModelArtifact, tags?: readonly string[]) {
  const { importSignature } = await import('#formats/saved-model');
  const signatures: Record<string, SignatureFunction> = {};
  for (const signature of signatureNames(artifact.metaGraph(tags))) {
    await getRuntime().pause();
    const imported = await Loadable.of(() =>
      importSignature(artifact, { signature, ...(tags ? { tags } : {}) }),
    );
    signatures[signature] = new SignatureFunction(imported);
  }
  return withMissing(signatures, (name) => new KeyError(repr(name), { place: name }));
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

/** Reading a name that is not there throws; what the language itself asks for is undefined as usual. */
function withMissing<T extends object>(members: T, missing: (name: string, has: T) => Error): T {
  return new Proxy(members, {
    get: (target, key, receiver) => {
      if (typeof key === 'symbol' || Reflect.has(target, key) || PROTOCOL.has(key))
        return Reflect.get(target, key, receiver) as unknown;
      throw missing(key, target);
    },
  });
}

const PROTOCOL: ReadonlySet<string> = new Set([
  'then',
  'toJSON',
  'repr',
  'class_name',
  'get_config',
]);

function missingAttribute(name: string, has: object): AttributeError {
  return new AttributeError(`'_UserObject' object has no attribute '${name}'`, {
    place: name,
    hint: `It has: ${Object.keys(has).join(', ')}.`,
  });
}
