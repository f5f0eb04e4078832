/** A zip archive, or NumPy's `.npz`, which is one. */
import { listZip, readZip } from '#containers/zip';
import { PythonError } from '#errors';
import type { ArtifactFile, OpenedArtifact } from '../artifact';
import { assemble, note, problem, type Draft } from '../blocks';
import { counted } from '../text';
import { memberTable } from '../zip-members';

export async function open({ path, bytes }: ArtifactFile): Promise<OpenedArtifact> {
  const listing = await listZip(bytes, path);
  const check = await checkMembers(path, bytes);
  const files = listing.filter(({ isDirectory }) => !isDirectory);
  const summary = `An archive of ${counted(files.length, 'file')}.`;
  return assemble('Zip archive', summary, [
    { title: 'Members', blocks: [check, memberTable('', files)] },
  ]);
}

/** Unpacks it once, as a reader would, to tell whether it can be. */
async function checkMembers(path: string, bytes: Uint8Array): Promise<Draft> {
  try {
    await readZip(bytes, { name: path });
    return note('Every member unpacks, and its check sum fits.');
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return problem(error);
  }
}
