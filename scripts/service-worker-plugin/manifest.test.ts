import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listBuild } from './manifest.mjs';

const HTML = '<script type="module" crossorigin src="./assets/index-abcdefgh.js"></script>';
let dist = '';

beforeEach(() => {
  dist = mkdtempSync(path.join(tmpdir(), 'slipway-manifest-'));
  write('index.html', HTML);
  write('assets/index-abcdefgh.js', 'main()');
  write('data/a.gz', gzipSync('unpacked'));
  write('.vite/manifest.json', '{}');
  write('serving.sw.js', 'self');
});
afterEach(() => rmSync(dist, { recursive: true }));

function write(name: string, content: string | Uint8Array) {
  mkdirSync(path.dirname(path.join(dist, name)), { recursive: true });
  writeFileSync(path.join(dist, name), content);
}

const revision = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

test('lists every file that a page may ask for, and neither itself nor what is hidden', () => {
  const { files, entry } = listBuild(dist, 'serving.sw.js');
  expect(entry).toBe('assets/index-abcdefgh.js');
  expect(files.map(({ url }) => url)).toEqual([
    'assets/index-abcdefgh.js',
    'data/a.gz',
    'index.html',
  ]);
  expect(files[0]).toEqual({
    url: 'assets/index-abcdefgh.js',
    bytes: 6,
    revision: revision('main()'),
    isImmutable: true,
  });
  expect(files[1]!.unpacked).toEqual({ bytes: 8, revision: revision('unpacked') });
  expect(files[2]!.isImmutable).toBe(false);
});

test('a build is named by the content of all its files', () => {
  const { build } = listBuild(dist, 'serving.sw.js');
  write('serving.sw.js', 'other');
  expect(listBuild(dist, 'serving.sw.js').build).toBe(build);
  write('data/a.gz', gzipSync('others'));
  expect(listBuild(dist, 'serving.sw.js').build).not.toBe(build);
});

test('says so when the page has no main script', () => {
  write('index.html', '<p>');
  expect(() => listBuild(dist, 'serving.sw.js')).toThrow('no module script');
});
