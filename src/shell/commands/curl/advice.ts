/** Why nobody answers on a port, and what to do about it. */
import type { ContainerInfo, ServingApi } from '#protocol';

const WAITS = /No versions of servable|Could not find base path/;
const NONE =
  'Nothing listens there. To start a server: docker run -d --rm --name fashion -p 8501:8501 -v "$PWD/serving/fashion:/models/fashion" -e MODEL_NAME=fashion tensorflow/serving';
const OTHER = 'Only containers listen here: `docker ps` lists their ports.';

/** Ports of the REST API and of gRPC in the container, and where everybody publishes them. */
const REST = 8501;
const GRPC = 8500;

export async function adviceOnRefusal(port: number, serving: ServingApi): Promise<string> {
  const all = await serving.containers();
  const publishers = all.filter(({ spec }) => spec.ports.some(({ host }) => host === port));
  const running = publishers.find(({ state }) => state === 'running');
  if (running) return await adviceOnSilence(running, port, serving);
  const exited = publishers[0];
  if (exited) {
    const { name, exitCode = 0 } = exited;
    return `${name} has published port ${port}, but it has ended with status ${exitCode}: \`docker logs ${name}\` says why.`;
  }
  const other = all.find(({ state }) => state === 'running');
  if (other && (port === REST || port === GRPC)) {
    return `${other.name} is running, but port ${port} is not published: \`docker run -p ${port}:${port} …\` does that.`;
  }
  return port === REST ? NONE : OTHER;
}

/** Of a container that runs and has published the port. */
async function adviceOnSilence(
  { name, spec }: ContainerInfo,
  port: number,
  serving: ServingApi,
): Promise<string> {
  const inside = spec.ports.find(({ host }) => host === port)!.container;
  if (inside !== REST && inside !== GRPC) {
    return `${name} publishes port ${port} to ${inside}, but the REST API is on ${REST}: -p ${port}:${REST}.`;
  }
  const logs = await serving.logs(name);
  const isWaiting = logs.ok && logs.value.slice(-10).some(({ text }) => WAITS.test(text));
  if (!isWaiting) {
    return `${name} does not listen yet: \`docker logs ${name}\` shows what it is doing.`;
  }
  const place = spec.volumes.map(({ source }) => source).join(', ') || 'the container';
  return `${name} does not listen: it has found no version to serve. The base path of its model needs a directory that is named by a number, such as 1; its files are from ${place}. \`docker logs ${name}\` shows where it looks.`;
}
