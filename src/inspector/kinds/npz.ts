/** NumPy arrays by name: `.npz`. */
import { readNpz } from '#formats/npy';
import { listZip } from '#containers/zip';
import { arrayTable } from '../arrays';
import type { ArtifactFile, OpenedArtifact } from '../artifact';
import { assemble, attempt } from '../blocks';
import { counted } from '../text';
import { memberTable } from '../zip-members';

export async function open({ path, bytes }: ArtifactFile): Promise<OpenedArtifact> {
  const listing = await listZip(bytes, path);
  const arrays = await attempt('', async () => {
    const archive = await readNpz(bytes, path);
    const named = archive.names.map((name) => ({
      name,
      place: name,
      array: archive.array(name)!,
    }));
    return [arrayTable({ title: '', what: 'Array', arrays: named })];
  });
  const summary = `${counted(listing.length, 'array')}, as np.savez writes them.`;
  return assemble('NumPy arrays', summary, [
    { title: 'Arrays', blocks: arrays },
    { title: 'Members', blocks: [memberTable('', listing)] },
  ]);
}
