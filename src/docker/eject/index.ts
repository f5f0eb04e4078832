/** What to run the same with on the real image: a compose file, and the files of the volumes beside it. */
import type { ContainerInfo, EjectedFile, VolumeMapping } from '#protocol';
import type { Workspace } from '#workspace';
import { composeFile } from './compose';
import { volumeFolder } from './volumes';

export async function eject(
  container: ContainerInfo,
  workspace: Workspace,
): Promise<readonly EjectedFile[]> {
  const copies = await Promise.all(
    container.spec.volumes.map((volume) => copiesOf(volume, workspace)),
  );
  return [{ path: 'compose.yaml', text: composeFile(container) }, ...copies.flat()];
}

async function copiesOf(volume: VolumeMapping, workspace: Workspace): Promise<EjectedFile[]> {
  const { workspacePath } = volume;
  if (workspacePath === undefined || !(await workspace.exists(workspacePath))) return [];
  const { kind } = await workspace.stat(workspacePath);
  if (kind === 'file') return [{ path: volumeFolder(volume), copyOf: workspacePath }];
  const entries = await workspace.list(workspacePath);
  return entries
    .filter((entry) => entry.kind === 'file')
    .map(({ path }) => ({ path: `files/${path}`, copyOf: path }));
}
