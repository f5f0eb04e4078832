import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderSource, provideData, webSource } from './data.mjs';

const CONTENTS = { 'a.gz': 'first file', 'b.gz': 'the second file' };
const FILES = Object.entries(CONTENTS).map(([name, text]) => ({
  name,
  bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
}));

let root: string;
let lines: string[];
const log = (line: string) => void lines.push(line);
const at = (...parts: string[]) => path.join(root, ...parts);

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'data-'));
  lines = [];
});
afterEach(() => rm(root, { recursive: true }));

function server(contents: Record<string, string>): typeof fetch {
  return async (address) => {
    const text = contents[String(address).split('/').at(-1)!];
    return text === undefined ? new Response('', { status: 404 }) : new Response(text);
  };
}

async function putSource(contents: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(contents)) await writeFile(at(name), text);
}

test('files come from a folder, whole, and the index says so', async () => {
  await putSource(CONTENTS);
  const sources = [folderSource(root)];
  expect(await provideData({ target: at('out'), sources, log }, FILES)).toBe('official');
  expect(await readFile(at('out/fashion-mnist/b.gz'), 'utf8')).toBe(CONTENTS['b.gz']);
  expect(JSON.parse(await readFile(at('out/index.json'), 'utf8'))).toEqual({
    fashion_mnist: 'official',
  });
  expect((await readdir(at('out/fashion-mnist'))).sort()).toEqual(['a.gz', 'b.gz']);
});

test('files that are right already are left alone', async () => {
  await putSource(CONTENTS);
  const job = { target: at('out'), sources: [folderSource(root)], log };
  await provideData(job, FILES);
  const before = await stat(at('out/fashion-mnist/a.gz'));
  expect(await provideData({ ...job, sources: [] }, FILES)).toBe('official');
  expect((await stat(at('out/fashion-mnist/a.gz'))).mtimeMs).toBe(before.mtimeMs);
});

test('a source with a wrong file is left for the next one, with one line', async () => {
  await putSource({ ...CONTENTS, 'b.gz': 'the second fXle' });
  const sources = [folderSource(root), webSource('https://example.org/', server(CONTENTS))];
  expect(await provideData({ target: at('out'), sources, log }, FILES)).toBe('official');
  expect(lines[0]).toMatch(/b\.gz: SHA-256 is .*, not /);
  expect(lines[1]).toBe('data: Fashion-MNIST from https://example.org/');
});

test('where nothing works the index says absent, and each failure is one line', async () => {
  const sources = [
    folderSource(at('nowhere')),
    webSource('https://example.org/', server({ 'a.gz': 'first' })),
    webSource('https://example.net/', server({})),
    webSource('https://example.com/', async () => {
      throw new TypeError('fetch failed', { cause: new Error('no route to host') });
    }),
  ];
  expect(await provideData({ target: at('out'), sources, log }, FILES)).toBe('absent');
  expect(await readFile(at('out/index.json'), 'utf8')).toBe('{"fashion_mnist":"absent"}\n');
  expect(lines.map((line) => line.split(': ').slice(2).join(': '))).toEqual([
    expect.stringContaining('ENOENT'),
    'a.gz: 5 of 10 bytes',
    'a.gz: HTTP 404',
    'a.gz: fetch failed: no route to host',
  ]);
});

test('a download that never ends in size is cut off', async () => {
  const sources = [webSource('https://example.org/', server({ 'a.gz': 'x'.repeat(1000) }))];
  expect(await provideData({ target: at('out'), sources, log }, FILES)).toBe('absent');
  expect(lines[0]).toContain('larger than 10 bytes');
});
