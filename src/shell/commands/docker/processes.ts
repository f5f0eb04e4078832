/** `docker top`, `stats`, `exec`: what goes on in a container. */
import type { ContainerInfo } from '#protocol';
import type { CommandIO } from '../../command';
import { daemonError, needContainer, shortId } from './daemon';
import { DockerFailure, type DockerCommand } from './docker-command';
import { printTable, type TableSpec } from './table';

/** Columns of `ps -ef`, each as wide as this. */
const TOP_WIDTH = 20;

export const top: DockerCommand = {
  usage: 'CONTAINER [ps OPTIONS]',
  summary: 'Display the running processes of a container',
  flags: [],
  takes: [1, Infinity],
  stopsAtOperand: true,
  async run({ operands: [name = ''], io }) {
    const info = await needRunning(name, io);
    const headings = ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'];
    const time = new Date(info.started).toISOString().slice(11, 16);
    const cells = ['root', '1', '0', '0', time, '?', '00:00:00', serverOf(info)];
    const line = (row: readonly string[]) =>
      `${row.map((cell, i) => (i < row.length - 1 ? cell.padEnd(TOP_WIDTH) : cell)).join('')}\n`;
    io.stdout(line(headings) + line(cells));
    return 0;
  },
};

function serverOf({ command, spec }: ContainerInfo): string {
  if (/^\S*tensorflow_model_server( |$)/.test(command)) return command;
  const name = spec.env.MODEL_NAME ?? 'model';
  const base = spec.env.MODEL_BASE_PATH ?? '/models';
  const own = `--port=8500 --rest_api_port=8501 --model_name=${name} --model_base_path=${base}/${name}`;
  return ['tensorflow_model_server', own, ...spec.args].join(' ');
}

async function needRunning(name: string, { serving }: CommandIO): Promise<ContainerInfo> {
  const info = await needContainer(serving, name);
  if (info.state === 'running') return info;
  throw new DockerFailure(daemonError(`container ${info.id} is not running`));
}

export const stats: DockerCommand = {
  usage: '[OPTIONS] [CONTAINER...]',
  summary:
    "Display container(s) requests: a browser does not tell of a container's own processor and memory use",
  flags: [
    { name: 'all', short: 'a', help: 'Show all containers (default shows just running)' },
    { name: 'format', value: 'string', help: 'Format output using a custom template' },
    {
      name: 'no-stream',
      help: 'Disable streaming stats and only pull the first result; here it is always so',
    },
    { name: 'no-trunc', help: 'Do not truncate output' },
  ],
  takes: [0, Infinity],
  async run({ flags, operands, io }) {
    const all = await io.serving.containers();
    const rows =
      operands.length > 0
        ? await Promise.all(operands.map((name) => needContainer(io.serving, name)))
        : all.filter(({ state }) => flags.has('all') || state === 'running');
    io.stdout(printTable(STATS, rows, flags.value('format')));
    return 0;
  },
};

const STATS: TableSpec<ContainerInfo> = {
  context: 'statsContext',
  usual: ['ID', 'Name', 'Requests', 'Errors', 'PIDs'],
  columns: {
    ID: { heading: 'CONTAINER ID', cell: ({ id }) => shortId(id) },
    Name: { heading: 'NAME', cell: ({ name }) => name },
    Requests: { heading: 'REQUESTS', cell: ({ requests }) => String(requests) },
    Errors: { heading: 'ERRORS', cell: ({ errors }) => String(errors) },
    PIDs: { heading: 'PIDS', cell: ({ state }) => (state === 'running' ? '1' : '0') },
  },
};

export const exec: DockerCommand = {
  usage: '[OPTIONS] CONTAINER COMMAND [ARG...]',
  summary: 'Execute a command in a running container',
  flags: [
    { name: 'detach', short: 'd', help: 'Detached mode: run command in the background' },
    { name: 'env', short: 'e', value: 'list', help: 'Set environment variables' },
    { name: 'interactive', short: 'i', help: 'Keep STDIN open even if not attached' },
    { name: 'tty', short: 't', help: 'Allocate a pseudo-TTY' },
    { name: 'user', short: 'u', value: 'string', help: 'Username or UID' },
    { name: 'workdir', short: 'w', value: 'string', help: 'Working directory' },
  ],
  takes: [2, Infinity],
  stopsAtOperand: true,
  async run({ operands: [name = '', ...command], io }) {
    const info = await needRunning(name, io);
    const [program = '', ...args] = command;
    if (program === 'ls') return await list(info, args, io);
    throw new DockerFailure(
      `docker: \`${program}\` does not run here: a container of this browser is the model server and nothing else. ` +
        `\`docker exec ${name} ls /models\` shows what it sees; \`docker logs ${name}\` what it says.`,
      126,
    );
  },
};

/** Names in directories of the container, which are those of its volumes. */
async function list(
  { spec }: ContainerInfo,
  args: readonly string[],
  io: CommandIO,
): Promise<number> {
  const paths = args.filter((arg) => !arg.startsWith('-'));
  let status = 0;
  for (const path of paths.length > 0 ? paths : ['/']) {
    const names = await namesIn(tidy(path), spec.volumes, io);
    if (names) {
      io.stdout((paths.length > 1 ? `${path}:\n` : '') + names.map((name) => `${name}\n`).join(''));
    } else {
      io.stderr(`ls: cannot access '${path}': No such file or directory\n`);
      status = 2;
    }
  }
  return status;
}

async function namesIn(
  path: string,
  volumes: ContainerInfo['spec']['volumes'],
  { files }: CommandIO,
): Promise<string[] | undefined> {
  const targets = [...volumes.map(({ target }) => tidy(target)), '/models'];
  const volume = volumes.find(({ target }) => isBelow(tidy(target), path));
  const onTheWay = targets
    .filter((target) => target !== path && isBelow(path, target))
    .map((target) => target.slice(path === '/' ? 1 : path.length + 1).split('/')[0]!);
  if (volume?.workspacePath === undefined) {
    const isThere = volume !== undefined || path === '/models' || onTheWay.length > 0;
    return isThere ? [...new Set(onTheWay)].sort() : undefined;
  }
  const place = volume.source + path.slice(tidy(volume.target).length);
  if (!(await files.exists(place))) return path === tidy(volume.target) ? [] : undefined;
  const { kind } = await files.stat(place);
  return kind === 'file'
    ? [path]
    : (await files.names(place)).filter((name) => !name.startsWith('.'));
}

function isBelow(directory: string, path: string): boolean {
  return path === directory || directory === '/' || path.startsWith(`${directory}/`);
}

function tidy(path: string): string {
  return `/${path.split('/').filter(Boolean).join('/')}`;
}
