import type { ContainerInfo, VolumeMapping } from '#protocol';
import { modelNames, restPort, statusPath } from './served';
import { volumeFolder } from './volumes';
import { indent, quote, quoteAll } from './yaml';

/** Compose puts variables in where it reads a dollar. */
function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** The same container for `docker compose up`. */
export function composeFile(container: ContainerInfo): string {
  const { name, spec } = container;
  const { entrypoint, args, env, ports, volumes } = spec;
  const service = [
    `image: ${quote(spec.image)}`,
    `container_name: ${quote(name)}`,
    ...(entrypoint === undefined ? [] : [`entrypoint: ${quoteAll([literal(entrypoint)])}`]),
    ...(args.length === 0 ? [] : [`command: ${quoteAll(args.map(literal))}`]),
    ...block('environment:', environment(env)),
    ...block(
      'ports:',
      ports.map(({ host, container }) => `- "${host}:${container}"`),
    ),
    ...block('volumes:', volumes.flatMap(bind)),
    ...healthcheck(container),
  ];
  const lines = [
    `# docker compose up: the container ${name} on the real image, with the directories beside this file.`,
    'services:',
    `  ${quote(name)}:`,
    ...indent(service, 4),
  ];
  return `${lines.join('\n')}\n`;
}

function block(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...indent(lines, 2)];
}

function environment(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([key, value]) => `${quote(key)}: ${quote(literal(value))}`);
}

function bind(volume: VolumeMapping): string[] {
  return [
    '- type: bind',
    `  source: ${quote(literal(`./${volumeFolder(volume)}`))}`,
    `  target: ${quote(literal(volume.target))}`,
    ...(volume.readOnly ? ['  read_only: true'] : []),
  ];
}

/**
 * A command line for bash that succeeds when every model has a version that answers. The image has neither curl nor wget.
 */
export function statusCheck(container: ContainerInfo, port: number): string {
  const paths = modelNames(container).map(statusPath).join(' ');
  return [
    `for path in ${paths}; do`,
    `exec 3<>/dev/tcp/127.0.0.1/${port} &&`,
    String.raw`printf 'GET %s HTTP/1.0\r\n\r\n' "$path" >&3 &&`,
    'grep -q AVAILABLE <&3 || exit 1; done',
  ].join(' ');
}

function healthcheck(container: ContainerInfo): string[] {
  const port = restPort(container.spec);
  if (port === undefined) return [];
  const check = statusCheck(container, port);
  return [
    '# The image has no curl: bash opens the connection itself, asks for each model, and looks for a version that is',
    '# AVAILABLE. A second dollar sign keeps Compose from taking the first for itself.',
    'healthcheck:',
    `  test: ${quoteAll(['CMD', 'bash', '-c', literal(check)])}`,
    '  interval: 5s',
    '  timeout: 3s',
    '  start_period: 60s',
  ];
}
