import { expect, test } from 'vitest';
import { splitFrontMatter } from './front-matter';

const GOOD = ['title: T', 'summary: S.', 'stage: keras', 'minutes: 3'];
const split = (lines: string[]) =>
  splitFrontMatter(`---\n${lines.join('\n')}\n---\nBody\n`, 'a.md');

test('front matter and body are told apart, and the body knows its line', () => {
  expect(split(GOOD)).toEqual({
    frontMatter: { title: 'T', summary: 'S.', stage: 'keras', minutes: 3 },
    body: 'Body\n',
    bodyLine: 7,
  });
});

test.each([
  ['an unknown key', [...GOOD, 'author: me'], 'a.md:6: unknown key `author`'],
  [
    'a missing key',
    GOOD.slice(0, 3),
    'a.md:2: `minutes` in the front matter: is missing (About how long',
  ],
  [
    'a stage that is not on the map',
    [...GOOD.slice(0, 2), 'stage: moon', 'minutes: 3'],
    'a.md:4: `stage`',
  ],
  [
    'minutes in words',
    [...GOOD.slice(0, 3), 'minutes: ten'],
    'a.md:5: `minutes` in the front matter: must be a number',
  ],
  [
    'a summary that is no sentence',
    ['title: T', 'summary: S', ...GOOD.slice(2)],
    'a.md:3: `summary`',
  ],
  ['broken YAML', ['title: "T', ...GOOD.slice(1)], 'a.md:'],
  ['a list', ['- a'], 'a.md:2: the front matter must be a list of keys'],
])('%s is refused at its line', (_, lines, message) => {
  expect(() => split(lines)).toThrow(message);
});

test('a lesson without front matter is refused', () => {
  expect(() => splitFrontMatter('Text', 'a.md')).toThrow(
    'a.md:1: a lesson starts with front matter',
  );
});
