/** Sets and ranges in URLs: `{a,b}`, `[1-3]`, `[01-10:2]`, `[a-z]`. */
import { Code, CurlError } from './curl-error';

export interface GlobbedUrl {
  readonly url: string;
  /** What each set or range has become, for `#1` in names of files. */
  readonly parts: readonly string[];
}

/** @throws CurlError with status 3 */
export function expandUrl(text: string, isOff: boolean): GlobbedUrl[] {
  if (isOff) return [{ url: text, parts: [] }];
  let found: GlobbedUrl[] = [{ url: '', parts: [] }];
  let at = 0;
  while (at < text.length) {
    const { next, choices, literal } = readPiece(text, at);
    at = next;
    found =
      choices === undefined
        ? found.map(({ url, parts }) => ({ url: url + literal, parts }))
        : found.flatMap(({ url, parts }) =>
            choices.map((choice) => ({ url: url + choice, parts: [...parts, choice] })),
          );
  }
  return found;
}

interface Piece {
  readonly next: number;
  readonly literal: string;
  readonly choices?: readonly string[];
}

function readPiece(text: string, at: number): Piece {
  const char = text[at]!;
  if (char === '\\' && /[[\]{},]/.test(text[at + 1] ?? '')) {
    return { next: at + 2, literal: text[at + 1]! };
  }
  if (char === '{') return readSet(text, at);
  if (char === '[') return readAddress(text, at) ?? readRange(text, at);
  if (char === '}' || char === ']') {
    throw problem(text, at + 1, 'unmatched close brace/bracket');
  }
  return { next: at + 1, literal: char };
}

function readSet(text: string, at: number): Piece {
  const end = text.indexOf('}', at);
  if (end < 0) throw problem(text, at + 1, 'unmatched brace');
  const choices = text.slice(at + 1, end).split(',');
  if (choices.length === 1 && choices[0] === '') {
    throw problem(text, end + 1, 'empty string within braces');
  }
  return { next: end + 1, literal: '', choices };
}

/** An IPv6 address is no range. */
function readAddress(text: string, at: number): Piece | undefined {
  const [address] = /^\[[\da-f]*:[\da-f:.%]*\]/i.exec(text.slice(at)) ?? [];
  return address === undefined ? undefined : { next: at + address.length, literal: address };
}

function readRange(text: string, at: number): Piece {
  const rest = text.slice(at);
  const [numbers, first, last, step] = /^\[(\d+)-(\d+)(?::(\d+))?\]/.exec(rest) ?? [];
  if (numbers !== undefined) {
    const width = first!.startsWith('0') ? first!.length : 0;
    const choices = count(Number(first), Number(last), Number(step ?? 1)).map((number) =>
      String(number).padStart(width, '0'),
    );
    if (choices.length > 0) return { next: at + numbers.length, literal: '', choices };
  }
  const [letters, from, to, by] = /^\[([a-z])-([a-z])(?::(\d+))?\]/i.exec(rest) ?? [];
  if (letters !== undefined) {
    const codes = count(from!.charCodeAt(0), to!.charCodeAt(0), Number(by ?? 1));
    const choices = codes.map((code) => String.fromCharCode(code));
    if (choices.length > 0) return { next: at + letters.length, literal: '', choices };
  }
  throw problem(text, at + 2, 'bad range');
}

function count(first: number, last: number, step: number): number[] {
  if (step < 1 || last < first) return [];
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}

/** @param position from 1 */
function problem(text: string, position: number, what: string): CurlError {
  const pointer = `${' '.repeat(position - 1)}^`;
  return new CurlError(Code.badUrl, `${what} in URL position ${position}:\n${text}\n${pointer}`);
}
