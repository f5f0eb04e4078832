import { readFile } from 'node:fs/promises';
import { look, part, seriousProblems, upload } from './inspector-page';
import { FIRST_LESSON } from './lesson-page';
import { expect, test } from './test';

const KERAS = 'tests/fixtures/keras/functional_residual.keras';
const SAVED_MODEL = 'tests/fixtures/saved-model/mlp';

test.beforeEach(({ lesson }) => lesson.open(FIRST_LESSON));

test('opens an uploaded .keras: its bytes, weights with their values, config and members', async ({
  lesson,
  page,
}) => {
  await upload(lesson, 'Upload', KERAS);
  const dialog = await look(lesson, 'functional_residual.keras');
  await expect(dialog.getByRole('heading', { name: 'functional_residual.keras' })).toBeVisible();
  await expect(dialog).toContainText('Keras model');
  await expect(dialog.getByRole('row', { name: /Optimizer state/ })).toContainText('1.06 kB');

  const weights = await part(dialog, 'Weights');
  await weights.getByRole('button', { name: 'out/kernel' }).click();
  await expect(weights.getByRole('img', { name: /^Histogram in 24 bins/ })).toBeVisible();
  await expect(weights).toContainText('0 of 36 (0.0 %)');

  const config = await part(dialog, 'Config');
  await config.getByRole('button', { name: /^config/ }).click();
  await config.getByRole('button', { name: /^layers/ }).click();
  await expect(config).toContainText('Concatenate concatenate');

  await expect(await part(dialog, 'Members')).toContainText('model.weights.h5');
  expect(await seriousProblems(page, 'dialog')).toEqual([]);
});

test('moves the focus in, and back to the file at Escape', async ({ lesson, page }) => {
  await upload(lesson, 'Upload', KERAS);
  const name = lesson.files.getByRole('button', { name: 'functional_residual.keras', exact: true });
  await name.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('tab', { name: 'Overview' })).toBeVisible();
  expect(await dialog.evaluate((node) => node.contains(document.activeElement))).toBe(true);
  await dialog.getByRole('tab', { name: 'Overview' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('tab', { name: 'Weights' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(name).toBeFocused();
});

test('takes a folder, and opens the SavedModel in it', async ({ lesson, page }) => {
  await upload(lesson, 'Upload folder', SAVED_MODEL);
  const dialog = await look(lesson, 'mlp/');
  await expect(dialog).toContainText('TensorFlow 2.21.0');

  const endpoints = await part(dialog, 'Endpoints');
  await expect(endpoints).toContainText(
    'Give it features, float32 of shape (None, 6); it returns output_0',
  );
  const variables = await part(dialog, 'Variables');
  await expect(variables).toContainText('Keras stores every weight twice');
  await variables
    .getByRole('button', { name: /kernel/ })
    .first()
    .click();
  await expect(variables.getByRole('img', { name: /^Histogram/ })).toBeVisible();

  const message = await part(dialog, 'Message');
  await message.getByRole('button', { name: /^meta_graphs/ }).click();
  await message.getByRole('button', { name: /^0/ }).click();
  await message.getByRole('button', { name: /^signature_def/ }).click();
  await expect(message).toContainText('"serving_default"');
  expect(await seriousProblems(page, 'dialog')).toEqual([]);
});

test('draws the graph, moved and zoomed by keys, with each node’s attributes', async ({
  lesson,
  page,
}) => {
  await upload(lesson, 'Upload folder', SAVED_MODEL);
  const graph = await part(await look(lesson, 'mlp/'), 'Graph');
  await graph.getByRole('button', { name: 'Open all scopes' }).click();
  const drawing = graph.getByRole('group', { name: /^Drawing of serving_default/ });
  await expect(drawing.locator('.box')).not.toHaveCount(0);
  const place = () => drawing.locator('svg > g').getAttribute('transform');

  const before = await place();
  await drawing.focus();
  await page.keyboard.press('ArrowDown');
  const moved = await place();
  expect(moved).not.toBe(before);
  await page.keyboard.press('+');
  expect(await place()).not.toBe(moved);
  await page.keyboard.press('0');
  await expect.poll(place).toBe(before);
  await drawing.hover();
  await page.mouse.wheel(0, 200);
  await expect.poll(place).not.toBe(before);

  await graph.getByText(/^The same as a list/).click();
  await graph
    .getByRole('button', { name: /^Op MatMul/ })
    .first()
    .click();
  const details = graph.getByRole('complementary', { name: 'Selected node' });
  await expect(details.getByRole('heading', { name: 'MatMul' })).toBeVisible();
  await expect(details).toContainText('float32');
  expect(await seriousProblems(page, 'dialog')).toEqual([]);
});

test('says in one sentence what is wrong with a damaged file, and shows its bytes', async ({
  lesson,
  page,
}) => {
  const bytes = (await readFile(KERAS)).subarray(0, 3000);
  await lesson.files
    .locator('input[type=file]')
    .setInputFiles({ name: 'cut.keras', mimeType: 'application/zip', buffer: bytes });
  const dialog = await look(lesson, 'cut.keras');
  await expect(dialog.getByRole('alert')).toContainText(
    'cut.keras is not a zip archive, or its end is missing.',
  );
  await expect(await part(dialog, 'Bytes')).toContainText('00000000  50 4b 03 04');
  expect(await seriousProblems(page, 'dialog')).toEqual([]);
});

test('says that a file has changed, and reads it again', async ({ lesson, page }) => {
  const write = (text: string) =>
    page.locator('input[type=file]').setInputFiles({
      name: 'a.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
  await write('["before"]');
  const dialog = await look(lesson, 'a.json');
  await expect(dialog.getByRole('tabpanel')).toContainText('before');
  await write('["after"]');
  await dialog.getByRole('button', { name: 'Read it again' }).click();
  await expect(dialog.getByRole('tabpanel')).toContainText('after');
  await expect(dialog.getByRole('button', { name: 'Read it again' })).toBeHidden();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`is a full sheet on a phone, with nothing serious for axe in ${colorScheme}`, async ({
    lesson,
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await upload(lesson, 'Upload folder', SAVED_MODEL);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: /files/i }).first().click();
    const dialog = await look(lesson, 'mlp/');
    expect(await dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    for (const name of ['Overview', 'Endpoints', 'Graph', 'Variables', 'Functions', 'Message']) {
      await part(dialog, name);
      await expect(dialog.getByRole('status').filter({ hasText: /./ })).toHaveCount(0);
      expect(await seriousProblems(page, 'dialog'), name).toEqual([]);
    }
    await page.keyboard.press('Escape');
    await expect(lesson.files.getByRole('button', { name: 'mlp/', exact: true })).toBeFocused();
  });
}
