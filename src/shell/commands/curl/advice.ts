/** Why nobody answers on a port, and what to do about it. */
import type { ContainerInfo, ServingApi } from '#protocol';
import { whySilent } from '../silence';

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
    const elsewhere = other.spec.ports.find(({ container }) => container === port)?.host;
    if (elsewhere)
      return `${other.name} answers on another port, ${elsewhere}: \`docker ps\` lists them.`;
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
  const lines = logs.ok ? logs.value.map(({ text }) => text) : [];
  const why = whySilent(spec, lines);
  if (why) return `${name} does not listen. ${why} (\`docker logs ${name}\`)`;
  return `${name} does not listen yet: \`docker logs ${name}\` shows what it is doing.`;
}
