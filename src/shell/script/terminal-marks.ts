/**
 * Tells commands of ours whether they write to the terminal. The syntax tree shows it: in a script that is about to run,
 * each such command is given one more redirection, from a channel whose content says so.
 */
import type { TerminalKind } from '../command';
import { CHANNELS } from '../files/paths';
import {
  nameOf,
  redirection,
  type CommandNode,
  type Pipeline,
  type Redirection,
  type Script,
  type SimpleCommand,
  type Statement,
} from './ast';

export interface TerminalMark {
  readonly kind: TerminalKind;
  /** stderr goes where stdout goes: `2>&1`. */
  readonly isMerged: boolean;
}

/** Commands that ask. */
const ASKING: ReadonlySet<string> = new Set(['curl', 'docker']);

/** No script that is written by hand uses it. */
const DESCRIPTOR = 97;

/** The channels by their paths, with their content. */
export const TERMINAL_MARKS = {
  '/live': 'live',
  '/live-merged': 'live merged',
  '/later': 'later',
  '/later-merged': 'later merged',
};

/** @param descriptors what is open besides stdin, by number */
export function readTerminalMark(descriptors?: ReadonlyMap<number, string>): TerminalMark {
  const [kind, merged] = (descriptors?.get(DESCRIPTOR) ?? '').split(' ');
  const isMerged = merged === 'merged';
  return { kind: kind === 'live' || kind === 'later' ? kind : 'none', isMerged };
}

/** Changes the script in place. */
export function markTerminal(script: Script): void {
  markAll(script.statements, 'live');
}

/** A list with && or || of simple commands, one of which asks: its commands are told one by one. */
export function isLiveList({ pipelines, background }: Statement): boolean {
  if (pipelines.length < 2 || background) return false;
  const names = pipelines.map(({ commands: [command, ...more], negated, timed }) => {
    if (command?.type !== 'SimpleCommand' || more.length > 0 || negated || timed) return undefined;
    return nameOf(command);
  });
  return names.every(Boolean) && names.some((name) => ASKING.has(name ?? ''));
}

type Kind = Exclude<TerminalKind, 'none'>;

function markAll(statements: readonly Statement[], kind: Kind): void {
  for (const statement of statements) {
    for (const pipeline of statement.pipelines) {
      const { commands } = pipeline;
      for (const command of commands.slice(0, -1)) markFunctions(command);
      const last = commands.at(-1);
      if (last) markCommand(last, kind === 'live' ? kindOf(statement, pipeline) : kind);
    }
  }
}

/** Nothing may be shown before what is told together with it: see `stream.ts`. */
function kindOf(statement: Statement, { commands, negated, timed }: Pipeline): Kind {
  if (statement.pipelines.length > 1) return isLiveList(statement) ? 'live' : 'later';
  if (statement.background) return 'later';
  const comesWhole = commands.length > 1 || negated || timed;
  return comesWhole && commands.at(-1)?.type !== 'SimpleCommand' ? 'later' : 'live';
}

function markCommand(command: CommandNode, kind: Kind): void {
  if (command.type === 'SimpleCommand') return markSimple(command, kind);
  if (command.type === 'FunctionDef') return markFunctions(command);
  if (command.redirections.length === 0) for (const body of bodiesOf(command)) markAll(body, kind);
}

/** What a function writes comes when it has ended, so nothing in it may be shown before. */
function markFunctions(command: CommandNode): void {
  if (command.type === 'FunctionDef') markCommand(command.body, 'later');
}

function bodiesOf(command: CommandNode): (readonly Statement[])[] {
  switch (command.type) {
    case 'Group':
    case 'Subshell':
    case 'For':
    case 'CStyleFor':
      return [command.body];
    case 'While':
    case 'Until':
      return [command.condition, command.body];
    case 'If':
      return [
        ...command.clauses.flatMap(({ condition, body }) => [condition, body]),
        ...(command.elseBody ? [command.elseBody] : []),
      ];
    case 'Case':
      return command.items.map(({ body }) => body);
    default:
      return [];
  }
}

function markSimple(command: SimpleCommand, kind: Kind): void {
  if (!ASKING.has(nameOf(command) ?? '')) return;
  const merged = command.redirections.some(isMerging);
  if (!command.redirections.every((each) => each.fd === 0 || readsInput(each) || isMerging(each)))
    return;
  const path = `${CHANNELS}/${kind}${merged ? '-merged' : ''}`;
  command.redirections.push(redirection(DESCRIPTOR, '<', path));
}

function readsInput({ operator }: Redirection): boolean {
  return operator.startsWith('<');
}

/** `2>&1` */
function isMerging({ fd, operator, target }: Redirection): boolean {
  if (fd !== 2 || operator !== '>&' || !('parts' in target)) return false;
  const [part, ...more] = target.parts;
  return part?.type === 'Literal' && part.value === '1' && more.length === 0;
}
