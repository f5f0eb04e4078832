/** Why nothing answered at a port of this machine, for the errors of `fetch`, which tell nothing. */
import type { ContainerInfo, ServingApi } from '#protocol';

const hints = new WeakMap<Error, string>();

export function hintForRefusal(error: Error): string | undefined {
  return hints.get(error);
}

/** Finds out what the port lacks, and keeps it for the error. */
export async function explainRefusal(
  error: Error,
  port: number,
  serving: Pick<ServingApi, 'containers'>,
): Promise<void> {
  const running = (await serving.containers()).filter(({ state }) => state === 'running');
  const isOpen = running.some(({ spec, listening }) =>
    spec.ports.some(({ host, container }) => host === port && listening.includes(container)),
  );
  if (!isOpen) hints.set(error, hintFor(port, running));
}

function hintFor(port: number, running: readonly ContainerInfo[]): string {
  const refused = `Nothing listens on localhost:${port}.`;
  const publisher = running.find(({ spec }) => spec.ports.some(({ host }) => host === port));
  if (publisher) {
    return `${refused} The server in the container ${publisher.name} has not opened its ports: docker logs ${publisher.name} shows what it waits for.`;
  }
  const [container] = running;
  if (container) {
    return `${refused} The container ${container.name} does not publish that port: its docker run needs -p ${port}:${port}.`;
  }
  return `${refused} Start the model server in a shell cell: docker run … -p ${port}:${port} … tensorflow/serving`;
}
