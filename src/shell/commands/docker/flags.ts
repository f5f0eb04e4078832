/** Flags as Docker's command line reads them (Go's pflag): `-tp 80:80`, `-p80:80`, `--name=x`, `--name x`, `--rm=false`. */
export interface FlagSpec {
  /** Long name, without `--`. */
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in the help: `list`, `string`, `int`; absent for a flag that is on or off. */
  readonly value?: string;
  readonly help: string;
  /** @returns what is wrong with the value */
  readonly check?: (value: string) => string | undefined;
  /** There is nothing here that it could change. */
  readonly isWithoutEffect?: boolean;
}

/** Its message is about one flag. */
export class FlagError extends Error {}

/** What was given, and the arguments that are no flags. */
export class Flags {
  readonly operands: string[] = [];
  readonly #specs: readonly FlagSpec[];
  readonly #given: { readonly spec: FlagSpec; readonly value: string }[] = [];

  /** @param stopsAtOperand whether all that follows the first operand is an operand, as a container's own arguments are */
  constructor(specs: readonly FlagSpec[], args: readonly string[], stopsAtOperand: boolean) {
    this.#specs = specs;
    const rest = [...args];
    while (rest.length > 0) {
      const argument = rest.shift()!;
      if (argument === '--') this.operands.push(...rest.splice(0));
      else if (argument.startsWith('--')) this.#takeLong(argument.slice(2), rest);
      else if (argument.startsWith('-') && argument !== '-') this.#takeLetters(argument, rest);
      else this.operands.push(argument, ...(stopsAtOperand ? rest.splice(0) : []));
    }
  }

  /** Whether a flag without value is on. */
  has(name: string): boolean {
    return isTrue(this.value(name) ?? 'false');
  }

  /** The value given last. */
  value(name: string): string | undefined {
    return this.values(name).at(-1);
  }

  values(name: string): string[] {
    return this.#given.filter(({ spec }) => spec.name === name).map(({ value }) => value);
  }

  /** Names of given flags, each once. */
  get given(): readonly FlagSpec[] {
    return [...new Set(this.#given.map(({ spec }) => spec))];
  }

  #takeLong(text: string, rest: string[]): void {
    const [name = '', value] = text.split(/=(.*)/s);
    const spec = this.#specs.find((each) => each.name === name);
    if (!spec) throw new FlagError(`unknown flag: --${name}`);
    if (spec.value === undefined) return this.#add(spec, value ?? 'true');
    const taken = value ?? rest.shift();
    if (taken === undefined) throw new FlagError(`flag needs an argument: --${name}`);
    this.#add(spec, taken);
  }

  #takeLetters(argument: string, rest: string[]): void {
    for (let at = 1; at < argument.length; at++) {
      const letter = argument[at]!;
      const spec = this.#specs.find(({ short }) => short === letter);
      const here = argument.slice(at);
      if (!spec) throw new FlagError(`unknown shorthand flag: '${letter}' in -${here}`);
      if (spec.value === undefined && here[1] !== '=') this.#add(spec, 'true');
      else {
        const value = here.slice(here[1] === '=' ? 2 : 1);
        const taken = here.length > 1 ? value : rest.shift();
        if (taken === undefined) {
          throw new FlagError(`flag needs an argument: '${letter}' in -${here}`);
        }
        return this.#add(spec, taken);
      }
    }
  }

  #add(spec: FlagSpec, value: string): void {
    const check = spec.check ?? (spec.value === undefined ? checkBool : undefined);
    const problem = check?.(value);
    if (problem !== undefined) {
      const name = spec.short ? `-${spec.short}, --${spec.name}` : `--${spec.name}`;
      throw new FlagError(`invalid argument "${value}" for "${name}" flag: ${problem}`);
    }
    this.#given.push({ spec, value });
  }
}

const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

function isTrue(text: string): boolean {
  return TRUE.includes(text);
}

function checkBool(text: string): string | undefined {
  if ([...TRUE, ...FALSE].includes(text)) return undefined;
  return `strconv.ParseBool: parsing "${text}": invalid syntax`;
}

export function checkInt(text: string): string | undefined {
  if (/^[+-]?\d+$/.test(text)) return undefined;
  return `strconv.ParseInt: parsing "${text}": invalid syntax`;
}
