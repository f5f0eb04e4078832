import type { VolumeMapping } from '#protocol';

/** Where a volume's files are in the folder that is ejected. */
export function volumeFolder({ workspacePath }: VolumeMapping): string {
  return workspacePath ? `files/${workspacePath}` : 'files';
}
