/** What stands between `{{` and `}}`: fields, variables, calls, pipes. */
import { TemplateError } from './template-error';

export interface Scope {
  readonly data: unknown;
  readonly root: unknown;
  readonly variables: Map<string, unknown>;
  /** What is said of a field that is not there, with `%` for its name. */
  readonly missing: string;
}

const TOKEN = /\s*("(?:\\.|[^"\\])*"|`[^`]*`|\(|\)|\||[^\s()|]+)/y;

const FUNCTIONS: Readonly<Record<string, (...values: unknown[]) => unknown>> = {
  json: (value) => JSON.stringify(value),
  len: (value) => lengthOf(value),
  index: (value, ...keys) => keys.reduce(entryOf, value),
  upper: (text) => String(text).toUpperCase(),
  lower: (text) => String(text).toLowerCase(),
  title: (text) => String(text).replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
  join: (list, separator) => (list as unknown[]).join(String(separator)),
  split: (text, separator) => String(text).split(String(separator)),
  print: (...values) => values.join(' '),
  println: (...values) => `${values.join(' ')}\n`,
  printf: (format, ...values) => fill(String(format), values),
  truncate: (text, length) => String(text).slice(0, Number(length)),
  eq: (a, ...others) => others.includes(a),
  ne: (a, b) => a !== b,
  not: (value) => !value,
  and: (...values) => values.find((value) => !value) ?? values.at(-1),
  or: (...values) => values.find(Boolean) ?? values.at(-1),
};

/** @throws TemplateError */
export function evaluate(source: string, scope: Scope): unknown {
  const tokens = tokensOf(source);
  const value = pipe(tokens, scope);
  if (tokens.length > 0) throw problem('parse', `unexpected <${tokens[0]}> in command`);
  return value;
}

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(source); match; match = TOKEN.exec(source)) tokens.push(match[1]!);
  return tokens;
}

function pipe(tokens: string[], scope: Scope): unknown {
  let value = call(tokens, scope, []);
  while (tokens[0] === '|') {
    tokens.shift();
    value = call(tokens, scope, [value]);
  }
  return value;
}

function call(tokens: string[], scope: Scope, piped: readonly unknown[]): unknown {
  const name = tokens[0];
  if (name === undefined) throw problem('parse', 'missing value for command');
  const called = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!called) return operand(tokens, scope);
  tokens.shift();
  const values: unknown[] = [];
  while (tokens.length > 0 && tokens[0] !== '|' && tokens[0] !== ')') {
    values.push(operand(tokens, scope));
  }
  return called(...values, ...piped);
}

function operand(tokens: string[], scope: Scope): unknown {
  const token = tokens.shift()!;
  if (token === '(') return inParentheses(tokens, scope);
  if (token.startsWith('"')) return JSON.parse(token);
  if (token.startsWith('`')) return token.slice(1, -1);
  if (/^-?\d+$/.test(token)) return Number(token);
  if (token === 'true' || token === 'false') return token === 'true';
  const path = /^(\$\w*)?((?:\.\w*)*)$/.exec(token);
  if (!path) throw problem('parse', `function "${token}" not defined`);
  const [, variable, fields = ''] = path;
  return fieldsOf(startOf(variable, scope), fields, scope);
}

function inParentheses(tokens: string[], scope: Scope): unknown {
  const value = pipe(tokens, scope);
  const close = tokens.shift();
  if (!close?.startsWith(')')) throw problem('parse', 'unclosed left paren');
  if (!tokens[0]?.startsWith('.')) return value;
  return fieldsOf(value, tokens.shift()!, scope);
}

function startOf(variable: string | undefined, scope: Scope): unknown {
  if (variable === undefined) return scope.data;
  if (variable === '$') return scope.root;
  if (scope.variables.has(variable)) return scope.variables.get(variable);
  throw problem('parse', `undefined variable "${variable}"`);
}

function fieldsOf(start: unknown, path: string, scope: Scope): unknown {
  let value = start;
  for (const name of path.split('.').filter(Boolean)) {
    const holder = value;
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name)) {
      const reason = scope.missing.replace('%', scope.missing.includes('key') ? `"${name}"` : name);
      throw problem('execute', `executing "" at <${path}>: ${reason}`);
    }
    value = (holder as Record<string, unknown>)[name];
  }
  return value;
}

function entryOf(value: unknown, key: unknown): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, String(key))) {
    return (value as Record<string, unknown>)[String(key)];
  }
  if (!Array.isArray(value)) return undefined;
  throw problem('execute', `error calling index: index out of range: ${String(key)}`);
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return Object.keys(value ?? {}).length;
}

/** `%s`, `%d`, `%v` and `%q`, with a width and how much of a text is shown. */
function fill(format: string, values: readonly unknown[]): string {
  const left = [...values];
  return format.replace(
    /%(-?)(\d*)(?:\.(\d+))?([sdvq%])/g,
    (_, minus: string, width: string, most: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      const value = left.shift();
      const whole = most === undefined ? String(value) : String(value).slice(0, Number(most));
      const text = verb === 'q' ? JSON.stringify(whole) : whole;
      return minus ? text.padEnd(Number(width)) : text.padStart(Number(width));
    },
  );
}

function problem(step: 'parse' | 'execute', message: string): TemplateError {
  return new TemplateError(step, `template: :1${step === 'execute' ? ':2' : ''}: ${message}`);
}
