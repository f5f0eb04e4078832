import { describe, expect, test } from 'vitest';
import { parseLesson } from './parse-lesson';

const HEAD = `---
title: Two words
summary: You will see.
stage: train
minutes: 5
---
`;
const FOLDER = '03-two-words';
const FILE = 'lessons/03-two-words/lesson.md';
const parse = (body: string) => parseLesson(HEAD + body, FOLDER, FILE);

describe('a lesson', () => {
  test('takes number and slug from the folder and the rest from the front matter', () => {
    expect(parse('Text.').lesson).toMatchObject({
      number: 3,
      slug: 'two-words',
      title: 'Two words',
      summary: 'You will see.',
      stage: 'train',
      minutes: 5,
    });
  });

  test('is cut into prose and cells in the order of the file', () => {
    const { blocks } = parse(
      'One.\n\n```ts cell id="a" title="First"\nconst x = 1;\n```\n\nTwo.\n\n```sh cell id="b" title="Second"\nls\n```\n',
    ).lesson;
    expect(blocks.map((block) => block.kind)).toEqual(['prose', 'cell', 'prose', 'cell']);
    expect(blocks[1]).toMatchObject({
      id: 'a',
      title: 'First',
      language: 'ts',
      code: 'const x = 1;',
    });
    expect(blocks[1]).toHaveProperty('html', expect.stringContaining('hljs-keyword'));
  });

  test('reads a file with Windows line ends alike', () => {
    const source = (HEAD + '```ts cell id="a" title="A"\n1;\n2;\n```\n').replaceAll('\n', '\r\n');
    expect(parseLesson(source, FOLDER, FILE).lesson.blocks[0]).toHaveProperty('code', '1;\n2;');
  });

  test('keeps other fences in the prose, highlighted', () => {
    const { blocks } = parse('```json\n{"a": 1}\n```').lesson;
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toHaveProperty('html', expect.stringContaining('hljs-attr'));
  });

  test('gives headings ids made of their words', () => {
    const parsed = parse('## What is in a `.keras` file?');
    expect(parsed.lesson.blocks[0]).toMatchObject({
      headings: [{ id: 'what-is-in-a-keras-file', text: 'What is in a .keras file?', level: 2 }],
      html: expect.stringContaining('<h2 id="what-is-in-a-keras-file" tabindex="-1">'),
    });
    expect(parsed.anchors.has('what-is-in-a-keras-file')).toBe(true);
  });

  test('shows raw HTML as text', () => {
    expect(parse('<script>alert(1)</script>').lesson.blocks[0]).toHaveProperty(
      'html',
      expect.stringContaining('&lt;script&gt;'),
    );
  });

  test('turns links between lesson files into routes and remembers them', () => {
    const parsed = parse('See [it](../04-next-one/lesson.md#how) and [here](#where).');
    expect(parsed.lesson.blocks[0]).toHaveProperty(
      'html',
      expect.stringMatching(/href="#\/4-next-one\/how".*href="#\/3-two-words\/where"/),
    );
    expect(parsed.references.map((reference) => reference.anchor)).toEqual(['how', 'where']);
  });

  test('opens links to other sites in a tab of their own and says so', () => {
    const block = parse('[Keras](https://keras.io)').lesson.blocks[0];
    expect(block).toHaveProperty(
      'html',
      expect.stringContaining('target="_blank" rel="noreferrer"'),
    );
    expect(block).toHaveProperty('html', expect.stringContaining('opens in a new tab'));
  });
});

describe('a mistake of the author is named by file and line:', () => {
  const fails = (body: string) => {
    try {
      parse(body);
    } catch (error) {
      return String((error as Error).message);
    }
    return 'no error';
  };
  const fence = (info: string) => '```' + info + '\n1\n```\n';

  test.each([
    [
      'a cell without a title',
      'Text.\n\n' + fence('ts cell id="a"'),
      ':9: cell `a` needs a `title="…"`',
    ],
    ['a cell without an id', fence('ts cell title="A"'), ':7: a cell needs an `id="…"`'],
    ['an id of another form', fence('ts cell id="A b" title="A"'), ':7: `A b` is no cell id'],
    [
      'an unknown attribute',
      fence('ts cell id="a" title="A" run="x"'),
      ':7: unknown attribute `run`',
    ],
    ['words outside quotes', fence('ts cell id="a" title=A'), ':7: cannot read `title=A`'],
    ['an unknown language', fence('cobol'), ':7: unknown language `cobol`'],
    [
      'a language that cells do not have',
      fence('json cell id="a" title="A"'),
      ':7: a cell cannot be `json`',
    ],
    ['no language', fence(''), ':7: a fence needs a language'],
    ['a misspelt `cell`', fence('ts sell id="a" title="A"'), ':7: expected `cell`'],
    [
      'the same cell id twice',
      fence('ts cell id="a" title="A"') + fence('ts cell id="a" title="B"'),
      ':10: cell id `a` is used twice',
    ],
    [
      'a cell in a list',
      '- ' + fence('ts cell id="a" title="A"').replaceAll('\n', '\n  '),
      ':7: a cell must not',
    ],
    ['a first-level heading', '# Big', ':7: start headings at `##`'],
    [
      'two headings with one id',
      '## A b\n\n## A, b',
      ':9: another heading makes the same id `a-b`',
    ],
    ['an insecure link', 'a\n\n[x](http://keras.io)', ':9: cannot follow the link'],
    [
      'a link to a folder that is none',
      '[x](../next/lesson.md)',
      ':7: the link `../next/lesson.md` names no',
    ],
    ['a picture', '![x](https://a.b/c.png)', ':7: pictures'],
  ])('%s', (_, body, message) => {
    expect(fails(body)).toContain(FILE + message);
  });

  test('a folder name of another form', () => {
    expect(() => parseLesson(HEAD, 'two-words', 'lessons/two-words/lesson.md')).toThrow(
      'lessons/two-words/lesson.md:1: `two-words` is no lesson folder',
    );
  });
});
