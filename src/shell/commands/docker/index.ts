/** `docker`, in the words of Docker's command line, over the container host of this browser. */
import type { Command, CommandIO } from '../../command';
import { images, info, pull, version, VERSION } from './about';
import { callDocker, DockerFailure, hint, type DockerCommand } from './docker-command';
import { FlagError, Flags, type FlagSpec } from './flags';
import { containerInspect, inspect, port } from './inspect';
import { kill, restart, rm, start, stop } from './lifecycle';
import { logs } from './logs';
import { exec, stats, top } from './processes';
import { ps } from './ps';
import { run } from './run';

const CONTAINER: Readonly<Record<string, DockerCommand>> = {
  exec,
  inspect: containerInspect,
  kill,
  logs,
  ls: ps,
  list: ps,
  port,
  ps,
  remove: rm,
  restart,
  rm,
  run,
  start,
  stats,
  stop,
  top,
};

const IMAGE: Readonly<Record<string, DockerCommand>> = { list: images, ls: images, pull };

const COMMANDS: Readonly<Record<string, DockerCommand>> = {
  exec,
  images,
  info,
  inspect,
  kill,
  logs,
  port,
  ps,
  pull,
  restart,
  rm,
  run,
  start,
  stats,
  stop,
  top,
  version,
};

const GROUPS: Readonly<Record<string, Readonly<Record<string, DockerCommand>>>> = {
  container: CONTAINER,
  image: IMAGE,
};

/** Of the real tool, but about things that are not here. */
const ABSENT =
  'attach build builder buildx checkpoint commit config context cp create diff events export history import load login logout manifest ' +
  'network node pause plugin prune push rename rmi save search secret service stack swarm system tag trust unpause update ' +
  'volume wait';

const COMPOSE =
  'docker compose is not here. "Eject" in the Server panel gives you a compose file for your own machine.';

const GLOBAL: readonly FlagSpec[] = [
  { name: 'config', value: 'string', help: 'Location of client config files' },
  { name: 'context', short: 'c', value: 'string', help: 'Name of the context to use' },
  { name: 'debug', short: 'D', help: 'Enable debug mode' },
  { name: 'host', short: 'H', value: 'list', help: 'Daemon socket to connect to' },
  { name: 'log-level', short: 'l', value: 'string', help: 'Set the logging level' },
  { name: 'tls', help: 'Use TLS; implied by --tlsverify' },
  { name: 'version', short: 'v', help: 'Print version information and quit' },
  { name: 'help', help: 'Print usage' },
];

export const docker: Command = async (args, io) => {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (!(error instanceof DockerFailure)) throw error;
    io.stderr(`${error.message}\n`);
    return error.status;
  }
};

async function dispatch(args: readonly string[], io: CommandIO): Promise<number> {
  const flags = readGlobal(args);
  const [name, ...rest] = flags.operands;
  if (flags.has('version')) {
    io.stdout(`Docker version ${VERSION}, in the browser\n`);
    return 0;
  }
  if (name === undefined || (name === 'help' && rest.length === 0)) {
    io.stdout(overview('docker', COMMANDS, Object.keys(GROUPS)));
    return 0;
  }
  if (name === 'help') return await dispatch([...rest, '--help'], io);
  const group = Object.hasOwn(GROUPS, name) ? GROUPS[name] : undefined;
  return group
    ? await dispatchIn(`docker ${name}`, group, rest, io)
    : await dispatchIn('docker', COMMANDS, [name, ...rest], io);
}

function readGlobal(args: readonly string[]): Flags {
  try {
    return new Flags(GLOBAL, args, true);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const usage = 'Usage:  docker [OPTIONS] COMMAND [ARG...]';
    throw new DockerFailure(`${error.message}\n\n${usage}\n\n${hint('docker')}`, 125);
  }
}

async function dispatchIn(
  path: string,
  commands: Readonly<Record<string, DockerCommand>>,
  [name, ...args]: readonly string[],
  io: CommandIO,
): Promise<number> {
  if (name === undefined || name === '--help') {
    io.stdout(overview(path, commands, []));
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return await callDocker(command, `${path} ${name}`, args, io);
  if (name === 'compose') throw new DockerFailure(COMPOSE);
  if (ABSENT.split(' ').includes(name)) {
    const known = Object.keys(commands).join(', ');
    throw new DockerFailure(`${path} ${name} is not here. There are ${known}.`);
  }
  const usage = path === 'docker' ? '' : `Usage:  ${path}\n\n`;
  throw new DockerFailure(`docker: unknown command: ${path} ${name}\n\n${usage}${hint(path)}`);
}

function overview(
  path: string,
  commands: Readonly<Record<string, DockerCommand>>,
  groups: readonly string[],
): string {
  const lines = Object.entries(commands).map(
    ([name, { summary }]) => `  ${name.padEnd(12)}${summary}\n`,
  );
  const more = groups.map((name) => `  ${name.padEnd(12)}Manage ${name}s\n`).join('');
  const management = more && `\nManagement Commands:\n${more}`;
  const options = path === 'docker' ? '[OPTIONS] ' : '';
  return `Usage:  ${path} ${options}COMMAND\n\nCommands:\n${lines.join('')}${management}\nRun '${path} COMMAND --help' for more information on a command.\n`;
}
