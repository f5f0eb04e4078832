/** What of a loaded object Python can name: functions and what they take, lists of variables, signatures. */
import type { SavedModelArtifact } from '../artifact';
import { functionSpecOf, tracesOf, type ObjectGraph } from '../object-graph';
import { isForLoaders, type FunctionSpec } from '../schema';
import { contextOf } from './context';

/** What Keras and TensorFlow keep lists of variables as. */
const LIST = 'trackable_list_wrapper';

/** Names of the functions that the loaded object has as attributes. */
export async function functionNames(
  artifact: SavedModelArtifact,
  tags?: readonly string[],
): Promise<readonly string[]> {
  const { objects } = await contextOf(artifact, tags);
  return objects?.attributes('function') ?? [];
}

/** Names of the attributes that are lists of variables. */
export async function variableListNames(
  artifact: SavedModelArtifact,
  tags?: readonly string[],
): Promise<readonly string[]> {
  const { objects } = await contextOf(artifact, tags);
  const names = objects?.attributes('userObject') ?? [];
  return names.filter((name) => isVariableList(objects!, objects!.child(0, name)!));
}

function isVariableList(objects: ObjectGraph, id: number): boolean {
  const { kind, children } = objects.node(id);
  if (kind.case !== 'userObject' || kind.value.identifier !== LIST) return false;
  return children.every(({ nodeId }) => objects.variable(nodeId));
}

/** In the order in which they were saved; that of their names where the file does not say. */
export async function signatureNames(
  artifact: SavedModelArtifact,
  tags?: readonly string[],
): Promise<readonly string[]> {
  const { metaGraph, objects } = await contextOf(artifact, tags);
  const known = new Set(Object.keys(metaGraph.signatureDef).filter((name) => !isForLoaders(name)));
  const map = objects?.child(0, 'signatures');
  const children = map === undefined ? [] : objects!.node(map).children;
  const ordered = new Set(children.map(({ localName }) => localName));
  return [
    ...[...ordered].filter((name) => known.has(name)),
    ...[...known].filter((name) => !ordered.has(name)).sort(),
  ];
}

export interface FunctionParameters {
  /** Without `self`. */
  readonly names: readonly string[];
  /** Whether it was traced more than once, so that a parameter `training` tells which trace is meant. */
  readonly hasTrainingTrace: boolean;
}

/** @param name of an attribute of the loaded object */
export async function functionParameters(
  artifact: SavedModelArtifact,
  name: string,
  tags?: readonly string[],
): Promise<FunctionParameters> {
  const { objects, program } = await contextOf(artifact, tags);
  const id = objects?.child(0, name);
  if (!objects || id === undefined) return { names: [], hasTrainingTrace: false };
  const object = objects.node(id);
  const spec = functionSpecOf(object);
  const names = [...namesIn(spec, 'args'), ...namesIn(spec, 'kwonlyargs')];
  program.work.spend(names.length);
  const count = tracesOf(object)?.length ?? 0;
  return { names, hasTrainingTrace: count > 1 && names.includes('training') };
}

/** The names of parameters in one field of Python's `FullArgSpec`. */
export function namesIn(
  spec: FunctionSpec | undefined,
  field: 'args' | 'kwonlyargs',
): readonly string[] {
  const kind = spec?.fullargspec?.kind;
  if (kind?.case !== 'namedTupleValue') return [];
  const names = kind.value.values.find(({ key }) => key === field)?.value?.kind;
  if (names?.case !== 'listValue') return [];
  return names.value.values.map(({ kind: name }) =>
    name.case === 'stringValue' ? name.value : '',
  );
}
