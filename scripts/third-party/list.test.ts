import { expect, it } from 'vitest';
import { describe as describePackage, renderList } from './list.mjs';
import { packageFolder } from './record-plugin.mjs';

it('finds the package that a module belongs to', () => {
  expect(packageFolder('/app/node_modules/comlink/dist/comlink.mjs')).toBe(
    '/app/node_modules/comlink',
  );
  expect(packageFolder('/app/node_modules/@a/b/node_modules/@c/d/x.wasm?url')).toBe(
    '/app/node_modules/@a/b/node_modules/@c/d',
  );
});

it('passes over our own and virtual modules', () => {
  expect(packageFolder('/app/src/main.ts')).toBeUndefined();
  expect(packageFolder('\0virtual:learner-types')).toBeUndefined();
});

it('reads a package in any of the notations for its home', () => {
  const about = { name: 'a', version: '1.0.0', license: 'MIT' };
  const home = 'https://github.com/a/b';
  for (const repository of ['a/b', 'github:a/b', { url: 'git+https://github.com/a/b.git' }]) {
    expect(describePackage({ ...about, repository })).toEqual({
      name: 'a',
      version: '1.0.0',
      licence: 'MIT',
      home,
    });
  }
});

it('links a package where it knows its home', () => {
  const list = renderList([
    { name: 'a', version: '1.0.0', licence: 'MIT', home: 'https://a.example' },
    { name: 'b', version: '2.0.0', licence: 'ISC', home: '' },
  ]);
  expect(list).toContain('| [a](https://a.example) | 1.0.0 | MIT |\n| b | 2.0.0 | ISC |\n');
});
