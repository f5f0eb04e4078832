/**
 * What to run the same with on the real image: the container for Compose and for Kubernetes, its volumes' files, the
 * requests that it has answered, and a script that sends them to the real server and compares.
 */
import type { ContainerInfo, EjectedFile, RequestDetail, VolumeMapping } from '#protocol';
import type { Workspace } from '#workspace';
import { recordedCalls, type Call } from './calls';
import { callsScript, callsTable } from './calls-script';
import { composeFile } from './compose';
import { dockerfile } from './dockerfile';
import { kubernetesManifest } from './kubernetes';
import parity from './parity.py?raw';
import { readme } from './readme';
import { publishedAs, restPort } from './served';
import { copyVolume, type VolumeCopy } from './volumes';

/** @param records of all containers, oldest first */
export async function eject(
  container: ContainerInfo,
  workspace: Workspace,
  records: readonly RequestDetail[],
): Promise<readonly EjectedFile[]> {
  const { spec } = container;
  const volumes = await Promise.all(
    spec.volumes.map(async (volume) => ({ volume, copies: await copyVolume(volume, workspace) })),
  );
  const copied = volumes.filter(({ copies }) => copies.length > 0).map(({ volume }) => volume);
  return [
    ...ownFiles(container, copied, records),
    ...distinct(volumes.flatMap(({ copies }) => copies)),
  ];
}

function ownFiles(
  container: ContainerInfo,
  copied: readonly VolumeMapping[],
  records: readonly RequestDetail[],
): EjectedFile[] {
  const { spec } = container;
  const recorded = recordedCalls(container, records);
  const { calls } = recorded;
  const base = `http://localhost:${publishedAs(spec, restPort(spec)) ?? 8501}`;
  return [
    { path: 'README.md', text: readme(container, recorded, base) },
    { path: 'compose.yaml', text: composeFile(container) },
    { path: 'kubernetes.yaml', text: kubernetesManifest(container) },
    { path: 'Dockerfile', text: dockerfile(container, copied) },
    { path: '.dockerignore', text: 'requests\n' },
    { path: 'calls.sh', text: callsScript(calls, base), executable: true },
    { path: 'parity.py', text: parity, executable: true },
    { path: 'requests/calls.json', text: callsTable(calls) },
    ...calls.flatMap(bodies),
  ];
}

function bodies({ body, answer }: Call): EjectedFile[] {
  return [body, answer].filter((file) => file !== undefined);
}

/** Volumes may overlap. */
function distinct(copies: readonly VolumeCopy[]): VolumeCopy[] {
  return [...new Map(copies.map((copy) => [copy.path, copy])).values()];
}
