/** The flags of `saved_model_cli`, by absl's rules: any dashes, `--flag value` or `--flag=value`, `--noflag`. */
import { ValueError } from '#errors';
import { suggestFlags } from './flag-suggestions';
import { FLAGS, type FlagKind } from './flag-table';
import { fullHelpText, HELP_TEXT } from './help';

export interface Flags {
  readonly values: ReadonlyMap<string, string | boolean>;
  /** What is no flag: the command, and what should not be there. */
  readonly positional: readonly string[];
}

/** The command ends here, with these words: usage errors (status 2), absl's own errors and help (status 1). */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly status: number;
  readonly stdout: string;
  constructor(status: number, text: { readonly stdout?: string; readonly stderr?: string }) {
    super(text.stderr ?? '');
    this.status = status;
    this.stdout = text.stdout ?? '';
  }
}

/** @throws Exit for unknown flags, wrong values and calls for help */
export function parseFlags(args: readonly string[]): Flags {
  const values = new Map<string, string | boolean>();
  const positional: string[] = [];
  let unknown: string | undefined;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      positional.push(...rest);
      break;
    }
    const parsed = parseFlag(arg);
    if (!parsed) {
      positional.push(arg);
    } else if (parsed.name === undefined) {
      unknown ??= parsed.written;
    } else {
      values.set(parsed.name, readValue(parsed, arg, rest));
      exitForHelp(parsed.name, values.get(parsed.name));
    }
  }
  if (unknown !== undefined) throw unknownFlag(unknown);
  return { values, positional };
}

interface ParsedFlag {
  /** undefined for a flag that is not known. */
  readonly name: string | undefined;
  readonly written: string;
  readonly value: string | undefined;
  readonly isNegated: boolean;
}

/** @returns undefined for what is no flag at all */
export function parseFlag(arg: string): ParsedFlag | undefined {
  const match = /^--?([^=]+)(?:=([\s\S]*))?$/.exec(arg);
  if (!match) return undefined;
  const [written, value] = [match[1]!, match[2]];
  if (Object.hasOwn(FLAGS, written)) return { name: written, written, value, isNegated: false };
  const positive = written.slice(2);
  const isNegated = written.startsWith('no') && FLAGS[positive]?.kind === 'bool';
  return { name: isNegated ? positive : undefined, written, value, isNegated };
}

function readValue(flag: ParsedFlag, arg: string, rest: string[]): string | boolean {
  const { kind } = FLAGS[flag.name!]!;
  if (flag.isNegated) {
    if (flag.value !== undefined) throw new ValueError(`${arg} does not take an argument`);
    return false;
  }
  if (kind === 'bool' && flag.value === undefined) return true;
  const text = flag.value ?? rest.shift();
  if (text === undefined) throw fatal(`Missing value for flag ${arg}`);
  return convert(flag.name!, kind, text);
}

function convert(name: string, kind: FlagKind, text: string): string | boolean {
  if (kind === 'bool') {
    if (/^(true|t|1)$/i.test(text)) return true;
    if (/^(false|f|0)$/i.test(text)) return false;
    throw wrongValue(name, text, `('Non-boolean argument to boolean flag', '${text}')`);
  }
  if (kind === 'int' && !/^\s*[+-]?\d+\s*$/.test(text)) {
    throw wrongValue(name, text, `invalid literal for int() with base 10: '${text}'`);
  }
  if (Array.isArray(kind) && !kind.includes(text)) {
    throw wrongValue(name, text, `value should be one of <${kind.join('|')}>`);
  }
  return text;
}

function exitForHelp(name: string, value: string | boolean | undefined): void {
  if (value !== true) return;
  if (name === 'help' || name === 'helpshort' || name === '?') {
    throw new Exit(1, { stdout: HELP_TEXT });
  }
  if (name === 'helpfull') throw new Exit(1, { stdout: fullHelpText() });
}

function wrongValue(name: string, text: string, problem: string): Exit {
  return fatal(`flag --${name}=${text}: ${problem}`);
}

function unknownFlag(written: string): Exit {
  const suggestions = suggestFlags(written, Object.keys(FLAGS));
  const question = suggestions.length > 0 ? `. Did you mean: ${suggestions.join(', ')} ?` : '';
  return fatal(`Unknown command line flag '${written}'${question}`);
}

function fatal(problem: string): Exit {
  const stderr = `FATAL Flags parsing error: ${problem}\nPass --helpshort or --helpfull to see help on flags.\n`;
  return new Exit(1, { stderr });
}
