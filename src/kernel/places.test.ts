import { expect, test } from 'vitest';
import { Places } from './places';

function withStack(stack: string): Error {
  return Object.assign(new Error('x'), { stack });
}

test('lines of cells are picked out of a stack, innermost first', () => {
  const places = new Places();
  const a = places.addSource('load data');
  const b = places.addSource('b');
  a.locateBy((line, column) => ({ line: line - 3, column }));
  b.locateBy((line) => (line > 3 ? { line: line - 3, column: 1 } : undefined));
  const error = withStack(
    `Error: x\n at api (http://host/x.js:1:2)\n at f (${a.url}:5:7)\n at async eval (${b.url}:4:1)\n at eval (${b.url}:3:1)`,
  );
  expect(places.framesOf(error)).toEqual([
    { cellId: 'load data', line: 2, column: 7 },
    { cellId: 'b', line: 1, column: 1 },
  ]);
});

test('an error without a stack of cells is placed where it was awaited', () => {
  const places = new Places();
  const error = withStack('Error: x\n at api (http://host/x.js:1:2)');
  const frame = { cellId: 'a', line: 2, column: 1 };
  places.addAwaited(error, frame);
  expect(places.framesOf(error)).toEqual([frame]);
});

test('what is no object has no place', () => {
  expect(new Places().framesOf('text')).toEqual([]);
});
