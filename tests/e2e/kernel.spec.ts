import { FIRST_LESSON } from './lesson-page';
import { expect, test } from './test';

/** A little data and a model that takes some seconds for all its epochs. */
const SMALL_TRAINING = `
const model = keras.Sequential([
  layers.Input({ shape: [16] }),
  layers.Dense(64, { activation: "relu" }),
  layers.Dense(1),
]);
model.compile({ optimizer: "adam", loss: "mse" });
await model.fit(np.ones([2048, 16]), np.zeros([2048, 1]), { epochs: 5000, batch_size: 32, verbose: 2 });`;

test.beforeEach(({ lesson }) => lesson.open(FIRST_LESSON));

test('streams what a cell prints while it runs', async ({ lesson }) => {
  const cell = lesson.cellAt(0);
  await cell.write(
    'print("first");\nawait new Promise((r) => setTimeout(r, 60_000));\nprint("last");',
  );
  await cell.runButton.click();
  await expect(cell.output).toContainText('first');
  await expect(cell.output).not.toContainText('last');
  await cell.stopButton.click();
  await cell.expectEnd('Stopped');
});

test('stops training after the batch and keeps the model as trained so far', async ({ lesson }) => {
  const cell = lesson.cellAt(0);
  await cell.write(SMALL_TRAINING);
  await cell.runButton.click();
  await expect(cell.output).toContainText('Epoch 2/5000');
  await cell.stopButton.click();
  await cell.expectEnd('Stopped');
  await lesson
    .cellAt(1)
    .runCode('print((await model.predict(np.ones([1, 16]), { verbose: 0 })).shape)');
  await expect(lesson.cellAt(1).output).toContainText('1');
});

test('kills an endless loop, keeps the files, and says what to run again', async ({ lesson }) => {
  await lesson
    .cellAt(0)
    .runCode('await files.write("kept.txt", new Uint8Array(3)); let answer = 1;');
  const cell = lesson.cellAt(1);
  await cell.write('while (true) {}');
  await cell.runButton.click();
  await expect(cell.stopButton).toBeVisible();
  await cell.stopButton.click();
  const notice = lesson.restartNotice;
  await expect(notice).toContainText('The kernel was restarted');
  await expect(notice).toContainText('Run again: cell 1');
  await expect(lesson.files).toContainText('kept.txt');
  await lesson.cellAt(0).runCode('print((await files.read("kept.txt")).length)');
  await expect(lesson.cellAt(0).output).toHaveText(/^\s*3\s*$/);
});

test('brings back the last checkpoint of a model that a killed kernel held', async ({
  lesson,
  page,
}) => {
  const cell = lesson.cellAt(0);
  await cell.runCode(SMALL_TRAINING.replace('5000', '3'));
  await lesson.cellAt(1).write('while (true) {}');
  await lesson.cellAt(1).runButton.click();
  await lesson.cellAt(1).stopButton.click();
  await page.getByRole('button', { name: 'Restore model from epoch 3 of 3' }).click();
  await expect(lesson.restartNotice).toContainText('model is back');
  await lesson.cellAt(1).runCode('print(model.count_params())');
  await expect(lesson.cellAt(1).output).toContainText('1153');
});

test('points at the line of the learner that failed, in another cell too', async ({ lesson }) => {
  const cell = lesson.cellAt(0);
  await cell.runCode(
    'const a = 1;\nconst b = 2;\nkeras.layers.Dense(10, { activaton: "relu" });',
    'Failed',
  );
  await expect(cell.output).toContainText(
    "ValueError: Unrecognized keyword arguments passed to Dense: {'activaton': 'relu'}",
  );
  await expect(cell.output).toContainText('Line 3 of this cell');
  await cell.runCode('function fail() {\n  throw new Error("broken");\n}');
  await lesson.cellAt(1).runCode('\nfail();', 'Failed');
  await expect(lesson.cellAt(1).output).toContainText('broken');
  await expect(lesson.cellAt(1).output).toContainText('Line 2 of this cell');
  await expect(lesson.cellAt(1).output).toContainText('Line 2 of Load Fashion-MNIST');
});

test('keeps the page alive while a cell computes', async ({ lesson, page }) => {
  const cell = lesson.cellAt(0);
  await cell.write('while (true) {}');
  await cell.runButton.click();
  await page.getByRole('button', { name: /^Theme/ }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', /light|dark/);
  await cell.stopButton.click();
  await cell.expectEnd('Stopped');
});
