import type { ContainerInfo, VolumeMapping } from '#protocol';
import { imageName } from './kubernetes';
import { volumeFolder } from './volumes';
import { quoteAll } from './yaml';

/**
 * An image with the models in it.
 * @param copied the volumes of which there are files
 */
export function dockerfile(container: ContainerInfo, copied: readonly VolumeMapping[]): string {
  const copies = copied.map(
    (volume) =>
      `COPY ${quoteAll([volumeFolder(volume), volume.target.replace(/\/+$/, '') || '/'])}`,
  );
  const lines = [
    `# docker build -t ${imageName(container)} .`,
    `FROM ${container.spec.image}`,
    ...copies,
  ];
  return `${lines.join('\n')}\n`;
}
