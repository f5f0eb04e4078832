import { FIRST_LESSON } from './lesson-page';
import { expect, test } from './test';

test.beforeEach(({ lesson }) => lesson.open(FIRST_LESSON));

test('shows highlighted code before any editor is loaded', async ({ lesson, page }) => {
  await expect(lesson.cellAt(0).code.locator('.hljs-keyword').first()).toBeVisible();
  expect(await page.locator('.monaco-editor').count()).toBe(0);
});

test('runs with Ctrl+Enter, counts runs, and tells the time', async ({ lesson }) => {
  const cell = lesson.cellAt(0);
  await cell.runCode('print("one")');
  await expect(cell.region).toContainText('[1]');
  await cell.run();
  await expect(cell.region).toContainText('[2]');
  await expect(cell.output).toHaveText(/one/);
  await expect(cell.region.getByText(/^\d+(\.\d+)? m?s$/)).toBeVisible();
});

test('goes to the next cell with Shift+Enter', async ({ lesson, page }) => {
  const cell = lesson.cellAt(0);
  await cell.write('const x_train = np.zeros([10, 28, 28]);');
  await page.keyboard.press('Shift+Enter');
  await expect(lesson.cellAt(1).code).toBeFocused();
  await cell.expectEnd();
});

test('shows the value of the last expression, and shares names between cells', async ({
  lesson,
}) => {
  await lesson.cellAt(0).runCode('const answer = await Promise.resolve(41);');
  await lesson.cellAt(1).runCode('answer + 1');
  await expect(lesson.cellAt(1).output).toHaveText(/^\s*42\s*$/);
});

test('marks a cell as stale when an earlier one was run anew', async ({ lesson }) => {
  await lesson.cellAt(0).runCode('let answer = 1;');
  await lesson.cellAt(1).runCode('print(answer)');
  await expect(lesson.cellAt(1).region).not.toContainText('stale');
  await lesson.cellAt(0).runCode('let answer = 2;');
  await expect(lesson.cellAt(1).region).toContainText('stale: an earlier cell changed');
});

test('keeps edits over a reload, resets them, and undoes the reset', async ({ lesson }) => {
  const cell = lesson.cellAt(0);
  await cell.write('print("mine")');
  await lesson.reload();
  await expect(cell.code).toContainText('print("mine")');
  await cell.resetButton.click();
  await expect(cell.code).toContainText('fashion_mnist.load_data');
  await cell.region.getByRole('button', { name: 'Undo reset' }).click();
  await expect(cell.code).toContainText('print("mine")');
});

test('resets a cell while its editor is open', async ({ lesson, page }) => {
  const cell = lesson.cellAt(0);
  await cell.write('print("mine")');
  await cell.resetButton.click();
  await expect(cell.code).toContainText('load_data');
  await cell.edit();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(cell.code).toContainText('print("mine")');
});

test('completes what the learner API has and what earlier cells declared', async ({
  lesson,
  page,
}) => {
  const suggestions = page.getByRole('listbox', { name: 'Suggest' });
  const cell = lesson.cell('Train');
  await cell.write('');
  await page.keyboard.type('keras.');
  await expect(suggestions.getByRole('option', { name: /^Sequential/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await cell.write('');
  await page.keyboard.type('model.comp');
  await expect(suggestions.getByRole('option', { name: /^compile,/ })).toBeVisible();
});

test('shows the declaration and its comment on hover', async ({ lesson, page }) => {
  const cell = lesson.cell('Train');
  await cell.write('model.fit');
  const hover = page.locator('.monaco-hover').getByText(/epochs/);
  await expect(async () => {
    const line = await cell.region.locator('.view-line').first().boundingBox();
    // In the middle of the last word, at about 8 pixels a letter; the mouse has to move to be noticed.
    await page.mouse.move(line!.x + 200, line!.y + 10);
    await page.mouse.move(line!.x + 60, line!.y + 10);
    await expect(hover).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 30_000 });
});

test('underlines an option that does not exist', async ({ lesson }) => {
  const cell = lesson.cell('Train');
  await cell.write('await model.fit(x, y_train, { epoch: 3 });');
  await expect(cell.region.locator('.squiggly-error')).toBeVisible();
});
