/** `docker logs`. */
import type { LogLine } from '#protocol';
import type { CommandIO } from '../../command';
import { sleep } from '../../sleep';
import { needContainer, valueOf } from './daemon';
import { DockerFailure, type DockerCommand } from './docker-command';
import { parseMoment, timestamp } from './durations';
import type { Flags } from './flags';
import { ContainerWatch, note, writeLine } from './watch';

/** Milliseconds between two looks. */
const INTERVAL = 250;

export const logs: DockerCommand = {
  usage: '[OPTIONS] CONTAINER',
  summary: 'Fetch the logs of a container',
  flags: [
    { name: 'details', help: 'Show extra details provided to logs' },
    { name: 'follow', short: 'f', help: 'Follow log output' },
    {
      name: 'since',
      value: 'string',
      help: 'Show logs since timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)',
    },
    {
      name: 'tail',
      short: 'n',
      value: 'string',
      help: 'Number of lines to show from the end of the logs (default "all")',
    },
    { name: 'timestamps', short: 't', help: 'Show timestamps' },
    {
      name: 'until',
      value: 'string',
      help: 'Show logs before a timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)',
    },
  ],
  takes: [1, 1],
  async run({ flags, operands, io }) {
    const { id, spec } = await needContainer(io.serving, operands[0]!);
    const since = momentOf('since', flags) ?? -Infinity;
    const until = momentOf('until', flags) ?? Infinity;
    const write = (line: LogLine) => {
      if (line.time < since || line.time > until) return;
      const stamp = flags.has('timestamps') ? `${timestamp(line.time)} ` : '';
      writeLine(line, stamp + line.text, spec.tty, io);
    };
    const kept = valueOf(await io.serving.logs(id));
    const chosen = kept.filter(({ time }) => time >= since && time <= until);
    for (const line of lastOf(chosen, flags.value('tail'))) write(line);
    if (flags.has('follow')) await follow(id, kept.at(-1)?.seq ?? -1, write, io);
    return 0;
  },
};

/** Like Docker, takes for all lines what is no number of lines. */
function lastOf(lines: readonly LogLine[], tail: string | undefined): readonly LogLine[] {
  const count = tail !== undefined && /^\d+$/.test(tail) ? Number(tail) : Infinity;
  return count === 0 ? [] : lines.slice(-count);
}

function momentOf(name: 'since' | 'until', flags: Flags): number | undefined {
  const text = flags.value(name);
  if (text === undefined) return undefined;
  const moment = parseMoment(text, Date.now());
  if (moment !== undefined) return moment;
  throw new DockerFailure(
    `invalid value for "${name}": failed to parse value as time or duration: "${text}"`,
  );
}

/** Until the container ends, or the learner stops the cell. @param last number of the last line that is known already */
async function follow(
  id: string,
  last: number,
  write: (line: LogLine) => void,
  io: CommandIO,
): Promise<void> {
  if (io.terminal !== 'live') {
    return note('A pipe or file here gets its lines at the end, so -f does not wait for more.', io);
  }
  const watch = new ContainerWatch(io.serving, id, last);
  for (;;) {
    const { info, lines } = await watch.next();
    for (const line of lines) write(line);
    if (info?.state !== 'running') return;
    await sleep(INTERVAL, io);
  }
}
