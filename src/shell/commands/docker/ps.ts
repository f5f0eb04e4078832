/** `docker ps`. */
import type { ContainerInfo } from '#protocol';
import { daemonError, shortId } from './daemon';
import { DockerFailure, type DockerCommand } from './docker-command';
import { humanDuration } from './durations';
import { checkInt, type Flags } from './flags';
import { commandOf, portsOf, statusOf } from './looks';
import { printTable, type TableSpec } from './table';

export const ps: DockerCommand = {
  usage: '[OPTIONS]',
  summary: 'List containers',
  flags: [
    { name: 'all', short: 'a', help: 'Show all containers (default shows just running)' },
    {
      name: 'filter',
      short: 'f',
      value: 'filter',
      help: 'Filter output based on conditions provided',
      check: (text) =>
        text.includes('=') ? undefined : 'bad format of filter (expected name=value)',
    },
    { name: 'format', value: 'string', help: 'Format output using a custom template' },
    {
      name: 'last',
      short: 'n',
      value: 'int',
      help: 'Show n last created containers (includes all states) (default -1)',
      check: checkInt,
    },
    {
      name: 'latest',
      short: 'l',
      help: 'Show the latest created container (includes all states)',
    },
    { name: 'no-trunc', help: "Don't truncate output" },
    { name: 'quiet', short: 'q', help: 'Only display container IDs' },
    { name: 'size', short: 's', help: 'Display total file sizes' },
  ],
  takes: [0, 0],
  async run({ flags, io }) {
    const rows = choose(await io.serving.containers(), flags);
    const isWhole = flags.has('no-trunc');
    const idOf = ({ id }: ContainerInfo) => (isWhole ? id : shortId(id));
    if (flags.has('quiet') && flags.value('format') === undefined) {
      io.stdout(rows.map((row) => `${idOf(row)}\n`).join(''));
    } else io.stdout(printTable(tableOf(isWhole, Date.now()), rows, flags.value('format')));
    return 0;
  },
};

/** The newest first. */
function choose(all: readonly ContainerInfo[], flags: Flags): ContainerInfo[] {
  const sorted = [...all].sort((a, b) => b.created - a.created);
  const filters = flags.values('filter').map(parseFilter);
  const last = flags.has('latest') ? 1 : Number(flags.value('last') ?? -1);
  const isForAll =
    flags.has('all') || last > 0 || filters.some(({ key }) => ['status', 'exited'].includes(key));
  const chosen = sorted.filter(
    (info) => (isForAll || info.state === 'running') && passes(info, filters),
  );
  return last > 0 ? chosen.slice(0, last) : chosen;
}

interface Filter {
  readonly key: string;
  readonly value: string;
}

const KEYS: Readonly<Record<string, (info: ContainerInfo, value: string) => boolean>> = {
  name: ({ name }, value) => toPattern(value).test(`/${name}`) || toPattern(value).test(name),
  id: ({ id }, value) => id.startsWith(value),
  status: ({ state }, value) => state === value,
  ancestor: ({ spec }, value) => spec.image === value || spec.image.startsWith(`${value}:`),
  exited: ({ state, exitCode = 0 }, value) => state === 'exited' && exitCode === Number(value),
  publish: ({ spec }, value) => spec.ports.some(({ host }) => host === Number.parseInt(value, 10)),
  expose: () => true,
  volume: ({ spec }, value) =>
    spec.volumes.some(({ source, target }) => source === value || target === value),
  label: () => false,
  network: (_, value) => value === 'bridge',
};

function parseFilter(text: string): Filter {
  const [key = '', value = ''] = text.split(/=(.*)/s);
  if (!Object.hasOwn(KEYS, key)) {
    throw new DockerFailure(daemonError(`invalid filter '${key}'`));
  }
  return { key, value };
}

/** Filters of one key are alternatives; all keys have to hold. */
function passes(info: ContainerInfo, filters: readonly Filter[]): boolean {
  const keys = [...new Set(filters.map(({ key }) => key))];
  return keys.every((wanted) =>
    filters.some(({ key, value }) => key === wanted && KEYS[key]!(info, value)),
  );
}

function toPattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    return new RegExp(text.replace(/[^\w]/g, '\\$&'));
  }
}

function tableOf(isWhole: boolean, now: number): TableSpec<ContainerInfo> {
  const ago = ({ created }: ContainerInfo) => `${humanDuration(now - created)} ago`;
  return {
    context: 'ContainerContext',
    usual: ['ID', 'Image', 'Command', 'RunningFor', 'Status', 'Ports', 'Names'],
    columns: {
      Command: { heading: 'COMMAND', cell: (info) => commandOf(info, isWhole) },
      CreatedAt: { heading: 'CREATED AT', cell: ({ created }) => createdAt(created) },
      ID: { heading: 'CONTAINER ID', cell: ({ id }) => (isWhole ? id : shortId(id)) },
      Image: { heading: 'IMAGE', cell: ({ spec }) => spec.image },
      Labels: { heading: 'LABELS', cell: () => '' },
      LocalVolumes: { heading: 'LOCAL VOLUMES', cell: () => '0' },
      Mounts: {
        heading: 'MOUNTS',
        cell: ({ spec }) => spec.volumes.map(({ source }) => shorten(source, isWhole)).join(','),
      },
      Names: { heading: 'NAMES', cell: ({ name }) => name },
      Networks: { heading: 'NETWORKS', cell: () => 'bridge' },
      Ports: { heading: 'PORTS', cell: portsOf },
      RunningFor: { heading: 'CREATED', cell: ago },
      Size: { heading: 'SIZE', cell: () => '0B' },
      State: { heading: 'STATE', cell: ({ state }) => state },
      Status: { heading: 'STATUS', cell: (info) => statusOf(info, now) },
    },
  };
}

function shorten(text: string, isWhole: boolean): string {
  return isWhole || text.length <= 15 ? text : `${text.slice(0, 14)}…`;
}

function createdAt(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}
