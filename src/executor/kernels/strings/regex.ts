/** Regular expressions: RE2's syntax, as far as JavaScript's engine has the same. */
import type { KernelCall } from '../../kernel';
import type { RuntimeKernels } from '../../runtime';
import { StatusError } from '../../status';
import { makeTensor, type Tensor } from '../../tensor';
import { decodeText, encodeText, mapStrings, scalarText, stringsOf } from './elements';

export const REGEX: RuntimeKernels = {
  RegexFullMatch: (call) => fullMatch(call, scalarText(call, 1, 'Pattern')),
  StaticRegexFullMatch: (call) => fullMatch(call, call.text('pattern')),
  RegexReplace: (call) =>
    replace(call, scalarText(call, 1, 'Pattern'), scalarText(call, 2, 'Rewrite')),
  StaticRegexReplace: (call) => replace(call, call.text('pattern'), call.text('rewrite')),
};

function fullMatch(call: KernelCall, pattern: string): readonly Tensor[] {
  const regex = compile(pattern, (source) => `^(?:${source})$`);
  const input = call.input(0);
  const matches = stringsOf(input).map((bytes) => (regex.test(decodeText(bytes)) ? 1 : 0));
  return [makeTensor('bool', input.shape, Uint8Array.from(matches))];
}

function replace(call: KernelCall, pattern: string, rewrite: string): readonly Tensor[] {
  const flags = call.bool('replace_global', true) ? 'g' : '';
  const regex = compile(pattern, (source) => source, flags);
  const groups = new RegExp(`${regex.source}|`, regex.flags.replace('g', '')).exec('')!.length - 1;
  if (highestGroup(rewrite) > groups) return [call.input(0)];
  return mapStrings(call.input(0), (bytes) => {
    const replaced = decodeText(bytes).replace(regex, (...match: string[]) =>
      expand(rewrite, match),
    );
    return encodeText(replaced);
  });
}

function highestGroup(rewrite: string): number {
  return [...rewrite.matchAll(/\\(\d)/g)].reduce(
    (most, [, digit]) => Math.max(most, Number(digit)),
    0,
  );
}

/** `\0` is the whole match, `\1` to `\9` its groups, two backslashes one. */
function expand(rewrite: string, match: readonly string[]): string {
  return rewrite.replace(/\\(\d|\\)/g, (_, what: string) =>
    what === '\\' ? what : (match[Number(what)] ?? ''),
  );
}

const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

/** @throws StatusError for a pattern that is none */
function compile(pattern: string, wrap: (source: string) => string, flags = ''): RegExp {
  const [, modifiers = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const source = translate(pattern.slice(modifiers === '' ? 0 : modifiers.length + 3));
  const all = [...new Set(`${flags}${modifiers}`)].join('');
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(wrap(source), `${all}${unicode}`);
    } catch {
      continue;
    }
  }
  throw new StatusError(
    'INVALID_ARGUMENT',
    `Invalid pattern: ${pattern}, error: ${problemOf(pattern)}`,
  );
}

function translate(pattern: string): string {
  return pattern
    .replace(/\[:(\^?)(\w+):\]/g, (all, not: string, name: string) =>
      not === '' ? (POSIX_CLASSES[name] ?? all) : all,
    )
    .replace(/\(\?P</g, '(?<')
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$');
}

/** As RE2 words it, for what is most often wrong. */
function problemOf(pattern: string): string {
  const bare = pattern.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
  const open = bare.split('(').length;
  const closed = bare.split(')').length;
  if (/\[[^\]]*$/.test(pattern.replace(/\\./g, ''))) {
    return `missing ]: ${pattern.slice(pattern.lastIndexOf('['))}`;
  }
  if (open > closed) return `missing ): ${pattern}`;
  if (closed > open) return `unexpected ): ${pattern}`;
  if (/\\$/.test(pattern)) return 'trailing \\';
  const [repeat] = /^[*+?]|(?<=[(|])[*+?]/.exec(pattern) ?? [];
  return repeat === undefined
    ? `invalid perl operator: ${pattern}`
    : `no argument for repetition operator: ${repeat}`;
}
