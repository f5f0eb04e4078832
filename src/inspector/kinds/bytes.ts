/** A file of no known kind. */
import type { ArtifactFile, OpenedArtifact } from '../artifact';
import { assemble, dump, note } from '../blocks';

const SHARD = /\.data-\d{5}-of-\d{5}$/;

export async function open({ name, bytes }: ArtifactFile): Promise<OpenedArtifact> {
  if (bytes.length === 0) {
    return assemble('Empty file', 'This file holds no bytes.', [
      { title: 'Bytes', blocks: [note('There is nothing to show.')] },
    ]);
  }
  const block = dump('', bytes);
  if (SHARD.test(name)) {
    const summary =
      'The values of variables, one after another, without names: the .index file beside this one says which bytes belong to which.';
    return assemble('Variable data', summary, [{ title: 'Bytes', blocks: [block] }]);
  }
  const summary = 'A kind of file that is not known here; its bytes are shown as they are.';
  return assemble('File', summary, [{ title: 'Bytes', blocks: [block] }]);
}
