/** Why a server that runs does not listen, read from its log, and what to do about it. */
import type { ContainerSpec } from '#protocol';

const NO_DIRECTORY = /Could not find base path (\S+) for servable/;
const NO_VERSION = /No versions of servable \S+ found under base path (\S+?)\. Did you forget/;
const NOT_LOADED = /Loading servable: \{name: (\S+) version: (\d+)\} failed/;

/** @returns sentences; undefined while it may still be starting */
export function whySilent(spec: ContainerSpec, log: readonly string[]): string | undefined {
  for (const text of [...log].reverse()) {
    const missing = NO_DIRECTORY.exec(text)?.[1];
    if (missing) return withoutDirectory(missing, spec);
    const empty = NO_VERSION.exec(text)?.[1];
    if (empty) return withoutVersion(empty, spec);
    const [, model, version] = NOT_LOADED.exec(text) ?? [];
    if (model) {
      return `Version ${version} of ${model} could not be loaded: its log says why, behind "failed:". Export it again, then restart the container.`;
    }
  }
  return undefined;
}

function withoutDirectory(path: string, { volumes }: ContainerSpec): string {
  const targets = volumes.map(({ target }) => target).join(', ');
  const there = targets ? `but -v shows it ${targets}` : 'but no -v shows it any files';
  return `It looks for versions in ${path}, ${there}: -e MODEL_NAME=NAME goes with -v …:/models/NAME.`;
}

function withoutVersion(path: string, { volumes }: ContainerSpec): string {
  const source = volumes.find(({ target }) => target.replace(/\/$/, '') === path)?.source;
  const place = source ? `${path}, which is ${source} here,` : path;
  return `It looks in ${place} for a directory that is named by a number, such as 1, and finds none. Mount the directory above the version.`;
}
