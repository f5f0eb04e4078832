import { expect, test } from 'vitest';
import { createTestKernel } from './testing';

test('cells share a scope, and may declare a name again', async () => {
  const { run, outputs } = createTestKernel();
  await run('const a = 1; const read = () => a');
  await run('a + 1');
  await run('const a = 10');
  await run('[a, read()]');
  expect(outputs()).toEqual([
    { kind: 'value', text: '2' },
    { kind: 'value', text: '[10,10]' },
  ]);
});

test('an instance outlives the class that is declared again', async () => {
  const { run, outputs } = createTestKernel();
  const code = 'class Counter { n = 0; add() { return ++this.n } }';
  await run(code);
  await run('const counter = new Counter(); counter.add()');
  await run(code);
  await run('[counter.add(), counter instanceof Counter]');
  expect(outputs().at(-1)).toEqual({ kind: 'value', text: '[2,false]' });
});

test('lessons do not see each other', async () => {
  const { run, outputs } = createTestKernel();
  await run('const a = 1', { lesson: 'one' });
  expect(await run('a', { lesson: 'two' })).toMatchObject({ status: 'error' });
  expect(outputs().at(-1)).toMatchObject({
    kind: 'error',
    error: { name: 'ReferenceError', message: 'a is not defined' },
  });
});

test('a run tells what it read of other cells and what it declares', async () => {
  const { run } = createTestKernel();
  await run('const a = 1');
  expect(await run('const b = a + Math.PI; print(b, later)')).toMatchObject({
    status: 'error',
    reads: ['a', 'later'],
    declares: ['b'],
  });
});

test('a name is not there before its own declaration, nor after a run that failed before it', async () => {
  const { run, outputs } = createTestKernel();
  await run('x\nconst x = 1');
  await run('x');
  expect(outputs()).toMatchObject([
    { error: { message: "Cannot access 'x' before initialization" } },
    { error: { message: 'x is not defined' } },
  ]);
});

test('a constant of the cell cannot be assigned', async () => {
  const { run, outputs } = createTestKernel();
  await run('const x = 1\nprint("in between")\nx = 2');
  expect(outputs()[1]).toMatchObject({
    kind: 'error',
    error: {
      name: 'TypeError',
      message: 'Assignment to constant variable.',
      frames: [{ line: 3 }],
    },
  });
});

test.each([
  ['thrown by the cell', 'const a = 1\n\n  throw new Error("boom")', 'Error', 3, 9],
  ['of an API call', 'const a: number = 1\nfailNow("boom")', 'RangeError', 2, 1],
  ['of an awaited API call', '\nconst a = 1; await fail("boom")', 'TypeError', 2, 14],
  ['of the language itself', 'const a: any = null\na.x.y', 'TypeError', 2, 3],
])('an error %s points at its line', async (_, code, name, line, column) => {
  const { run, outputs } = createTestKernel();
  await run(code);
  const output = outputs()[0]!;
  expect(output).toMatchObject({ kind: 'error', error: { name } });
  expect(output.kind === 'error' && output.error.frames[0]).toEqual({
    cellId: 'c1',
    line,
    column,
  });
});

test('frames lead through functions of other cells, innermost first', async () => {
  const { run, outputs } = createTestKernel();
  await run('function inner() {\n  null.x\n}');
  await run('const outer = async () => {\n\n  inner()\n}');
  await run('await outer()');
  expect(outputs()[0]).toMatchObject({
    error: {
      frames: [
        { cellId: 'c1', line: 2 },
        { cellId: 'c2', line: 3 },
        { cellId: 'c3', line: 1 },
      ],
    },
  });
});

test('a cell that cannot be read says where', async () => {
  const { run, outputs } = createTestKernel();
  expect(await run('const a = 1\nconst b = ;')).toMatchObject({ status: 'error' });
  expect(outputs()[0]).toMatchObject({
    error: { name: 'SyntaxError', frames: [{ cellId: 'c1', line: 2, column: 11 }] },
  });
});

test('causes are told with the message', async () => {
  const { run, outputs } = createTestKernel();
  await run('throw new Error("cannot load", {cause: new RangeError("too short")})');
  expect(outputs()[0]).toMatchObject({
    error: { message: 'cannot load\nCaused by RangeError: too short' },
  });
});

test('what is thrown need not be an error', async () => {
  const { run, outputs } = createTestKernel();
  await run('throw {a: 1}');
  expect(outputs()[0]).toMatchObject({ error: { message: 'Thrown: {"a":1}' } });
});

test('one run begins when the one before has ended', async () => {
  const { run, text } = createTestKernel();
  await Promise.all([run('await wait(10); print(1)'), run('print(2)')]);
  expect(text()).toBe('1\n2\n');
});

test('the variables of the lesson are told after each run', async () => {
  const { run, events } = createTestKernel();
  await run('const n = 1; function f() {}');
  expect(events.at(-1)).toEqual({
    type: 'variables',
    lesson: 'lesson',
    variables: [
      { name: 'n', type: 'number', summary: '1' },
      { name: 'f', type: 'function', summary: 'f' },
    ],
  });
});

test('an error that nobody awaits is shown in the cell that runs', async () => {
  const { kernel, run, outputs } = createTestKernel();
  const done = run('await wait(20)');
  await new Promise((resolve) => setTimeout(resolve, 5));
  kernel.report(new Error('lost'));
  expect(await done).toMatchObject({ status: 'ok' });
  expect(outputs()).toMatchObject([{ kind: 'error', error: { message: 'lost' } }]);
});

test('an unknown language is an error of the cell', async () => {
  const { run, outputs } = createTestKernel();
  expect(await run('print(1)', { language: 'cobol' })).toMatchObject({ status: 'error' });
  expect(outputs()[0]).toMatchObject({ error: { message: "No kernel language 'cobol'." } });
});
