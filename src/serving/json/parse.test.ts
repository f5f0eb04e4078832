import { expect, it } from 'vitest';
import rapidjson from '../../../tests/fixtures/json/rapidjson.json';
import { debugText } from './debug-text';
import { parseJson } from './parse';
import { JsonSyntaxError } from './syntax-error';
import { ARRAY, BIG_INTEGER, DOUBLE, FALSE, INTEGER, NULL, OBJECT, STRING, TRUE } from './tape';
import type { Tape, ValueIndex } from './tape';

const parse = (text: string) => parseJson(new TextEncoder().encode(text));

/** Everything that the tape holds, in the words of the fixture. */
function outline(tape: Tape, index: ValueIndex): string {
  const kind = tape.kind(index);
  if (kind === NULL) return 'N';
  if (kind === TRUE || kind === FALSE) return kind === TRUE ? 'T' : 'F';
  if (kind === STRING) return `S${Buffer.from(tape.string(index)).toString('hex')};`;
  if (kind === INTEGER || kind === BIG_INTEGER) return `I${tape.bigint(index)};`;
  if (kind === DOUBLE) return `D${bits(tape.double(index))};`;
  const items: string[] = [];
  for (let at = index + 1; at < tape.next(index); at = tape.next(at)) items.push(outline(tape, at));
  expect(items.length).toBe(tape.size(index) * (kind === OBJECT ? 2 : 1));
  return kind === ARRAY ? `[${items.join('')}]` : `{${items.join('')}}`;
}

function bits(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

it('reads, refuses and shows what RapidJSON reads, refuses and shows', () => {
  for (const [base64, outcome, shown] of rapidjson) {
    const bytes = Uint8Array.from(Buffer.from(base64!, 'base64'));
    try {
      const tape = parseJson(bytes);
      expect([base64, outline(tape, 0)]).toEqual([base64, outcome]);
      expect([base64, debugText(tape, 0)]).toEqual([base64, shown]);
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      expect([base64, `${error.message} at offset: ${error.offset}`]).toEqual([base64, outcome]);
    }
  }
});

it.each([
  ['   ', 'The document is empty.', 3],
  [']', 'The document is empty.', 0],
  ['instances = [1, 2]', 'Invalid value.', 0],
  ['{"instances": [1,]}', 'Invalid value.', 17],
  ['{"a": .5}', 'Invalid value.', 6],
  ['{"a": Infx}', "Missing a comma or '}' after an object member.", 9],
  ['{"a": Infinite}', 'Invalid value.', 13],
  ['{instances: [1]}', 'Missing a name for object member.', 1],
  ['{"instances": [1],}', 'Missing a name for object member.', 18],
  ['{"instances" [1]}', 'Missing a colon after a name of object member.', 13],
  ['{"a": 01}', "Missing a comma or '}' after an object member.", 7],
  ['{"instances": [1.0, 2.0, 5.0]', "Missing a comma or '}' after an object member.", 29],
  ['{"instances": [1 2]}', "Missing a comma or ']' after an array element.", 17],
  ['{"instances": [1,2', "Missing a comma or ']' after an array element.", 18],
  ['{"a": "abc}', 'Missing a closing quotation mark in string.', 11],
  ['{"a": "\\x"}', 'Invalid escape character in string.', 7],
  ['{"a": "\t"}', 'Invalid escape character in string.', 7],
  ['{"é": "\\u00g0"}', 'Incorrect hex digit after \\u escape in string.', 8],
  ['{"a": "\\ud800x"}', 'The surrogate pair in string is invalid.', 7],
  ['{"a": 1e400}', 'Number too big to be stored in double.', 6],
  ['{"a": 1.}', 'Miss fraction part in number.', 8],
  ['{"a": 1e}', 'Miss exponent in number.', 8],
])('refuses %s', (text, message, offset) => {
  expect(() => parse(text)).toThrow(
    expect.objectContaining({ message, offset }) as unknown as Error,
  );
});

it('leaves its input alone, and honours where it begins', () => {
  const whole = new TextEncoder().encode('xx{"a": "\\u00e9"}yy');
  const copy = whole.slice();
  const tape = parseJson(whole.subarray(2));
  expect(tape.text(tape.member(0, 'a')!)).toBe('é');
  expect(whole).toEqual(copy);
});

it('finds members by name, the first of those that have it', () => {
  const tape = parse('{"ab": 1, "a": 2, "a": 3, "\\u0062": 4, "aaaaaaa": 5}');
  const at = (name: string) => {
    const found = tape.member(0, name);
    return found === undefined ? undefined : tape.double(found);
  };
  expect(['a', 'b', 'ab', 'aaaaaaa', 'c', ''].map(at)).toEqual([2, 4, 1, 5, undefined, undefined]);
});

it('nests without end', () => {
  const depth = 500_000;
  const tape = parse('['.repeat(depth) + ']'.repeat(depth));
  expect([tape.next(0), tape.size(depth - 2), tape.size(depth - 1)]).toEqual([depth, 1, 0]);
  expect(() => parse('[{"a":'.repeat(depth))).toThrow('Invalid value.');
});

it('shows the beginning of a long value', () => {
  const shown = debugText(parse(`[${'"0123456789", '.repeat(1000)}1]`), 0);
  expect(shown.length).toBeGreaterThanOrEqual(256);
  expect(shown.length).toBeLessThan(280);
  expect(debugText(parse('{"a": {"b":[1,{"c":2}]}}'), 0)).toBe(
    '{\n    "a": {\n        "b": [1, {\n                "c": 2\n            }]\n    }\n}',
  );
  expect(debugText(parse('[1, NaN, 2]'), 0)).toBe('[1, ');
});
