/** `docker inspect` and `docker port`. */
import type { ContainerInfo } from '#protocol';
import type { CommandIO } from '../../command';
import { daemonError, findContainer, needContainer, shortId } from './daemon';
import { DockerFailure, type DockerCommand } from './docker-command';
import { timestamp } from './durations';
import { IMAGE } from './images';
import { parseTemplate, TemplateError } from './template';

export const inspect = inspecting('NAME|ID', 'Return low-level information on Docker objects');
export const containerInspect = inspecting(
  'CONTAINER',
  'Display detailed information on one or more containers',
);

function inspecting(what: string, summary: string): DockerCommand {
  return {
    usage: `[OPTIONS] ${what} [${what}...]`,
    summary,
    flags: [
      {
        name: 'format',
        short: 'f',
        value: 'string',
        help: 'Format output using a custom template',
      },
      {
        name: 'size',
        short: 's',
        help: 'Display total file sizes if the type is container',
      },
      {
        name: 'type',
        value: 'string',
        help: 'Only inspect objects of the given type',
      },
    ],
    takes: [1, Infinity],
    async run({ flags, operands, io }) {
      const { found, missing } = await findAll(operands, io);
      const objects = found.map(toObject);
      io.stdout(show(objects, flags.value('format'), io));
      for (const name of missing) {
        const isObject = what === 'NAME|ID';
        io.stderr(
          isObject
            ? `Error: No such object: ${name}\n`
            : `${daemonError(`No such container: ${name}`)}\n`,
        );
      }
      return missing.length > 0 ? 1 : 0;
    },
  };
}

async function findAll(
  names: readonly string[],
  { serving }: CommandIO,
): Promise<{ found: ContainerInfo[]; missing: string[] }> {
  const found: ContainerInfo[] = [];
  const missing: string[] = [];
  for (const name of names) {
    const info = await findContainer(serving, name.replace(/^\//, ''));
    if (info) found.push(info);
    else missing.push(name);
  }
  return { found, missing };
}

function show(objects: readonly object[], format: string | undefined, io: CommandIO): string {
  if (format === undefined) {
    return objects.length > 0 ? `${JSON.stringify(objects, null, 4)}\n` : '[]\n';
  }
  if (format === 'json') return `${JSON.stringify(objects)}\n`;
  if (objects.length === 0) return '\n';
  try {
    const template = parseTemplate(format);
    return objects.map((object) => `${template(object)}\n`).join('');
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const isRead = error.step === 'execute';
    if (isRead) io.stdout('\n');
    throw new DockerFailure(`template parsing error: ${error.message}`, isRead ? 1 : 64);
  }
}

/** What of Docker's description there is to say. */
function toObject(info: ContainerInfo): object {
  const { id, name, spec, command, created } = info;
  const [path = '', ...args] = command.split(' ');
  return {
    Id: id,
    Created: timestamp(created),
    Path: path,
    Args: args,
    State: stateOf(info),
    Image: IMAGE.id,
    Name: `/${name}`,
    RestartCount: 0,
    Platform: 'linux',
    HostConfig: {
      Binds: spec.volumes.map(({ source, target, readOnly }) =>
        [source, target, ...(readOnly ? ['ro'] : [])].join(':'),
      ),
      NetworkMode: 'bridge',
      PortBindings: portsOf(info, ''),
      AutoRemove: spec.autoRemove,
    },
    Mounts: spec.volumes.map(({ source, target, readOnly }) => ({
      Type: 'bind',
      Source: source,
      Destination: target,
      Mode: readOnly ? 'ro' : '',
      RW: !readOnly,
      Propagation: 'rprivate',
    })),
    Config: {
      Hostname: shortId(id),
      ExposedPorts: Object.fromEntries(IMAGE.exposed.map((port) => [`${port}/tcp`, {}])),
      Tty: spec.tty,
      Env: environmentOf(info),
      Cmd: spec.args.length > 0 ? spec.args : null,
      Image: spec.image,
      Entrypoint: [path],
    },
    NetworkSettings: { Ports: info.state === 'running' ? publishedPorts(info) : {} },
  };
}

function stateOf({ state, started, finished, exitCode = 0 }: ContainerInfo): object {
  const isRunning = state === 'running';
  return {
    Status: state,
    Running: isRunning,
    Paused: false,
    Restarting: false,
    OOMKilled: false,
    Dead: false,
    Pid: isRunning ? 1 : 0,
    ExitCode: isRunning ? 0 : exitCode,
    Error: '',
    StartedAt: timestamp(started),
    FinishedAt: finished === undefined ? '0001-01-01T00:00:00Z' : timestamp(finished),
  };
}

function environmentOf({ spec }: ContainerInfo): string[] {
  const own = { MODEL_BASE_PATH: '/models', MODEL_NAME: 'model', ...spec.env };
  return Object.entries(own).map(([name, value]) => `${name}=${value}`);
}

interface HostPort {
  readonly HostIp: string;
  readonly HostPort: string;
}

function portsOf(
  { spec }: ContainerInfo,
  ...addresses: readonly string[]
): Record<string, HostPort[]> {
  const ports: Record<string, HostPort[]> = {};
  for (const { host, container } of spec.ports) {
    (ports[`${container}/tcp`] ??= []).push(
      ...addresses.map((HostIp) => ({ HostIp, HostPort: String(host) })),
    );
  }
  return ports;
}

/** Exposed ports that are not published are there without an address. */
function publishedPorts(info: ContainerInfo): Record<string, HostPort[] | null> {
  const exposed = IMAGE.exposed.map((port): [string, null] => [`${port}/tcp`, null]);
  return { ...Object.fromEntries(exposed), ...portsOf(info, '0.0.0.0', '::') };
}

export const port: DockerCommand = {
  usage: 'CONTAINER [PRIVATE_PORT[/PROTO]]',
  summary: 'List port mappings or a specific mapping for the container',
  flags: [],
  takes: [1, 2],
  async run({ operands: [name = '', wanted], io }) {
    const info = await needContainer(io.serving, name);
    const ports = info.state === 'running' ? portsOf(info, '0.0.0.0', '[::]') : {};
    if (wanted !== undefined) io.stdout(addressesOf(ports, wanted, name));
    else {
      const lines = Object.entries(ports).flatMap(([key, bindings]) =>
        bindings.map(({ HostIp, HostPort }) => `${key} -> ${HostIp}:${HostPort}\n`),
      );
      io.stdout(lines.sort().join(''));
    }
    return 0;
  },
};

function addressesOf(
  ports: Readonly<Record<string, readonly HostPort[]>>,
  wanted: string,
  name: string,
): string {
  const [number = '', protocol = 'tcp'] = wanted.split('/');
  if (!/^\d+$/.test(number)) {
    const reason = `strconv.ParseUint: parsing "${number}": invalid syntax`;
    throw new DockerFailure(`Error: invalid port (${number}): ${reason}`);
  }
  const bindings = ports[`${number}/${protocol}`];
  if (!bindings) {
    const shown = wanted.includes('/') ? wanted : number;
    throw new DockerFailure(`Error: No public port '${shown}' published for ${name}`);
  }
  return bindings.map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}\n`).join('');
}
