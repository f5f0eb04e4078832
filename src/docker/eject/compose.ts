import type { ContainerInfo } from '#protocol';
import { volumeFolder } from './volumes';

/** A text as YAML's double-quoted scalar. */
function quote(text: string): string {
  return JSON.stringify(text);
}

function list(name: string, entries: readonly string[]): string[] {
  if (entries.length === 0) return [];
  return [`    ${name}:`, ...entries.map((entry) => `      - ${quote(entry)}`)];
}

/** The same container for `docker compose up`. */
export function composeFile({ name, spec }: ContainerInfo): string {
  const lines = [
    'services:',
    `  ${quote(name)}:`,
    `    image: ${quote(spec.image)}`,
    ...(spec.entrypoint === undefined ? [] : [`    entrypoint: ${quote(spec.entrypoint)}`]),
    ...list('command', spec.args),
    ...list(
      'environment',
      Object.entries(spec.env).map(([key, value]) => `${key}=${value.replaceAll('$', '$$$$')}`),
    ),
    ...list(
      'ports',
      spec.ports.map(({ host, container }) => `${host}:${container}`),
    ),
    ...list(
      'volumes',
      spec.volumes.map(
        (volume) => `./${volumeFolder(volume)}:${volume.target}${volume.readOnly ? ':ro' : ''}`,
      ),
    ),
  ];
  return `${lines.join('\n')}\n`;
}
