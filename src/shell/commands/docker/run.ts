/** `docker run`: makes the container that its flags describe, and follows it until it serves, waits or has ended. */
import type { ContainerSpec, PortMapping, VolumeMapping } from '#protocol';
import type { CommandIO } from '../../command';
import { daemonError } from './daemon';
import { DockerFailure, hint, type DockerCommand } from './docker-command';
import { readVariableFile, readVariables } from './environment';
import { followStart } from './follow-start';
import type { Flags } from './flags';
import { IMAGE, parseImage } from './images';
import { parsePorts } from './ports';
import { RUN_FLAGS } from './run-flags';
import { parseMount, parseVolume } from './volumes';

const NOT_PULLED = /^Error response from daemon: (pull access denied|manifest) for /;
const PULLS = ['always', 'missing', 'never'];
const DOCKERS = /^(-[a-z]+|--(name|rm|detach|tty|publish|volume|mount|env)(=.*)?)$/;
const POLICY = /^(no|always|unless-stopped|on-failure(:\d+)?|)$/;

export const run: DockerCommand = {
  usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
  summary: 'Create and run a new container from an image',
  flags: RUN_FLAGS,
  takes: [1, Infinity],
  stopsAtOperand: true,
  async run({ flags, operands, io, path }) {
    try {
      const spec = await readSpec(flags, operands, io);
      tellWithoutEffect(flags, io);
      adviseOnOrder(spec, io);
      const id = await start(spec, io);
      if (!spec.detach) return await followStart(id, spec, io);
      io.stdout(`${id}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof DockerFailure)) throw error;
      throw new DockerFailure(`docker: ${error.message}\n\n${hint(path)}`, error.status);
    }
  },
};

async function start(spec: ContainerSpec, io: CommandIO): Promise<string> {
  const { repository, tag } = parseImage(spec.image);
  const result = await io.serving.run(spec);
  if (result.ok) return result.value;
  if (NOT_PULLED.test(result.message)) {
    io.stderr(`Unable to find image '${repository}:${tag}' locally\n`);
  }
  throw new DockerFailure(result.message, result.code);
}

async function readSpec(
  flags: Flags,
  [image = '', ...args]: readonly string[],
  io: CommandIO,
): Promise<ContainerSpec> {
  const volumes = await readVolumes(flags, io);
  const variables = await Promise.all(
    flags.values('env-file').map((file) => readVariableFile(file, io.files)),
  );
  const ports = await readPorts(flags, io);
  checkPolicies(flags);
  parseImage(image);
  checkMachine(flags);
  const name = flags.value('name');
  const entrypoint = flags.value('entrypoint');
  return {
    image,
    ...(name ? { name } : {}),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    autoRemove: flags.has('rm'),
    tty: flags.has('tty'),
    detach: flags.has('detach'),
    ports,
    volumes,
    env: readVariables([...variables.flat(), ...flags.values('env')], io.env),
    args,
  };
}

async function readVolumes(flags: Flags, { files }: CommandIO): Promise<VolumeMapping[]> {
  const bound = flags.values('volume').map((spec) => parseVolume(spec, files));
  const mounted: VolumeMapping[] = [];
  for (const spec of flags.values('mount')) mounted.push(await parseMount(spec, files));
  const all = [...bound, ...mounted];
  const twice = all.find(({ target }, i) =>
    all.some((other, j) => j < i && other.target === target),
  );
  if (!twice) return all;
  throw new DockerFailure(daemonError(`Duplicate mount point: ${twice.target}`), 125);
}

async function readPorts(flags: Flags, { serving }: CommandIO): Promise<PortMapping[]> {
  const running = (await serving.containers()).filter(({ state }) => state === 'running');
  const taken = new Set(running.flatMap(({ spec }) => spec.ports.map(({ host }) => host)));
  const specs = flags.values('publish');
  const named = parsePorts(specs, taken);
  if (!flags.has('publish-all')) return named;
  const published = new Set(named.map(({ container }) => container));
  const others = IMAGE.exposed.filter((port) => !published.has(port));
  return parsePorts([...specs, ...others.map(String)], taken);
}

function checkPolicies(flags: Flags): void {
  const pull = flags.value('pull') ?? 'missing';
  if (!PULLS.includes(pull)) {
    const choice = 'must be one of "always", "missing" or "never"';
    throw new DockerFailure(`invalid pull option: '${pull}': ${choice}`, 125);
  }
  const restart = flags.value('restart') ?? 'no';
  if (flags.has('rm') && restart !== 'no' && restart !== '') {
    throw new DockerFailure('conflicting options: cannot specify both --restart and --rm', 125);
  }
  if (POLICY.test(restart)) return;
  const known = "use one of 'no', 'always', 'on-failure', or 'unless-stopped'";
  throw new DockerFailure(
    daemonError(`invalid restart policy: unknown policy '${restart}'; ${known}`),
    125,
  );
}

/** What this machine has not got. */
function checkMachine(flags: Flags): void {
  const network = flags.value('network') ?? flags.value('net') ?? 'bridge';
  if (network === 'host') {
    throw new DockerFailure(
      'there is no host network here. Leave --network out and publish the ports: -p 8501:8501',
      125,
    );
  }
  if (!['bridge', 'default', 'none'].includes(network)) {
    throw new DockerFailure(daemonError(`network ${network} not found`), 125);
  }
  if (flags.value('gpus') !== undefined) {
    const problem = 'could not select device driver "" with capabilities: [[gpu]]';
    throw new DockerFailure(daemonError(problem), 125);
  }
}

/** The image's program has no flags like these, so they were meant for Docker. */
function adviseOnOrder({ image, args, entrypoint }: ContainerSpec, io: CommandIO): void {
  const late = args.find((arg) => DOCKERS.test(arg));
  if (entrypoint !== undefined || late === undefined) return;
  io.advise(
    `The server got ${late}, since it stands behind ${image}. Docker's own flags stand before the image.`,
  );
}

function tellWithoutEffect({ given }: Flags, io: CommandIO): void {
  const names = given
    .filter(({ isWithoutEffect }) => isWithoutEffect)
    .map(({ name }) => `--${name}`);
  if (names.length > 0) io.stderr(`Without effect here: ${names.join(', ')}\n`);
}
