/** The part of the command line that argparse reads after absl: which command, and whether it has what it needs. */
import { AttributeError, KeyError } from '#errors';
import { reprText } from '#tensor';
import { FLAGS } from './flag-table';
import { Exit, parseFlag, type Flags } from './flags';

const REQUIRED = {
  show: ['dir'],
  run: ['dir', 'tag_set', 'signature_def'],
  scan: ['dir'],
  convert: ['dir', 'output_dir', 'tag_set'],
  freeze_model: ['dir', 'output_prefix', 'tag_set'],
  aot_compile_cpu: ['cpp_class'],
} as const;

export type Subcommand = keyof typeof REQUIRED;

const NAME = 'saved_model_cli';
const METHOD = 'tensorrt';
const INDENT = ' '.repeat(`usage: ${NAME} `.length);
const TOP_USAGE = `usage: ${NAME} [-h] [--helpfull] [-v]\n${INDENT}{show,run,scan,convert,aot_compile_cpu,freeze_model}\n${INDENT}...\n`;

/**
 * @param args the whole command line, which argparse reads once more
 * @throws Exit with argparse's usage, KeyError for a command that the tool does not have
 */
export function parseSubcommand(args: readonly string[], flags: Flags): Subcommand {
  const [command, second] = flags.positional;
  if (command === undefined) throw usageError(NAME, TOP_USAGE, 'Too few arguments.');
  if (!isSubcommand(command)) throw new KeyError(reprText(command));
  const hasMethod = command === 'convert' && second !== undefined;
  const usage = usageOf(command);
  if (hasMethod && second !== METHOD) {
    const problem = `argument {${METHOD}}: invalid choice: ${reprText(second)} (choose from ${reprText(METHOD)})`;
    throw usageError(`${NAME} ${command}`, usage, problem);
  }
  const program = hasMethod ? `${NAME} ${command} ${METHOD}` : `${NAME} ${command}`;
  const programUsage = hasMethod ? `usage: ${program} [-h] [--helpfull]\n` : usage;
  const problem = valueProblem(args) ?? missingFlags(command, flags);
  if (problem !== undefined) throw usageError(program, programUsage, problem);
  checkSurplus(args, hasMethod ? 2 : 1);
  if (command === 'convert' && !hasMethod) {
    throw new AttributeError("'Namespace' object has no attribute 'func'");
  }
  return command;
}

function isSubcommand(name: string): name is Subcommand {
  return Object.hasOwn(REQUIRED, name);
}

function usageOf(command: Subcommand): string {
  const methods = command === 'convert' ? ` {${METHOD}} ...` : '';
  return `usage: ${NAME} ${command} [-h] [--helpfull]${methods}\n`;
}

/** argparse takes fewer forms than absl does: no value for a switch. */
function valueProblem(args: readonly string[]): string | undefined {
  for (const arg of args) {
    const match = /^--([^=]+)=(.*)$/.exec(arg);
    const flag = match && parseFlag(`--${match[1]!}`);
    if (flag?.name && isSwitch(flag.name)) {
      return `argument --${flag.name}/--no${flag.name}: ignored explicit argument ${reprText(match![2]!)}`;
    }
  }
  return undefined;
}

function isSwitch(name: string): boolean {
  return FLAGS[name]!.kind === 'bool';
}

function missingFlags(command: Subcommand, { values }: Flags): string | undefined {
  const missing = REQUIRED[command].filter((name) => !values.has(name));
  const lines = missing.map(
    (name) => `flag --${name}=None: Flag --${name} must have a value other than None.`,
  );
  return lines.length > 0 ? lines.join('\n') : undefined;
}

/** Words beyond the command, and flags with one dash, which only absl understands. */
function checkSurplus(args: readonly string[], expected: number): void {
  const surplus: string[] = [];
  let words = 0;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      surplus.push(...args.slice(i));
      break;
    }
    if (arg.startsWith('--')) {
      const flag = parseFlag(arg);
      if (flag?.name && flag.value === undefined && !isSwitch(flag.name)) i++;
    } else if (arg.startsWith('-') || words++ >= expected) {
      surplus.push(arg);
    }
  }
  if (surplus.length > 0) {
    throw usageError(NAME, TOP_USAGE, `unrecognized arguments: ${surplus.join(' ')}`);
  }
}

function usageError(program: string, usage: string, problem: string): Exit {
  return new Exit(2, { stderr: `${usage}${program}: error: ${problem}\n` });
}
