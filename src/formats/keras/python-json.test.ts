import { expect, it } from 'vitest';
import { parsePythonJson, stringifyPythonJson } from './python-json';

it('reads the bare words of Python for numbers that are not finite', () => {
  expect(parsePythonJson('{"a": NaN, "b": [Infinity, -Infinity], "c": 1}')).toEqual({
    a: NaN,
    b: [Infinity, -Infinity],
    c: 1,
  });
});

it('leaves such words inside of strings alone', () => {
  const text = String.raw`{"NaN": "Infinity", "b": "say \"NaN\" \\", "c": NaN}`;
  expect(parsePythonJson(text)).toEqual({ NaN: 'Infinity', b: 'say "NaN" \\', c: NaN });
});

it('refuses what is no JSON in Python either', () => {
  expect(() => parsePythonJson('{"a": nan}')).toThrow(SyntaxError);
  expect(() => parsePythonJson('{"a": NaN NaN}')).toThrow(SyntaxError);
});

it('writes them as Python does, and the rest as JSON', () => {
  expect(stringifyPythonJson({ a: NaN, b: [Infinity, -Infinity, 0.5], c: 'NaN' })).toBe(
    '{"a":NaN,"b":[Infinity,-Infinity,0.5],"c":"NaN"}',
  );
});

it('writes a momentum of 0 as the float that SGD wants', () => {
  expect(stringifyPythonJson({ momentum: 0, units: 1 })).toBe('{"momentum":0.0,"units":1}');
  expect(stringifyPythonJson({ momentum: 0.9 })).toBe('{"momentum":0.9}');
});
