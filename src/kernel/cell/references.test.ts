import { expect, test } from 'vitest';
import { parseCell } from './parse';
import { findReferences } from './references';

const free = (code: string) => [
  ...new Set(findReferences(parseCell(code).program).map(({ name }) => name)),
];

test.each([
  ['f(a.b, a[c], {d, e: g, [h]: 1})', ['f', 'a', 'c', 'd', 'g', 'h']],
  ['const f = (p, {q: [r], ...s} = t) => p + r + s + u', ['f', 't', 'u']],
  ['function f() { var v = 1; { let w = v } return w + arguments.length }', ['w']],
  ['{ let a = b; function g() { return a } g() }', ['b']],
  ['for (const i of xs) i; for (let j = 0; j < n; j++) j; i', ['xs', 'n', 'i']],
  ['try { t() } catch ({message}) { message } message', ['t', 'message']],
  ['class A extends B { #x = y; static { z(A) } m() { return this.#x } }', ['B', 'y', 'z']],
  ['l: while (true) { break l }', []],
  ['switch (s) { case c: let k; k }', ['s', 'c']],
  ['const f = function g() { g() }', ['f']],
  ['`${a} b`; import.meta', ['a']],
])('%s', (code, names) => {
  expect(free(code)).toEqual(names);
});

test('writes are told from reads, and shorthand properties from names', () => {
  const found = findReferences(
    parseCell('a = b; c++; ({d, e: [f = g], ...h} = i.j); i.k = 1').program,
  );
  expect(found.filter((r) => r.isWrite).map(({ name }) => name)).toEqual(['a', 'c', 'd', 'f', 'h']);
  expect(found.filter((r) => r.isShorthand).map(({ name }) => name)).toEqual(['d']);
});
