/** Where variables of the object graph are in the checkpoint, and what the file says of them. */
import { decodeMessage } from '#containers/protobuf';
import type { SavedModelArtifact, TensorBundle } from '../artifact';
import { readCheckpointObjects } from '../checkpoint-objects';
import { parseTensorName, VariableDefSchema, type MetaGraphDef } from '../schema';
import type { ObjectGraph } from '../object-graph';
import type { VariableInfo } from './variables';

/** Checkpoint keys by object. */
export async function objectKeys(
  artifact: SavedModelArtifact,
  objects: ObjectGraph,
  bundle: TensorBundle | undefined,
): Promise<ReadonlyMap<number, string>> {
  const checkpoint =
    bundle && (await readCheckpointObjects(bundle, `${artifact.files.path}/variables`));
  return checkpoint ? objects.checkpointKeys(checkpoint) : new Map();
}

/** By checkpoint key. */
export function infosOfObjects(
  objects: ObjectGraph,
  keys: ReadonlyMap<number, string>,
): ReadonlyMap<string, VariableInfo> {
  const infos = new Map<string, VariableInfo>();
  for (const [id, key] of [...keys].sort(([a], [b]) => a - b)) {
    const { name, trainable } = objects.variable(id)!;
    if (!infos.has(key)) infos.set(key, { name, trainable });
  }
  return infos;
}

/** By checkpoint key. TensorFlow 1 lists its variables; without a list none is known to stay as it is. */
export function infosOfCollections(
  { collectionDef }: MetaGraphDef,
  restored: ReadonlyMap<string, string>,
): ReadonlyMap<string, VariableInfo> {
  const kind = Object.hasOwn(collectionDef, 'variables')
    ? collectionDef['variables']?.kind
    : undefined;
  if (kind?.case !== 'bytesList') return new Map();
  const infos = new Map<string, VariableInfo>();
  for (const bytes of kind.value.value) {
    const def = decodeMessage(VariableDefSchema, bytes, { file: 'the collection variables' });
    const name = parseTensorName(def.variableName).node;
    const key = restored.get(name);
    if (key !== undefined) infos.set(key, { name, trainable: def.trainable });
  }
  return infos;
}
