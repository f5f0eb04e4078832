/** A JSON file. */
import type { ArtifactFile, OpenedArtifact } from '../artifact';
import { assemble, attempt, dump, text, tree } from '../blocks';
import { parseJson } from '../json';
import { isText } from '../text';
import { jsonTree } from '../tree/json-tree';

export async function open({ path, bytes }: ArtifactFile): Promise<OpenedArtifact> {
  const parsed = await attempt('', () => [tree('', jsonTree(parseJson(bytes, path)))]);
  const source = isText(bytes)
    ? { title: 'Text', blocks: [text('', bytes)] }
    : { title: 'Bytes', blocks: [dump('', bytes)] };
  return assemble('JSON file', 'Values in keys and lists.', [
    { title: 'Tree', blocks: parsed },
    source,
  ]);
}
