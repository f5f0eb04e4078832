/** What the container's command line says of the server that it runs. */
import type { ContainerInfo, ContainerSpec } from '#protocol';
import { serverArguments } from '../image';

/** The value of a flag's last mention. */
function flag(spec: ContainerSpec, name: string): string | undefined {
  const start = `--${name}=`;
  return serverArguments(spec)
    .findLast((arg) => arg.startsWith(start))
    ?.slice(start.length);
}

/** Of the container; undefined when the server is told to speak no REST. */
export function restPort(spec: ContainerSpec): number | undefined {
  return Number(flag(spec, 'rest_api_port')) || undefined;
}

export function grpcPort(spec: ContainerSpec): number {
  return Number(flag(spec, 'port')) || 8500;
}

/** Of the host, for a port of the container. */
export function publishedAs(spec: ContainerSpec, port: number | undefined): number | undefined {
  return spec.ports.find(({ container }) => container === port)?.host;
}

/** Every model that the server has or, if it has none yet, the one that its command line names. */
export function modelNames({ models, spec }: ContainerInfo): readonly string[] {
  if (models.length > 0) return models.map(({ name }) => name);
  return [flag(spec, 'model_name') ?? 'default'];
}

/** The path that tells a model's state, with no character that a shell would take for its own. */
export function statusPath(model: string): string {
  const name = encodeURIComponent(model).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
  return `/v1/models/${name}`;
}
