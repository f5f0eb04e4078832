/** Where a container's volumes are in the folder that is ejected: at the same place as in the workspace. */
import type { VolumeMapping } from '#protocol';
import type { Workspace } from '#workspace';

/** What lies in the folder beside the volumes. */
const OWN = [
  'README.md',
  'compose.yaml',
  'kubernetes.yaml',
  'Dockerfile',
  '.dockerignore',
  'calls.sh',
  'parity.py',
  'requests',
  'workspace',
  'outside',
];

function placeOf(workspacePath: string): string {
  const [top = ''] = workspacePath.split('/');
  if (top === '') return 'workspace';
  return OWN.includes(top) ? `workspace/${workspacePath}` : workspacePath;
}

/** Relative to the folder. What is outside the workspace is an empty directory. */
export function volumeFolder({ workspacePath, source }: VolumeMapping): string {
  if (workspacePath !== undefined) return placeOf(workspacePath);
  const steps = source.split('/').filter((step) => !['', '.', '..'].includes(step));
  return ['outside', ...steps].join('/');
}

export interface VolumeCopy {
  readonly path: string;
  readonly copyOf: string;
}

/** The files of a volume, as they are in the workspace now. */
export async function copyVolume(
  volume: VolumeMapping,
  workspace: Workspace,
): Promise<readonly VolumeCopy[]> {
  const { workspacePath } = volume;
  if (workspacePath === undefined) return [];
  const folder = volumeFolder(volume);
  if (workspacePath !== '') {
    if (!(await workspace.exists(workspacePath))) return [];
    const { kind } = await workspace.stat(workspacePath);
    if (kind === 'file') return [{ path: folder, copyOf: workspacePath }];
  }
  const entries = await workspace.list(workspacePath);
  const above = workspacePath === '' ? 0 : workspacePath.length + 1;
  return entries
    .filter(({ kind }) => kind === 'file')
    .map(({ path }) => ({ path: `${folder}/${path.slice(above)}`, copyOf: path }));
}
