/** Calibration over 2,000 samples, again and again, in constant memory. */
import { FIRST_LESSON } from '../e2e/lesson-page';
import { expect, test } from '../e2e/test';
import { garbageCollector, growth, MIB } from './memory';

const ROUNDS = 4;

test.skip(process.platform !== 'linux', 'Memory is read from /proc.');

test('calibrates without growing', async ({ browser, lesson, page }) => {
  test.setTimeout(300_000);
  const collectGarbage = await garbageCollector(page);
  await lesson.open(FIRST_LESSON);
  const [load, work] = [lesson.cellAt(0), lesson.cellAt(1)];
  await load.runCode(SET_UP);
  await work.write(CONVERT);
  await page.keyboard.press('Escape');
  const rounds = { label: 'calibration', rounds: ROUNDS, collectGarbage };
  expect(await growth(work, page, browser, rounds)).toBeLessThan(30 * MIB);
});

const SET_UP = `
const small = keras.Sequential([
  layers.Input({ shape: [28, 28] }),
  layers.Flatten(),
  layers.Dense(256, { activation: "relu" }),
  layers.Dense(10, { activation: "softmax" }),
]);
const images = np.random.default_rng(3).uniform(0, 1, [200, 28, 28]).astype("float32");`;

const CONVERT = `
const toInt8 = await tf.lite.TFLiteConverter.from_keras_model(small);
toInt8.optimizations = [tf.lite.Optimize.DEFAULT];
toInt8.representative_dataset = function* () {
  for (let i = 0; i < 2000; i++) yield [images.slice(i % 200, (i % 200) + 1)];
};
const made = await toInt8.convert();`;
