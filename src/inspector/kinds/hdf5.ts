/** An HDF5 file: `.h5` weights, or any other. */
import { readHdf5 } from '#containers/hdf5';
import { arrayTable } from '../arrays';
import type { ArtifactFile, OpenedArtifact } from '../artifact';
import { assemble, tree } from '../blocks';
import { datasets, hdf5Tree } from '../hdf5-tree';
import { counted } from '../text';

export async function open({ path, bytes }: ArtifactFile): Promise<OpenedArtifact> {
  const file = await readHdf5(bytes, path);
  const arrays = datasets(file);
  const summary = `${counted(file.size, 'group')} with ${counted(arrays.length, 'dataset')}.`;
  return assemble('HDF5 file', summary, [
    { title: 'Groups', blocks: [tree('', hdf5Tree(file))] },
    { title: 'Datasets', blocks: [arrayTable({ title: '', what: 'Dataset', arrays })] },
  ]);
}
