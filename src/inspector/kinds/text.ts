/** A text file. */
import type { ArtifactFile, OpenedArtifact } from '../artifact';
import { assemble, dump, text } from '../blocks';

export async function open({ bytes }: ArtifactFile): Promise<OpenedArtifact> {
  return assemble('Text file', 'Text in UTF-8.', [
    { title: 'Text', blocks: [text('', bytes)] },
    { title: 'Bytes', blocks: [dump('', bytes)] },
  ]);
}
