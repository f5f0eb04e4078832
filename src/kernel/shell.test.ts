import { expect, test } from 'vitest';
import { createTestKernel } from './testing';

const sh = { language: 'sh' } as const;

test('a shell cell sees the files of cells in TypeScript, and the other way', async () => {
  const kernel = createTestKernel();
  await kernel.files.write('dir/a.txt', new TextEncoder().encode('one\ntwo\n'));
  const result = await kernel.run('cat dir/a.txt | wc -l > dir/count', sh);
  expect(result).toMatchObject({ status: 'ok', reads: [], declares: [], ranOn: undefined });
  expect(new TextDecoder().decode(await kernel.files.read('dir/count'))).toBe('2\n');
});

test('what is said on both streams comes in its order', async () => {
  const kernel = createTestKernel();
  await kernel.run('for i in 1 2; do echo "out $i"; echo "err $i" >&2; done', sh);
  expect(kernel.outputs()).toEqual([
    { kind: 'stream', stream: 'stdout', text: 'out 1\n' },
    { kind: 'stream', stream: 'stderr', text: 'err 1\n' },
    { kind: 'stream', stream: 'stdout', text: 'out 2\n' },
    { kind: 'stream', stream: 'stderr', text: 'err 2\n' },
  ]);
});

test('a lesson has one shell, and each lesson its own', async () => {
  const kernel = createTestKernel();
  await kernel.run('mkdir there; cd there; name=learner; greet() { echo "hello $1"; }', sh);
  await kernel.run('pwd; greet "$name"', sh);
  await kernel.run('pwd; greet', { ...sh, lesson: 'other' });
  expect(kernel.text()).toContain('/home/learner/there\nhello learner\n/home/learner\n');
  expect(kernel.text()).toContain('bash: greet: command not found');
});

test('a cell whose last command fails has failed, and says so without a stack', async () => {
  const kernel = createTestKernel();
  for (const code of ['false', 'exit 3', 'cat missing']) {
    expect((await kernel.run(code, sh)).status, code).toBe('error');
  }
  expect(kernel.outputs().filter(({ kind }) => kind === 'error')).toEqual([]);
  expect(kernel.outputs(2)).toEqual([{ kind: 'note', text: 'Exit status 3.' }]);
  expect(kernel.outputs(3)).toEqual([
    { kind: 'stream', stream: 'stderr', text: 'cat: missing: No such file or directory\n' },
    { kind: 'note', text: 'Exit status 1.' },
  ]);
  expect((await kernel.run('false; true', sh)).status).toBe('ok');
});

test.each([
  'echo go; sleep 1000',
  'echo go; while true; do :; done',
  'echo go; until false; do x=$((x + 1)); done',
  'echo go; for ((;;)); do true; done',
  'echo go; f() { while :; do :; done; }; f | cat',
  'echo go; x=$(while :; do :; done)',
  "echo go; bash -c 'while :; do :; done'",
  'echo go; while :; do echo line; done | head -1',
])('a stop ends %s, and the next cell runs', async (code) => {
  const kernel = createTestKernel();
  const running = kernel.run(code, sh);
  await expect.poll(() => kernel.text()).toContain('go\n');
  await kernel.kernel.interrupt();
  expect((await running).status).toBe('stopped');
  expect((await kernel.run('echo next', sh)).status).toBe('ok');
  expect(kernel.text()).toContain('next\n');
});

test('cells of both languages run one after the other', async () => {
  const kernel = createTestKernel();
  await kernel.run('const x = 1');
  await kernel.run('x=2; echo "$x" > file', sh);
  await kernel.run('print(x)');
  expect(kernel.text()).toBe('1\n');
});
