/** Lessons 5, 6 and 10 from top to bottom with Run all, on real Fashion-MNIST where the build has it. */
import { existsSync } from 'node:fs';
import { FIFTH_LESSON, type LessonPage, SIXTH_LESSON, TASK_LESSON } from './lesson-page';
import { expect, test } from './test';

const HAS_REAL_DATA = existsSync('public/data/fashion-mnist/train-images-idx3-ubyte.gz');

async function runAll(lesson: LessonPage): Promise<void> {
  await lesson.runAll.click();
  for (const title of await lesson.titles()) await lesson.cell(title).expectEnd();
}

/** What a cell said. */
const said = (lesson: LessonPage, title: string) => lesson.cell(title).output.innerText();

/** The number after a label, which is a pattern. */
const number = (text: string, label: string) =>
  Number(new RegExp(`${label}:?\\s+(-?[\\d.]+)`).exec(text)?.[1]);

const EVALUATION_THAT_TAKES_A_WHILE = `
const slow = await tf.lite.Interpreter({ model_path: "task_int8.tflite" });
slow.allocate_tensors();
const bar = keras.utils.Progbar(10000);
for (let i = 0; i < 10000; i++) {
  slow.set_tensor(slow.get_input_details()[0].index, x_test.slice(i, i + 1));
  slow.invoke();
  if (i % 50 === 49) await bar.update(i + 1);
}`;

test('runs lesson 5 from top to bottom: a quarter of the size, and what that costs', async ({
  lesson,
}) => {
  await lesson.open(FIFTH_LESSON);
  await runAll(lesson);
  const bytes = number(await said(lesson, 'Convert to float32'), '\\.tflite');
  expect(bytes).toBeGreaterThan(814_120);
  expect(bytes).toBeLessThan(817_000);
  expect(number(await said(lesson, 'Quantize the weights'), 'dynamic range')).toBeLessThan(205);
  expect(number(await said(lesson, 'Calibrate and quantize'), 'full integer')).toBeLessThan(210);
  const scores = await said(lesson, 'Score the three files');
  const float = number(scores, 'float32');
  expect(float).toBeGreaterThan(HAS_REAL_DATA ? 0.8 : 0.5);
  expect(Math.abs(number(scores, 'dynamic range') - float)).toBeLessThanOrEqual(0.003);
  expect(Math.abs(number(scores, 'full integer') - float)).toBeLessThanOrEqual(0.005);
  const ruined = await said(lesson, 'Calibrate with 0 to 255');
  expect(number(ruined, 'calibrated wrong')).toBeLessThan(float - 0.02);
  expect(await said(lesson, 'Ask for integers where there are none')).toMatch(
    /ELU.*hidden|hidden.*ELU/s,
  );
});

test('runs lesson 6 from top to bottom: details, refusals, batches, three runtimes', async ({
  lesson,
}) => {
  await lesson.open(SIXTH_LESSON);
  await runAll(lesson);
  expect(await said(lesson, 'Set, invoke, get')).toContain('really Ankle boot');
  const refused = await said(lesson, 'Feed it the wrong things');
  expect(refused.match(/ValueError: Cannot set tensor/g)).toHaveLength(3);
  expect(await said(lesson, 'Open the integer file')).toContain('uint8');
  expect(await said(lesson, 'Call the signature')).toContain('serving_default');
  const table = lesson.cell('Ask three runtimes').output.getByRole('row');
  await expect(table).toHaveCount(11);
  expect(await said(lesson, 'Time a thousand pictures')).toContain('fashion_int8.tflite');
  expect(await said(lesson, 'All pictures of the test set')).toMatch(/\d+ of \d+ right, in \d+ ms/);
});

test('runs lesson 10 from top to bottom and reports accuracies, delta, sizes and ratio; its evaluation can be stopped, and the page stays alive', async ({
  lesson,
  page,
}) => {
  await lesson.open(TASK_LESSON);
  await runAll(lesson);
  expect(await said(lesson, 'Report')).toContain('Still to be measured: keras_accuracy');
  const report = await said(lesson, 'The four numbers');
  expect(number(report, 'Keras accuracy')).toBeGreaterThan(HAS_REAL_DATA ? 0.84 : 0.6);
  expect(Math.abs(number(report, 'delta'))).toBeLessThanOrEqual(HAS_REAL_DATA ? 0.003 : 0.02);
  expect(number(report, 'ratio')).toBeGreaterThan(3.7);

  const evaluation = lesson.cell('10,000 pictures, one at a time');
  await evaluation.write(EVALUATION_THAT_TAKES_A_WHILE);
  await evaluation.runButton.click();
  await expect(evaluation.output).toContainText(/[1-9]\d*\/10000/);
  await page.getByRole('button', { name: "Theme: the system's" }).click();
  await expect(page.getByRole('button', { name: 'Theme: light' })).toBeVisible();
  await evaluation.stopButton.click();
  await evaluation.expectEnd('Stopped');
  await expect(evaluation.output).not.toContainText('10000/10000');
  await expect(lesson.restartNotice).toBeHidden();
});
