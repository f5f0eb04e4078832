/** What a checkpoint says of the objects that its tensors belong to. */
import { decodeMessage } from '#containers/protobuf';
import type { TensorBundle } from './artifact';
import { OBJECT_GRAPH_KEY, TrackableObjectGraphSchema, type TrackableObjectGraph } from './schema';

/**
 * @param place of the checkpoint, for messages
 * @returns undefined for a checkpoint that knows no objects, as those of TensorFlow 1
 * @throws ValueError when the message is damaged
 */
export async function readCheckpointObjects(
  bundle: TensorBundle,
  place: string,
): Promise<TrackableObjectGraph | undefined> {
  if (!bundle.entries.has(OBJECT_GRAPH_KEY)) return undefined;
  const [bytes = new Uint8Array()] = await bundle.readStrings(OBJECT_GRAPH_KEY);
  return decodeMessage(TrackableObjectGraphSchema, bytes, {
    file: `${place} (${OBJECT_GRAPH_KEY})`,
  });
}
