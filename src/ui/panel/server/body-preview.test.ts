import { describe, expect, test } from 'vitest';
import { previewBody } from './body-preview';

function preview(text: string, whole = true) {
  const bytes = new TextEncoder().encode(text);
  return previewBody(bytes, whole, bytes.length);
}

test('numbers stay as they are written, and NaN is one', () => {
  const text = '{"b": 1.0, "a": [1e+06, NaN, -Infinity], "b": "x\\n"}';
  expect(preview(text)).toEqual({
    kind: 'json',
    text: '{\n  "b": 1.0,\n  "a": [1e+06, NaN, -Infinity],\n  "b": "x\\n"\n}',
    cut: undefined,
  });
});

test('small matrices are written by rows', () => {
  expect(preview('[[1,2],[3,4]]').text).toBe('[\n  [1, 2],\n  [3, 4]\n]');
});

test('large tensors are folded to their beginning and their shape', () => {
  const row = `[${Array.from({ length: 28 }, () => '0.5').join(',')}]`;
  const picture = `[${Array.from({ length: 28 }, () => row).join(',')}]`;
  expect(preview(`{"instances": [${picture}]}`).text).toBe(
    '{\n  "instances": [[[0.5, 0.5, 0.5, 0.5, 0.5, 0.5, …]]]  (shape 1 × 28 × 28, 784 numbers)\n}',
  );
});

test('ragged lists are shown as they are', () => {
  expect(preview('[[1,2],[3]]').text).toBe('[\n  [1, 2],\n  [3]\n]');
});

test('of a long list of other things the first are shown', () => {
  const list = JSON.stringify(Array.from({ length: 20 }, (_, index) => ({ index })));
  expect(preview(list).text).toMatch(/… 8 more\n\]$/);
});

test.each(['instances = [1, 2]', '{"a": [1 2]}', '{"a" 1}', '[1,', "{'a': 1}", '<HTML></HTML>\n'])(
  '%s is shown as text',
  (text) => {
    expect(preview(text)).toEqual({ kind: 'text', text, cut: undefined });
  },
);

test('an error of the server is laid out', () => {
  expect(preview('{\n    "error": "no"\n}').text).toBe('{\n  "error": "no"\n}');
});

describe('what is not all', () => {
  test('a body that was cut says so, even inside a character', () => {
    const bytes = new TextEncoder().encode('{"ü');
    expect(previewBody(bytes.subarray(0, 3), false, 900)).toEqual({
      kind: 'text',
      text: '{"',
      cut: 'The beginning of 900 bytes; the rest was not kept.',
    });
  });

  test('a body that is not kept says so', () => {
    expect(previewBody(new Uint8Array(), false, 9)).toMatchObject({
      text: '',
      cut: 'This body was not kept: newer ones needed the room.',
    });
  });

  test('a long text is cut', () => {
    const found = preview('x'.repeat(30_000));
    expect(found.text).toHaveLength(20_000);
    expect(found.cut).toBe('The first 20000 characters of 30000 bytes.');
  });
});

test('bytes that are no text are counted, and nothing is nothing', () => {
  expect(previewBody(Uint8Array.of(0x1f, 0x8b, 8, 0), true, 4)).toMatchObject({
    kind: 'binary',
    text: '4 bytes that are no text.',
  });
  expect(previewBody(new Uint8Array(), true, 0).text).toBe('No body.');
});

test('nesting without end is text', () => {
  expect(preview('['.repeat(200_000)).kind).toBe('text');
});
