/** `docker stop`, `kill`, `rm`, `start`, `restart`: one thing done to each of several containers. */
import type { DockerResult, ServingApi } from '#protocol';
import type { CommandIO } from '../../command';
import { needContainer, valueOf } from './daemon';
import { DockerFailure, type DockerCall, type DockerCommand } from './docker-command';
import { followStart } from './follow-start';
import { checkInt, type Flags, type FlagSpec } from './flags';

type Action = (
  serving: ServingApi,
  container: string,
  flags: Flags,
) => Promise<DockerResult<unknown>>;

const SIGNAL: FlagSpec = {
  name: 'signal',
  short: 's',
  value: 'string',
  help: 'Signal to send to the container',
};

const TIMEOUTS: readonly FlagSpec[] = [
  {
    name: 'timeout',
    short: 't',
    value: 'int',
    help: 'Seconds to wait before killing the container',
    check: checkInt,
  },
  { name: 'time', value: 'int', help: '', isWithoutEffect: true, check: checkInt },
];

export const stop = forEach(
  'Stop one or more running containers',
  [SIGNAL, ...TIMEOUTS],
  (serving, name) => serving.stop(name),
);

export const kill = forEach(
  'Kill one or more running containers',
  [SIGNAL],
  (serving, name, flags) => {
    const signal = flags.value('signal') ?? 'KILL';
    return /^(SIG)?(KILL)$|^9$/i.test(signal) ? serving.kill(name) : serving.stop(name);
  },
);

/** With -f, a container that is not there is told of, but no mistake. */
export const rm: DockerCommand = {
  ...manyContainers('Remove one or more containers', [
    {
      name: 'force',
      short: 'f',
      help: 'Force the removal of a running container (uses SIGKILL)',
    },
    { name: 'link', short: 'l', help: 'Remove the specified link' },
    {
      name: 'volumes',
      short: 'v',
      help: 'Remove anonymous volumes associated with the container',
    },
  ]),
  async run(call) {
    const isForced = call.flags.has('force');
    const failed = await doToEach(call, (serving, name) => serving.remove(name, isForced));
    if (!isForced) return statusOf(failed);
    const known = await call.io.serving.containers();
    return statusOf(
      failed.filter((name) => known.some((each) => each.name === name || each.id.startsWith(name))),
    );
  },
};

export const restart = forEach(
  'Restart one or more containers',
  [SIGNAL, ...TIMEOUTS],
  async (serving, name) => {
    const { state } = await needContainer(serving, name);
    const stopped = state === 'running' ? await serving.stop(name) : undefined;
    return stopped && !stopped.ok ? stopped : await serving.start(name);
  },
);

export const start: DockerCommand = {
  ...manyContainers('Start one or more stopped containers', [
    { name: 'attach', short: 'a', help: 'Attach STDOUT/STDERR and forward signals' },
    { name: 'interactive', short: 'i', help: "Attach container's STDIN" },
  ]),
  async run(call) {
    const { flags, io, operands } = call;
    if (flags.has('attach') && operands.length === 1) return await startAttached(operands[0]!, io);
    const failed = await doToEach(call, (serving, name) => serving.start(name));
    if (failed.length > 0) {
      io.stderr(`Error: failed to start containers: ${failed.join(', ')}\n`);
    }
    return statusOf(failed);
  },
};

async function startAttached(name: string, io: CommandIO): Promise<number> {
  const { id, spec } = await needContainer(io.serving, name);
  const said = valueOf(await io.serving.logs(id));
  valueOf(await io.serving.start(name));
  return await followStart(id, spec, io, said.at(-1)?.seq);
}

function forEach(summary: string, flags: readonly FlagSpec[], act: Action): DockerCommand {
  return {
    ...manyContainers(summary, flags),
    run: async (call) => statusOf(await doToEach(call, act)),
  };
}

/** Of a command on several containers, all but what it does. */
function manyContainers(summary: string, flags: readonly FlagSpec[]): Omit<DockerCommand, 'run'> {
  return { usage: '[OPTIONS] CONTAINER [CONTAINER...]', summary, flags, takes: [1, Infinity] };
}

function statusOf(failed: readonly string[]): number {
  return failed.length > 0 ? 1 : 0;
}

/** Each name is printed when it is done. @returns the names of the others */
async function doToEach(call: DockerCall, act: Action): Promise<readonly string[]> {
  const { flags, operands, io } = call;
  if (flags.value('time') !== undefined) {
    io.stdout('Flag --time has been deprecated, use --timeout instead\n');
  }
  const failed: { readonly name: string; readonly problem: string }[] = [];
  for (const name of operands) {
    const problem = await attempt(() => act(io.serving, name, flags));
    if (problem === undefined) io.stdout(`${name}\n`);
    else failed.push({ name, problem });
  }
  for (const { problem } of failed) io.stderr(`${problem}\n`);
  return failed.map(({ name }) => name);
}

async function attempt(work: () => Promise<DockerResult<unknown>>): Promise<string | undefined> {
  try {
    const result = await work();
    return result.ok ? undefined : result.message;
  } catch (error) {
    if (error instanceof DockerFailure) return error.message;
    throw error;
  }
}
