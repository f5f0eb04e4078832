/** How a container looks in lists. */
import type { ContainerInfo } from '#protocol';
import { humanDuration } from './durations';
import { IMAGE } from './images';

/** Characters of a command that are shown. */
const COMMAND_WIDTH = 20;

export function statusOf(info: ContainerInfo, now: number): string {
  const { state, started, finished = now, exitCode = 0 } = info;
  if (state === 'running') return `Up ${humanDuration(now - started)}`;
  return `Exited (${exitCode}) ${humanDuration(now - finished)} ago`;
}

export function commandOf({ command }: ContainerInfo, isWhole: boolean): string {
  if (isWhole || command.length <= COMMAND_WIDTH) return `"${command}"`;
  return `"${command.slice(0, COMMAND_WIDTH - 1)}…"`;
}

interface Binding {
  /** With a colon behind it; '' for a port that is not published. */
  readonly address: string;
  readonly host: number;
  readonly container: number;
}

/** `0.0.0.0:8501->8501/tcp, [::]:8501->8501/tcp`; ports that follow each other make one range. */
export function portsOf({ state, spec }: ContainerInfo): string {
  if (state !== 'running') return '';
  const published = new Set(spec.ports.map(({ container }) => container));
  const bare: Binding[] = IMAGE.exposed
    .filter((port) => !published.has(port))
    .map((port) => ({ address: '', host: port, container: port }));
  const bound = ['0.0.0.0:', '[::]:'].flatMap((address) =>
    spec.ports.map(({ host, container }) => ({ address, host, container })),
  );
  return mergeRanges([...bare, ...sorted(bound)]).join(', ');
}

function sorted(bindings: readonly Binding[]): Binding[] {
  return [...bindings].sort(
    (a, b) =>
      a.container - b.container || a.address.localeCompare(b.address) * -1 || a.host - b.host,
  );
}

function mergeRanges(bindings: readonly Binding[]): string[] {
  const ranges: { first: Binding; last: Binding }[] = [];
  for (const binding of bindings) {
    const open = ranges.find(({ last }) => follows(last, binding));
    if (open) open.last = binding;
    else ranges.push({ first: binding, last: binding });
  }
  return ranges.map(({ first, last }) => {
    const inside = range(first.container, last.container);
    const outside = first.address && `${first.address}${range(first.host, last.host)}->`;
    return `${outside}${inside}/tcp`;
  });
}

function follows(before: Binding, { address, host, container }: Binding): boolean {
  return (
    address === before.address && container === before.container + 1 && host === before.host + 1
  );
}

function range(first: number, last: number): string {
  return first === last ? String(first) : `${first}-${last}`;
}
