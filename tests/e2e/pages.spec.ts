import { FIRST_LESSON, LessonPage } from './lesson-page';
import { expect, test } from './test';

test('where storage is refused, page and kernel share files in memory, and a kill keeps them', async ({
  lesson,
  page,
}) => {
  await page.addInitScript(() => {
    const refuse = () => Promise.reject(new DOMException('Refused.', 'SecurityError'));
    Object.defineProperty(StorageManager.prototype, 'getDirectory', { value: refuse });
  });
  await lesson.open(FIRST_LESSON);
  await expect(lesson.files).toContainText('kept in memory only');
  await lesson.cellAt(0).runCode('await files.write("kept.txt", "hello")');
  await expect(lesson.files).toContainText('kept.txt');
  const endless = lesson.cellAt(1);
  await endless.write('while (true) {}');
  await endless.runButton.click();
  await endless.stopButton.click();
  await expect(lesson.restartNotice).toBeVisible();
  await lesson.cellAt(0).runCode('print(await files.text("kept.txt"))');
  await expect(lesson.cellAt(0).output).toHaveText(/^\s*hello\s*$/);
});

test('two pages see each other’s files and keep their checkpoints apart', async ({
  lesson,
  page,
}) => {
  const other = new LessonPage(await page.context().newPage());
  const train = (units: number) => `
    const model = keras.Sequential([layers.Input({ shape: [4] }), layers.Dense(${units})]);
    model.compile({ optimizer: "sgd", loss: "mse" });
    await model.fit(np.ones([8, 4]), np.ones([8, ${units}]), { epochs: 2, verbose: 0 });
    await files.write("units-${units}.txt", "x");`;
  for (const [at, units] of [
    [lesson, 1],
    [other, 2],
  ] as const) {
    await at.open(FIRST_LESSON, '?backend=cpu');
    await at.cellAt(0).runCode(train(units));
  }
  await expect(lesson.files).toContainText('units-2.txt');
  await expect(other.files).toContainText('units-1.txt');
  await page.bringToFront();
  await lesson.cellAt(1).write('while (true) {}');
  await lesson.cellAt(1).runButton.click();
  await lesson.cellAt(1).stopButton.click();
  await page.getByRole('button', { name: 'Restore model from epoch 2 of 2' }).click();
  await expect(lesson.restartNotice).toContainText('model is back');
  await lesson.cellAt(0).runCode('print(model.count_params())');
  await expect(lesson.cellAt(0).output).toHaveText(/^\s*5\s*$/);
  expect(other.problems).toEqual([]);
});

test('a timer speaks in its own cell, and a missing name leads to the cell that declares it', async ({
  lesson,
}) => {
  await lesson.open(FIRST_LESSON);
  await lesson
    .cellAt(0)
    .runCode('const twice = (x) => 2 * x; setTimeout(() => print("late"), 600);');
  await lesson.cellAt(1).runCode('await new Promise((r) => setTimeout(r, 1200)); print("second")');
  await expect(lesson.cellAt(0).output).toContainText('late');
  await expect(lesson.cellAt(1).output).not.toContainText('late');
  const title = (await lesson.titles())[0]!;
  await lesson.cellAt(1).write('while (true) {}');
  await lesson.cellAt(1).runButton.click();
  await lesson.cellAt(1).stopButton.click();
  await lesson.cellAt(1).expectEnd('Stopped');
  await lesson.cellAt(2).runCode('twice(2)', 'Failed');
  await expect(lesson.cellAt(2).output).toContainText(`Run the cell “${title}” first`);
});

test('a stop says what it waits for', async ({ lesson }) => {
  await lesson.open(FIRST_LESSON, '?backend=cpu');
  const cell = lesson.cellAt(0);
  await cell.write(`
    const model = keras.Sequential([layers.Input({ shape: [512] }), layers.Dense(2048), layers.Dense(1)]);
    model.compile({ optimizer: "sgd", loss: "mse" });
    await model.fit(np.ones([20000, 512]), np.ones([20000, 1]), { batch_size: 10000, epochs: 2 });`);
  await cell.runButton.click();
  await expect(cell.output).toContainText('Epoch');
  await cell.stopButton.click();
  await expect(
    cell.region.getByText(/^Stopping after the (start|current batch) of fit$/),
  ).toBeVisible();
  await cell.region.getByRole('button', { name: 'Stop now' }).click();
  await cell.expectEnd('Stopped');
  await expect(lesson.restartNotice).toBeVisible();
});
