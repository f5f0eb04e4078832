/** 100,000 runs of one interpreter, and 200 interpreters that are made and dropped, in constant memory. */
import { readFileSync } from 'node:fs';
import { FIRST_LESSON } from '../e2e/lesson-page';
import { expect, test } from '../e2e/test';
import { garbageCollector, tabBytes } from './memory';

const MIB = 2 ** 20;
const FILE = readFileSync('tests/fixtures/tflite/mlp/int8.tflite').toString('base64');

test.skip(process.platform !== 'linux', 'Memory is read from /proc.');

test('runs and frees interpreters without growing', async ({ browser, lesson, page }) => {
  test.setTimeout(600_000);
  const collectGarbage = await garbageCollector(page);
  await lesson.open(FIRST_LESSON);
  const [load, invoke, cycle] = [lesson.cellAt(0), lesson.cellAt(1), lesson.cellAt(2)];
  // Bytes behind the file's end cost memory like those of a large model.
  await load.runCode(`
const bytes = new Uint8Array(1e6);
bytes.set(Uint8Array.from(atob("${FILE}"), (c) => c.charCodeAt(0)));
const one = await tf.lite.Interpreter({ model_content: bytes });
one.allocate_tensors();
const x = np.ones([1, 8, 8], { dtype: "float32" });`);
  await invoke.write(`
for (let n = 0; n < 50_000; n++) {
  one.set_tensor(0, x);
  one.invoke();
  one.get_tensor(one.get_output_details()[0].index);
}
print("runs done");`);
  await cycle.write(`
for (let n = 0; n < 100; n++) {
  const other = await tf.lite.Interpreter({ model_content: bytes });
  other.allocate_tensors();
  other.invoke();
}
print("cycles done");`);
  await page.keyboard.press('Escape');
  const rests: number[] = [];
  for (let round = 0; round < 3; round++) {
    await invoke.run();
    await cycle.run();
    await collectGarbage();
    await page.waitForTimeout(500);
    rests.push(await tabBytes(browser));
    console.log(`round ${round + 1}: ${(rests.at(-1)! / MIB).toFixed(0)} MiB`);
  }
  expect(rests[2]! - rests[0]!).toBeLessThan(30 * MIB);
});
