/** Where variables of the object graph are in the checkpoint, and what the file says of them. */
import { decodeMessage } from '#containers/protobuf';
import type { SavedModelArtifact, TensorBundle } from '../artifact';
import {
  parseTensorName,
  TrackableObjectGraphSchema,
  VariableDefSchema,
  type MetaGraphDef,
} from '../schema';
import type { ObjectGraph } from './object-graph';
import type { VariableInfo } from './variables';

const OBJECT_GRAPH_KEY = '_CHECKPOINTABLE_OBJECT_GRAPH';

/** Checkpoint keys by object. */
export async function objectKeys(
  artifact: SavedModelArtifact,
  objects: ObjectGraph,
  bundle: TensorBundle | undefined,
): Promise<ReadonlyMap<number, string>> {
  if (!bundle?.entries.has(OBJECT_GRAPH_KEY)) return new Map();
  const [bytes] = await bundle.readStrings(OBJECT_GRAPH_KEY);
  const file = `${artifact.files.path}/variables (${OBJECT_GRAPH_KEY})`;
  const checkpoint = decodeMessage(TrackableObjectGraphSchema, bytes ?? new Uint8Array(), { file });
  return objects.checkpointKeys(checkpoint);
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
