/**
 * Writes a SavedModel directory as Keras's `export` leaves it: functions and objects for TensorFlow 2, and around them
 * a graph with signatures and a saver for all who run sessions. Same source in, same bytes out.
 */
import { encodeMessage } from '#containers/protobuf';
import { writeTensorBundle, type BundleValue } from '../bundle';
import { createFingerprint } from '../fingerprint';
import { FingerprintDefSchema, OBJECT_GRAPH_KEY, SavedModelSchema } from '../schema';
import type { SavedModelSource } from '../source';
import { metaGraph } from './meta-graph';

/**
 * The files of the directory by their paths in it.
 * @throws AssertionError for a variable that an endpoint reads and no collection holds
 * @throws ValueError for a value that does not fit its variable, or a result that no signature can have
 */
export function writeSavedModel(source: SavedModelSource): Map<string, Uint8Array> {
  const { savedModel, layout, objectGraph } = metaGraph(source);
  const tensors = new Map<string, BundleValue>();
  for (const { checkpointKey, variable } of layout.slots)
    tensors.set(checkpointKey, variable.value);
  tensors.set(OBJECT_GRAPH_KEY, { shape: [], strings: [objectGraph] });
  const bundle = writeTensorBundle(tensors);
  const fingerprint = createFingerprint(savedModel, bundle.index);
  const files = new Map<string, Uint8Array>([
    ['saved_model.pb', encodeMessage(SavedModelSchema, savedModel)],
    ['variables/variables.index', bundle.index],
    ['variables/variables.data-00000-of-00001', bundle.data],
    ['fingerprint.pb', encodeMessage(FingerprintDefSchema, fingerprint)],
  ]);
  for (const [name, bytes] of source.assets ?? []) files.set(`assets/${name}`, bytes);
  return files;
}
