/** A protocol buffer: by its schema where the name tells it, else as fields with numbers. */
import { decodeMessage } from '#containers/protobuf';
import {
  FingerprintDefSchema,
  GraphDefSchema,
  SavedModelSchema,
} from '#formats/saved-model/schema';
import type { DescMessage } from '@bufbuild/protobuf';
import type { ArtifactFile, OpenedArtifact } from '../artifact';
import { assemble, attempt, dump, tree, type Draft } from '../blocks';
import { messageTree } from '../tree/message-tree';
import { wireTree } from '../tree/wire-tree';

/** What files of these names hold. */
const SCHEMAS: readonly (readonly [pattern: RegExp, schema: DescMessage])[] = [
  [/^saved_model\.pb$/, SavedModelSchema],
  [/^fingerprint\.pb$/, FingerprintDefSchema],
  [/(graph|frozen).*\.pb$/, GraphDefSchema],
];

export async function open({ path, name, bytes }: ArtifactFile): Promise<OpenedArtifact> {
  const schema = SCHEMAS.find(([pattern]) => pattern.test(name))?.[1];
  const raw = await attempt('', () => [tree('', wireTree(bytes, path))]);
  const bytesPart = { title: 'Bytes', blocks: [dump('', bytes)] };
  if (!schema) {
    const summary = 'A protocol buffer whose schema is not known: fields by number and wire type.';
    return assemble('Protocol buffer', summary, [{ title: 'Fields', blocks: raw }, bytesPart]);
  }
  const decoded = await attempt('', (): Draft[] => {
    const message = decodeMessage(schema, bytes, { file: path });
    return [tree('', messageTree(schema, message))];
  });
  const summary = `A protocol buffer: a message of the type ${schema.typeName}.`;
  return assemble('Protocol buffer', summary, [
    { title: 'Message', blocks: decoded },
    { title: 'Fields by number', blocks: raw },
    bytesPart,
  ]);
}
