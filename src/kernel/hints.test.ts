import { expect, test } from 'vitest';
import { createTestKernel } from './testing';

/** The hint of the last cell's error. */
async function hintFor(...codes: string[]): Promise<string | undefined> {
  const { run, outputs } = createTestKernel();
  for (const [i, code] of codes.entries()) {
    await run(code, {
      cellId: `c${i}`,
      others: [{ title: 'Build', language: 'ts', code: 'const model: number = 1, x = 2' }],
    });
  }
  const output = outputs().at(-1);
  return output?.kind === 'error' ? output.error.hint : undefined;
}

test.each([
  ['model', 'Run the cell “Build” first: it declares model.'],
  ['other', 'If another cell declares other, run that cell first.'],
  ['x = 5', 'Declare x where it gets its first value: let x = …'],
  ['makeModel("m", epochs=3)', 'Keyword arguments go into braces: f(x, { epochs: … }).'],
  ['True', "Write true for Python's True."],
  ['len([1])', 'Write x.length for len(x), or x.shape[0] of an array.'],
  [
    'alert("hi")',
    'Cells run in a worker, which has no part in the page. To show something, use print(…).',
  ],
  [
    'throw new RangeError("Array buffer allocation failed")',
    expect.stringContaining('Memory is used up.'),
  ],
  ['print = 5', 'print belongs to the course. Choose another name.'],
])('%s', async (code, hint) => {
  expect(await hintFor(code)).toEqual(hint);
});

test.each([
  'def f(x):\n  return x',
  'for x in range(3):\n  print(x)',
  'for i, x in enumerate(xs):\n  print(x)',
  'if x > 3:\n  print(x)',
  'import numpy as np',
  'from tensorflow import keras',
  'print "hello"',
  'print(f"{x}")',
  'const f = lambda x: x',
  'if (a and b) print(1)',
  '# a comment',
])('a line of Python is told apart: %j', async (code) => {
  expect(await hintFor(code)).toMatch(/^Cells are TypeScript\. /);
});

test.each([
  'const x = ;',
  'print("this and that"',
  'for (let i = 0; i < 3; i++ print(i)',
  'if (true {',
])('other slips are not: %j', async (code) => {
  expect(await hintFor(code)).toBeUndefined();
});

test.each([
  'const late = Promise.resolve({ x: 1 });\nlate.signatures.serve',
  'const late = Promise.resolve(1);\nlate.argmax()',
])('a promise is told by its name: %j', async (code) => {
  expect(await hintFor(code)).toBe(
    'late is a promise. Write await where it gets its value: late = await …',
  );
});

test('what is undefined may lack an await', async () => {
  expect(await hintFor('const load = async () => ({}); load().a.b')).toContain('(await f(…)).b');
  expect(await hintFor('const f = 3; f()')).toBeUndefined();
});

test('a file that another cell writes leads to that cell', async () => {
  const { run, outputs } = createTestKernel();
  const others = [
    { title: 'Save', language: 'ts', code: 'await model.save("fashion.keras");' },
    { title: 'Export', language: 'ts', code: 'await a.write_out(\n  "serving/fashion/1",\n);' },
    { title: 'Show', language: 'sh', code: 'cat serving/fashion/1/saved_model.pb' },
  ];
  const last = () => outputs().at(-1);
  const fail = (path: string) => `throw new Error("No such file or directory: '${path}'")`;
  await run(fail('serving/fashion/1/saved_model.pb'), { others });
  expect(last()).toMatchObject({
    error: { hint: 'Run the cell “Export” first: it writes serving/fashion/1.' },
  });
  await run(fail('serving/fashion/10'), { others });
  expect(last()).toMatchObject({ error: { hint: undefined } });
  await run('cat my-fashion.keras other.txt', { others, language: 'sh' });
  expect(last()).toEqual({ kind: 'note', text: 'Exit status 1.' });
  await run('ls serving/fashion/1/variables fashion.keras; true', { others, language: 'sh' });
  expect(last()).toEqual({
    kind: 'note',
    text: 'Run these cells first: “Save” writes fashion.keras, “Export” writes serving/fashion/1.',
  });
});

test('a name of the course that a cell hides is told, until that cell hides it no more', async () => {
  expect(await hintFor('const print = 5', 'print("x")')).toBe(
    "A cell has declared a print of its own, which hides the course's. Rename it there, and run that cell again.",
  );
  const { run, text } = createTestKernel();
  await run('const print = 5', { cellId: 'a' });
  await run('const said = 5', { cellId: 'a' });
  await run('print("back")');
  expect(text()).toBe('back\n');
});
