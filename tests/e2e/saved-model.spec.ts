/** SavedModel directories: written by the app, and brought by the learner. */
import { FIRST_LESSON, SECOND_LESSON } from './lesson-page';
import { expect, test } from './test';

const PARTS = [
  'fingerprint.pb',
  'saved_model.pb',
  'variables.data-00000-of-00001',
  'variables.index',
];

/** Large enough that writing takes a while. */
const EXPORT = `
const model = keras.Sequential([
  layers.Input({ shape: [784] }), layers.Dense(2000), layers.Dense(10),
], { name: "large" });
for (let round = 0; round < 2; round++) await model.export("serving/fashion/1", { verbose: false });
await model.export("serving/fashion", { verbose: false });`;

test('the files panel shows a version when it is whole, and an export beside it does no harm', async ({
  lesson,
  page,
}) => {
  await lesson.open(FIRST_LESSON);
  await lesson.files.evaluate((panel) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    const look = () => void seen.push(panel.textContent);
    new MutationObserver(look).observe(panel, { childList: true, subtree: true });
  });
  await lesson.cellAt(0).runCode(EXPORT);
  await expect(
    lesson.files.getByRole('button', { name: 'saved_model.pb', exact: true }),
  ).toHaveCount(2);
  await expect(lesson.files.getByRole('button', { name: '1/', exact: true })).toBeVisible();
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  const withVersion = seen.filter((text) => text.includes('fashion/'));
  expect(withVersion.length).toBeGreaterThan(0);
  for (const part of PARTS) expect(withVersion.filter((text) => !text.includes(part))).toEqual([]);
});

test('a SavedModel of TensorFlow’s own answers in a cell and in the shell', async ({
  lesson,
  page,
}) => {
  await lesson.open(SECOND_LESSON);
  const chooser = page.waitForEvent('filechooser');
  await lesson.files.getByRole('button', { name: 'Upload folder' }).click();
  await (await chooser).setFiles('tests/fixtures/saved-model/uint8-endpoint');
  await expect(lesson.files).toContainText('uint8-endpoint/');
  const call = lesson.cell('Train for one epoch');
  await call.runCode(`
    const loaded = await tf.saved_model.load("uint8-endpoint");
    const images = np.zeros([2, 8, 8, 1], { dtype: "uint8" });
    (await loaded.signatures.classify(images)).probabilities.sum(-1)`);
  await expect(call.output).toContainText('array([1., 1.], dtype=float32)');
  const show = lesson.cell('Look inside the file');
  await show.runCode(
    'saved_model_cli show --dir uint8-endpoint --tag_set serve --signature_def classify',
  );
  await expect(show.output).toContainText('dtype: DT_UINT8');
});
