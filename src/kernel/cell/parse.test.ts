import { expect, test } from 'vitest';
import { compileCell } from './compile';
import { CellSyntaxError } from './syntax-error';

function fail(code: string): CellSyntaxError {
  try {
    compileCell(code, 'cell-a.ts');
  } catch (error) {
    if (error instanceof CellSyntaxError) return error;
  }
  throw new Error(`compiled: ${code}`);
}

test.each([
  ['const x = ;', { line: 1, column: 11 }],
  ['let ok: Map<string, number> = f(); return 3', { line: 1, column: 36 }],
  ['const a: number = 1\nlet b: string, a = 2', { line: 2, column: 16 }],
  ['"abc', { line: 1, column: 1 }],
  ['print(1)\n  import x from "lodash"', { line: 2, column: 3 }],
  ['export const a = 1', { line: 1, column: 1 }],
  ['print(1)\nconst [a, NaN] = [1, 2]', { line: 2, column: 11 }],
  ['var undefined = 1', { line: 1, column: 5 }],
  ['const $await = 1', { line: 1, column: 7 }],
  ['const f = (a) => {\n  return arguments }', { line: 2, column: 10 }],
])('%j is refused at its own place', (code, position) => {
  const { name, message, position: found } = fail(code);
  expect(name).toBe('SyntaxError');
  expect(message).not.toMatch(/\(\d+:\d+\)/);
  expect(found).toEqual(position);
});

test('a foreign import says what is in scope anyway', () => {
  expect(fail('import * as tf from "@tensorflow/tfjs"')).toMatchObject({
    message: 'A cell cannot import "@tensorflow/tfjs".',
    hint: expect.stringContaining('keras, layers, tf, np'),
  });
  expect(fail('import { keras as k } from "slipway"').message).toContain('cannot rename');
});
