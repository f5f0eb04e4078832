/** What the container host answers, as Docker's command line shows it. */
import type { ContainerInfo, DockerResult, ServingApi } from '#protocol';
import { DockerFailure } from './docker-command';

/** As the daemon says it. */
export function daemonError(problem: string): string {
  return `Error response from daemon: ${problem}`;
}

/** @throws DockerFailure */
export function valueOf<T>(result: DockerResult<T>): T {
  if (result.ok) return result.value;
  throw new DockerFailure(result.message);
}

/** By name, id, or the beginning of an id. */
export async function findContainer(
  serving: ServingApi,
  wanted: string,
): Promise<ContainerInfo | undefined> {
  const all = await serving.containers();
  const byName = all.find(({ name, id }) => name === wanted || id === wanted);
  if (byName) return byName;
  return wanted === '' ? undefined : all.find(({ id }) => id.startsWith(wanted));
}

/** @throws DockerFailure `No such container` */
export async function needContainer(serving: ServingApi, wanted: string): Promise<ContainerInfo> {
  const found = await findContainer(serving, wanted.replace(/^\//, ''));
  if (found) return found;
  throw new DockerFailure(daemonError(`No such container: ${wanted}`));
}

/** The 12 digits that are shown of an id. */
export function shortId(id: string): string {
  return id.slice(0, 12);
}
