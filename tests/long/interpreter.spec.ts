/**
 * Each runtime in constant memory: 100,000 runs of one interpreter, 200 interpreters that are made and closed or just
 * dropped, 1,000 changes of an input's shape.
 */
import { readFileSync } from 'node:fs';
import { FIRST_LESSON } from '../e2e/lesson-page';
import { expect, test } from '../e2e/test';
import { garbageCollector, growth, MIB } from './memory';

const ROUNDS = 4;
const FIXED = base64('mlp/int8');
const OPEN = base64('mlp_open/float32');

test.skip(process.platform !== 'linux', 'Memory is read from /proc.');

for (const runtime of ['tflite', 'litert', 'slipway', 'reference']) {
  test(`${runtime} runs, resizes and frees interpreters without growing`, async ({
    browser,
    lesson,
    page,
  }) => {
    test.setTimeout(300_000);
    const collectGarbage = await garbageCollector(page);
    await lesson.open(FIRST_LESSON);
    const [load, work] = [lesson.cellAt(0), lesson.cellAt(1)];
    await load.runCode(setUp(runtime));
    await work.write(runtime === 'litert' ? RUNS + CYCLES : RUNS + CYCLES + RESIZES);
    await page.keyboard.press('Escape');
    const rounds = { label: runtime, rounds: ROUNDS, collectGarbage };
    expect(await growth(work, page, browser, rounds)).toBeLessThan(30 * MIB);
  });
}

function base64(fixture: string): string {
  return readFileSync(`tests/fixtures/tflite/${fixture}.tflite`).toString('base64');
}

/** Bytes behind the file's end cost memory like those of a large model. */
function setUp(runtime: string): string {
  return `
const bytesOf = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const bytes = new Uint8Array(1e6);
bytes.set(bytesOf("${FIXED}"));
const make = (model_content) => tf.lite.Interpreter({ model_content, runtime: "${runtime}" });
const [one, open] = [await make(bytes), await make(bytesOf("${OPEN}"))];
await one.allocate_tensors();
const x = np.ones([1, 8, 8], { dtype: "float32" });`;
}

const RUNS = `
for (let n = 0; n < ${100_000 / ROUNDS}; n++) {
  one.set_tensor(0, x);
  await one.invoke();
  one.get_tensor(one.get_output_details()[0].index);
}`;

const CYCLES = `
for (let n = 0; n < ${200 / ROUNDS}; n++) {
  const other = await make(bytes);
  await other.allocate_tensors();
  await other.invoke();
  if (n % 2) other.close();
}`;

const RESIZES = `
for (let n = 0; n < ${1000 / ROUNDS}; n++) {
  open.resize_tensor_input(0, [n % 2 ? 256 : 3, 8, 8]);
  open.allocate_tensors();
  open.invoke();
}`;
