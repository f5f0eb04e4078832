import { expect, test } from 'vitest';
import { createTestKernel } from './testing';

const messages = (kernel: ReturnType<typeof createTestKernel>, runId: number) =>
  kernel
    .outputs(runId)
    .map((output) =>
      output.kind === 'stream' ? output.text : output.kind === 'error' && output.error.message,
    );

const settled = () => new Promise((resolve) => setTimeout(resolve, 60));

test('a timer speaks in the cell that started it, while another runs and while none does', async () => {
  const kernel = createTestKernel();
  await kernel.run('setTimeout(print, 5, "soon"); setTimeout(() => print("late"), 40); let x');
  await kernel.run('await wait(20); print("second")');
  await settled();
  expect(messages(kernel, 1)).toEqual(['soon\n', 'late\n']);
  expect(messages(kernel, 2)).toEqual(['second\n']);
});

test('so do functions that go on over awaits after their cell has ended', async () => {
  const kernel = createTestKernel();
  await kernel.run(`
    async function* numbers() { for (let i = 0; i < 3; i++) { await wait(5); yield i } }
    void (async () => { for await (const i of numbers()) print(i) })()`);
  await kernel.run('for (let i = 0; i < 8; i++) { await wait(4); print("b") }');
  await settled();
  expect(messages(kernel, 1).join('')).toBe('0\n1\n2\n');
  expect(messages(kernel, 2).join('')).toBe('b\n'.repeat(8));
});

test('errors of late work are shown where it began', async () => {
  const kernel = createTestKernel();
  await kernel.run('setTimeout(() => { null.x }, 5); "first"');
  await kernel.run('await wait(20)');
  const [, error] = kernel.outputs(1);
  expect(error).toMatchObject({
    error: { name: 'TypeError', frames: [{ cellId: 'c1', line: 1 }] },
  });
  expect(kernel.outputs(2)).toEqual([]);
});

test('a function of an earlier cell speaks in the cell that calls it', async () => {
  const kernel = createTestKernel();
  await kernel.run('const say = async (x) => { await wait(1); print(x) }');
  await kernel.run('await say("two"); setTimeout(say, 1, "three"); let x');
  await settled();
  expect(messages(kernel, 1)).toEqual([]);
  expect(messages(kernel, 2)).toEqual(['two\n', 'three\n']);
});

test('running a cell again ends what it left going', async () => {
  const kernel = createTestKernel();
  const code =
    'setInterval(() => print("tick"), 2); void (async () => { for (;;) await wait(2) })().catch(() => {})';
  await kernel.run(code, { cellId: 'a' });
  await settled();
  await kernel.run('await wait(30)', { cellId: 'a' });
  const before = kernel.outputs(1).length;
  expect(before).toBeGreaterThan(0);
  await settled();
  expect(kernel.outputs(1)).toHaveLength(before);
});

test('a timer takes no text for a function', async () => {
  const kernel = createTestKernel();
  await kernel.run('setTimeout("print(1)", 1)');
  expect(messages(kernel, 1)).toEqual(['The first argument of a timer must be a function.']);
});
