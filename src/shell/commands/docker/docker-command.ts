/** What a command of `docker` is, and what every one of them says about its flags and arguments. */
import type { CommandIO } from '../../command';
import { FlagError, Flags, type FlagSpec } from './flags';

export interface DockerCall {
  readonly flags: Flags;
  readonly operands: readonly string[];
  readonly io: CommandIO;
  /** `docker run`, or `docker container run`. */
  readonly path: string;
}

export interface DockerCommand {
  /** What follows the name in the usage line: `[OPTIONS] IMAGE [COMMAND] [ARG...]`. */
  readonly usage: string;
  readonly summary: string;
  readonly flags: readonly FlagSpec[];
  /** How many arguments it takes, at least and at most. */
  readonly takes: readonly [least: number, most: number];
  readonly stopsAtOperand?: boolean;
  /** Exit status; Docker's own mistakes are thrown as DockerFailure. */
  run(call: DockerCall): Promise<number>;
}

/** Ends a command; the message is all that is printed. */
export class DockerFailure extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

const HELP: FlagSpec = { name: 'help', help: 'Print usage' };

/** @throws DockerFailure */
export async function callDocker(
  command: DockerCommand,
  path: string,
  args: readonly string[],
  io: CommandIO,
): Promise<number> {
  const flags = readFlags(command, path, args);
  if (flags.has('help')) {
    io.stdout(helpOf(command, path));
    return 0;
  }
  checkCount(command, path, flags.operands.length);
  return await command.run({ flags, operands: flags.operands, io, path });
}

function readFlags(command: DockerCommand, path: string, args: readonly string[]): Flags {
  try {
    return new Flags([...command.flags, HELP], args, command.stopsAtOperand ?? false);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    throw new DockerFailure(`${error.message}\n\n${usageOf(command, path)}\n${hint(path)}`, 125);
  }
}

function checkCount(command: DockerCommand, path: string, count: number): void {
  const [least, most] = command.takes;
  if (count >= least && count <= most) return;
  const verb = most === Infinity ? 'See' : 'Run';
  throw new DockerFailure(
    `docker: '${path}' ${needed(least, most)}\n\n${usageOf(command, path)}\n${hint(path, verb)}`,
  );
}

function needed(least: number, most: number): string {
  if (most === 0) return 'accepts no arguments';
  if (most === Infinity) return `requires at least ${counted(least)}`;
  if (least === most) return `requires ${counted(least)}`;
  if (least === 0) return `requires at most ${counted(most)}`;
  return `requires at least ${least} and at most ${counted(most)}`;
}

function counted(count: number): string {
  return `${count} argument${count === 1 ? '' : 's'}`;
}

/** The last line of most mistakes. */
export function hint(path: string, verb = 'Run'): string {
  return `${verb} '${path} --help' for more information`;
}

function usageOf(command: DockerCommand, path: string): string {
  return `Usage:  ${path} ${command.usage}\n`;
}

function helpOf(command: DockerCommand, path: string): string {
  const shown = command.flags.filter(({ isWithoutEffect }) => !isWithoutEffect);
  const lefts = shown.map(({ name, short, value }) => {
    const letter = short ? `-${short}, ` : '    ';
    return `  ${letter}--${name}${value ? ` ${value}` : ''}`;
  });
  const width = Math.max(...lefts.map((left) => left.length)) + 3;
  const options = shown.map(({ help }, i) => `${lefts[i]!.padEnd(width)}${help}\n`).join('');
  const head = `${usageOf(command, path)}\n${command.summary}\n`;
  return options ? `${head}\nOptions:\n${options}` : head;
}
