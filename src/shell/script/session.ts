/**
 * What one script leaves to the next, as commands typed into one terminal do: directory, variables, functions, options.
 * `just-bash` begins every script afresh, so a script gets lines at its end that tell its state, and lines at its start
 * that bring it back. A script that ends with `exit`, is stopped, or sends all its output elsewhere leaves nothing.
 */
import { CHANNELS, HOME } from '../files/paths';
import { walk, type FunctionDefinition, type Script } from './ast';

const STATE_CHANNEL = `${CHANNELS}/state`;

/** Between the parts of what a script tells of its state. */
const MARK = '\u001e';

/** Variables that the shell itself keeps, or that are about one script. */
const OWN = new Set(
  '_ ? # * @ PIPESTATUS BASHOPTS SHELLOPTS PWD FUNCNAME BASH_LINENO BASH_SOURCE LINENO'.split(' '),
);

export interface Session {
  readonly cwd: string;
  /** Values of all variables that are no arrays. */
  readonly env: Readonly<Record<string, string>>;
  /** Shell text that brings back what a value does not tell: arrays, attributes, options. */
  readonly setup: string;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
}

/** What a new terminal begins with. */
export const EMPTY_SESSION: Session = {
  cwd: HOME,
  env: {},
  setup: 'shopt -s expand_aliases',
  functions: new Map(),
};

/** Runs after a script; an associative array is told entry by entry, since `declare -p` does not quote its values. */
export const TELL_STATE = `{
echo "$?"
printf '%s' '${MARK}'
declare -p
printf '%s' '${MARK}'
declare -F
printf '%s' '${MARK}'
set +o
shopt -p
printf '%s' '${MARK}'
for __array in $(declare -p | grep -o '^declare -[a-zA-Z]*A[a-zA-Z]* [A-Za-z_0-9]*' | cut -d' ' -f3); do
  eval 'for __key in "\${!'"$__array"'[@]}"; do printf "%s[%q]=%q\\n" "$__array" "$__key" "\${'"$__array"'[$__key]}"; done'
done
unset __array __key
} >>${STATE_CHANNEL} 2>/dev/null`;

export interface Told {
  /** Exit status of the script's last command. */
  readonly status: number;
  readonly session: Session;
}

/**
 * @param text what the script told
 * @param env values of its variables at its end
 * @param script its tree, for the functions in it
 * @param before what it began with
 */
export function readState(
  text: string,
  env: Readonly<Record<string, string>>,
  script: Script,
  before: Session,
): Told {
  const [status = '', variables = '', names = '', options = '', entries = ''] = text.split(MARK);
  const declared = readDeclarations(variables);
  const setup = [
    ...setupLines(declared),
    entries,
    ...optionLines(options),
    ...readonlyLines(declared),
  ];
  return {
    status: Number(status),
    session: {
      cwd: env.PWD ?? before.cwd,
      env: plainValues(env, declared),
      setup: setup.filter(Boolean).join('\n'),
      functions: pickFunctions(names, script, before),
    },
  };
}

interface Declaration {
  readonly flags: string;
  readonly name: string;
  /** `=…` as a shell reads it again; '' for a variable without value. */
  readonly assignment: string;
}

function readDeclarations(text: string): Declaration[] {
  const declarations: Declaration[] = [];
  for (const line of text.split('\n')) {
    const match = /^declare -(\S+) ([A-Za-z_]\w*)(=.*)?$/.exec(line);
    if (!match || OWN.has(match[2]!)) continue;
    declarations.push({
      flags: match[1]!.replace('-', ''),
      name: match[2]!,
      assignment: match[3] ?? '',
    });
  }
  return declarations;
}

function setupLines(declared: readonly Declaration[]): string[] {
  return declared.flatMap(({ flags, name, assignment }) => {
    const others = flags.replace('r', '');
    if (others.includes('A')) return [`declare -${others} ${name}`];
    if (others.includes('a')) return [`declare -${others} ${name}`, name + assignment];
    return others ? [`declare -${others} ${name}`] : [];
  });
}

function readonlyLines(declared: readonly Declaration[]): string[] {
  const names = declared.filter(({ flags }) => flags.includes('r')).map(({ name }) => name);
  return names.length > 0 ? [`readonly ${names.join(' ')}`] : [];
}

/** Options that are on; tracing and stopping at errors come last, so that they are not about these lines. */
function optionLines(text: string): string[] {
  const lines = text.split('\n').filter((line) => /^(set -o|shopt -s) /.test(line));
  const isLate = (line: string) => /(xtrace|verbose|errexit|nounset)$/.test(line);
  return [...lines.filter((line) => !isLate(line)), ...lines.filter(isLate)];
}

function plainValues(
  env: Readonly<Record<string, string>>,
  declared: readonly Declaration[],
): Record<string, string> {
  const scalars = new Set(
    declared.filter(({ flags }) => !/a/i.test(flags)).map(({ name }) => name),
  );
  const isKept = (name: string) => scalars.has(name) || name.startsWith('BASH_ALIAS_');
  return Object.fromEntries(Object.entries(env).filter(([name]) => isKept(name)));
}

/** Those functions that are there at the end, each as it was defined last. */
function pickFunctions(
  names: string,
  script: Script,
  before: Session,
): Map<string, FunctionDefinition> {
  const known = new Map(before.functions);
  walk(script, (node) => {
    if (node.type !== 'FunctionDef') return;
    const definition = node as FunctionDefinition;
    known.set(definition.name, definition);
  });
  const alive = new Set(Array.from(names.matchAll(/^declare -f\S* (\S+)$/gm), ([, name]) => name!));
  return new Map([...known].filter(([name]) => alive.has(name)));
}
