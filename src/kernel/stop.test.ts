import { expect, test } from 'vitest';
import { MemoryWorkspace } from '#workspace';
import { createTestKernel, readJson, type TestKernel } from './testing';

/** Runs the cell and stops it when it has printed `go`. */
async function stop(test: TestKernel, code: string) {
  const done = test.run(code);
  await expect.poll(() => test.text()).toContain('go');
  await test.kernel.interrupt();
  return done;
}

test('a wait that never ends is ended', async () => {
  const kernel = createTestKernel();
  const result = await stop(kernel, 'print("go"); await new Promise(() => {}); print("on")');
  expect(result.status).toBe('stopped');
  expect(kernel.text()).toBe('go\n');
  expect(kernel.outputs()).toHaveLength(1);
});

test('so is one in a nested function, a loop over awaits, and a for await', async () => {
  const codes = [
    'const f = async () => { await new Promise(() => {}) }; print("go"); await f()',
    'print("go"); for (;;) await null',
    'print("go"); async function* g() { for (;;) yield await null }\nfor await (const x of g()) { }',
  ];
  for (const code of codes) {
    expect((await stop(createTestKernel(), code)).status, code).toBe('stopped');
  }
});

test('a cell that catches the stop is still stopped at its next wait', async () => {
  const kernel = createTestKernel();
  const result = await stop(
    kernel,
    'print("go"); try { await new Promise(() => {}) } catch { print("caught") }\nawait wait(1); print("on")',
  );
  expect(result.status).toBe('stopped');
  expect(kernel.text()).toBe('go\ncaught\n');
});

test('a loop that waits in its body runs its finally when it is stopped', async () => {
  const kernel = createTestKernel();
  await stop(kernel, 'try { print("go"); await wait(1e6) } finally { print("tidy") }');
  expect(kernel.text()).toBe('go\ntidy\n');
});

test('work of the API winds down first, and what it did stays', async () => {
  const kernel = createTestKernel();
  await kernel.run('const model = makeModel("m")');
  const result = await stop(kernel, 'print("go"); await train(model, 1000)');
  expect(result.status).toBe('stopped');
  const busy = kernel.events.filter(({ type }) => type === 'busy');
  expect(busy).toMatchObject([{ what: 'train', patience: 1000 }, { patience: 0 }]);
  await kernel.run('const before = model.steps; await train(model, 2); model.steps - before');
  expect(kernel.outputs().at(-1)).toEqual({ kind: 'value', text: '2' });
});

test('work that the cell did not wait for belongs to its run', async () => {
  const kernel = createTestKernel();
  await kernel.run('const model = makeModel("m"); void train(model, 3)');
  await kernel.run('model.steps');
  expect(kernel.outputs().at(-1)).toEqual({ kind: 'value', text: '3' });
});

test('the next run is not stopped', async () => {
  const kernel = createTestKernel();
  await stop(
    kernel,
    'const f = async () => { await wait(1); return 5 }; print("go"); await wait(1e6)',
  );
  expect(await kernel.run('await f()')).toMatchObject({ status: 'ok' });
});

test('models are kept under the name of their variable and can be restored', async () => {
  const { run, kernel, events, files, outputs } = createTestKernel();
  await run('const fashion = makeModel("m"); await train(fashion, 2)');
  const saved = events.flatMap((e) => (e.type === 'checkpoint' ? [e.checkpoint] : []));
  expect(saved.map(({ epoch, epochs }) => `${epoch}/${epochs}`)).toEqual(['1/2', '2/2']);
  expect(saved[1]).toMatchObject({
    path: '.slipway/checkpoints/lesson/fashion~00000001.keras',
    lesson: 'lesson',
    variable: 'fashion',
  });
  const record = await readJson(files, '.slipway/checkpoints/lesson/fashion~00000001.json');
  expect(record).toEqual(saved[1]);
  await run('const fashion = null');
  await kernel.restore(saved[1]!);
  await run('fashion.steps');
  expect(outputs().at(-1)).toEqual({ kind: 'value', text: '2' });
});

test('between the first and the last epoch a checkpoint is not saved again at once', async () => {
  const { run, events } = createTestKernel();
  await run('const m = makeModel("m"); await train(m, 5)');
  const epochs = events.flatMap((e) => (e.type === 'checkpoint' ? [e.checkpoint.epoch] : []));
  expect(epochs).toEqual([1, 5]);
});

test('two pages keep their checkpoints apart, and those of a page that is gone are replaced', async () => {
  const files = new MemoryWorkspace();
  const open = (id: string, ...alive: string[]) =>
    createTestKernel(files, { id, alive: async () => new Set(alive) });
  const train = 'const m = makeModel("m"); await train(m, 1)';
  const paths = async () =>
    (await files.list('.slipway/checkpoints/lesson')).map(({ path }) => path.split('/').at(-1));
  await open('aaaaaaaa').run(`${train}; const m_2 = makeModel("n"); await train(m_2, 1)`);
  await open('bbbbbbbb', 'aaaaaaaa').run(train);
  expect(await paths()).toEqual([
    'm_2~aaaaaaaa.json',
    'm_2~aaaaaaaa.keras',
    'm~aaaaaaaa.json',
    'm~aaaaaaaa.keras',
    'm~bbbbbbbb.json',
    'm~bbbbbbbb.keras',
  ]);
  await open('cccccccc', 'bbbbbbbb').run(train);
  expect((await paths()).filter((path) => path!.endsWith('.keras'))).toEqual([
    'm_2~aaaaaaaa.keras',
    'm~bbbbbbbb.keras',
    'm~cccccccc.keras',
  ]);
});
