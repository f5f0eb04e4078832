/** Options as GNU's tools read them: `-lh`, `-d 2`, `-d2`, `--max-depth=2`, `--` and operands between options. */
import type { Command, CommandIO } from '../command';

/** Options by their letter or long name; a value after `:` says what the option takes and is known by. */
interface OptionSpec {
  /** Letters without a value. */
  readonly flags: string;
  /** Letters that take a value. */
  readonly values?: string;
  /** Long names, each with the letter that it stands for; one that is no letter of the above stands for itself. */
  readonly long?: Readonly<Record<string, string>>;
}

export interface Options {
  has(letter: string): boolean;
  /** The value given last. */
  value(letter: string): string | undefined;
  /** Letters of options without a value, in the order given: for those where the last one wins. */
  readonly given: readonly string[];
  readonly operands: readonly string[];
}

/** Its message is all that the tool prints. */
export class UsageError extends Error {}

export interface ToolSpec extends OptionSpec {
  readonly name: string;
  /** Exit status after wrong options. */
  readonly onMisuse: number;
}

/** A command that takes options. Mistakes in them are printed in the words of getopt. */
export function defineTool(
  spec: ToolSpec,
  run: (options: Options, io: CommandIO) => Promise<number>,
): Command {
  return async (args, io) => {
    try {
      return await run(parseOptions(spec.name, args, spec), io);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      io.stderr(error.message);
      return spec.onMisuse;
    }
  };
}

function parseOptions(tool: string, args: readonly string[], spec: OptionSpec): Options {
  const parsing = new Parsing(tool, spec);
  const rest = [...args];
  while (rest.length > 0) parsing.take(rest.shift()!, rest);
  return parsing;
}

class Parsing implements Options {
  readonly given: string[] = [];
  readonly operands: string[] = [];
  readonly #values = new Map<string, string>();
  readonly #tool: string;
  readonly #spec: OptionSpec;

  constructor(tool: string, spec: OptionSpec) {
    this.#tool = tool;
    this.#spec = spec;
  }

  has(letter: string): boolean {
    return this.given.includes(letter);
  }

  value(letter: string): string | undefined {
    return this.#values.get(letter);
  }

  /** @param rest the arguments that follow, from which values and, after `--`, operands are taken */
  take(argument: string, rest: string[]): void {
    if (argument === '--') this.operands.push(...rest.splice(0));
    else if (argument.startsWith('--')) this.#takeLong(argument.slice(2), rest);
    else if (argument.startsWith('-') && argument !== '-') this.#takeLetters(argument, rest);
    else this.operands.push(argument);
  }

  #takeLetters(argument: string, rest: string[]): void {
    for (let i = 1; i < argument.length; i++) {
      const letter = argument[i]!;
      if (this.#spec.values?.includes(letter)) {
        this.#values.set(letter, argument.slice(i + 1) || this.#need(letter, rest));
        return;
      }
      if (!this.#spec.flags.includes(letter)) throw this.#error(`invalid option -- '${letter}'`);
      this.given.push(letter);
    }
  }

  #takeLong(argument: string, rest: string[]): void {
    const [name = '', ...more] = argument.split('=');
    const letter = this.#spec.long?.[name];
    if (letter === undefined && name === 'help') throw this.#usage();
    if (letter === undefined) throw this.#error(`unrecognized option '--${argument}'`);
    if (!this.#spec.values?.includes(letter)) {
      this.given.push(letter);
      return;
    }
    const value = more.length > 0 ? more.join('=') : rest.shift();
    if (value === undefined) throw this.#error(`option '--${name}' requires an argument`);
    this.#values.set(letter, value);
  }

  #need(letter: string, rest: string[]): string {
    const value = rest.shift();
    if (value === undefined) throw this.#error(`option requires an argument -- '${letter}'`);
    return value;
  }

  /** Which options there are; what they do is what they do elsewhere. */
  #usage(): UsageError {
    const { flags, values = '', long = {} } = this.#spec;
    const options = [
      ...[...flags].map((letter) => `-${letter}`),
      ...[...values].map((letter) => `-${letter} VALUE`),
      ...Object.keys(long).map((name) => `--${name}`),
    ];
    return new UsageError(
      `Usage: ${this.#tool} [OPTION]... [FILE]...\nThe options here are ${options.join(', ')}.\n`,
    );
  }

  #error(problem: string): UsageError {
    const tool = this.#tool;
    return new UsageError(`${tool}: ${problem}\nTry '${tool} --help' for more information.\n`);
  }
}
