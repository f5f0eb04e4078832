/** `variables.index`: which bytes of the data files are which variable. */
import { openTensorBundle } from '#formats/saved-model';
import type { ArtifactFile, OpenedArtifact } from '../artifact';
import { assemble, dump } from '../blocks';
import { storedTensors, variableBlocks, variableNames } from '../saved-model/variables';
import { counted } from '../text';

/** The data files beside the index belong to it, so the directory around it is what is read. */
export async function open(file: ArtifactFile): Promise<OpenedArtifact> {
  const { path, name, bytes } = file;
  const directory = path.slice(0, Math.max(0, path.length - name.length - 1));
  const bundle = await openTensorBundle(
    {
      path: directory,
      read: async (wanted) => (wanted === name ? bytes : file.readBeside(wanted)),
    },
    name.replace(/\.index$/, ''),
  );
  const summary = `${counted(storedTensors(bundle).length, 'tensor')} in ${counted(bundle.entries.size, 'entry', 'entries')}: names, shapes, and where the values lie in the data files.`;
  return assemble('Variable index', summary, [
    { title: 'Variables', blocks: variableBlocks(bundle, await variableNames(bundle)) },
    { title: 'Bytes', blocks: [dump('', bytes)] },
  ]);
}
