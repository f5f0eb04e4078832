/** `.tflite` files in the inspector: written by TensorFlow's own converter, and damaged. */
import { readFile } from 'node:fs/promises';
import { look, part, seriousProblems, upload } from './inspector-page';
import { FIRST_LESSON } from './lesson-page';
import { expect, test } from './test';

const INT8 = 'tests/fixtures/tflite/conv/int8.tflite';

test.beforeEach(({ lesson }) => lesson.open(FIRST_LESSON));

test('opens a .tflite file: where its bytes go, its graph, operators, tensors with their scales', async ({
  lesson,
  page,
}) => {
  await upload(lesson, 'Upload', INT8);
  const dialog = await look(lesson, 'int8.tflite');
  await expect(dialog).toContainText('full integer: weights and activations as int8');
  await expect(dialog.getByRole('row', { name: /Weights/ })).toContainText('26.9 %');
  expect(await seriousProblems(page, 'dialog')).toEqual([]);

  const graph = await part(dialog, 'Graph');
  const drawing = graph.getByRole('group', { name: /^Drawing of main/ });
  await expect(drawing.locator('.box')).toHaveCount(10);
  await expect(graph.getByRole('button', { name: 'Open all scopes' })).toBeHidden();
  await graph.getByText(/^The same as a list/).click();
  await graph.getByRole('button', { name: /CONV_2D/ }).first().click(); // prettier-ignore
  await expect(graph.getByRole('complementary', { name: 'Selected node' })).toContainText('stride');
  expect(await seriousProblems(page, 'dialog')).toEqual([]);

  const operators = await part(dialog, 'Operators');
  await expect(operators.getByRole('row', { name: /^FULLY_CONNECTED/ })).toContainText('up to 9');

  const tensors = await part(dialog, 'Tensors');
  await expect(tensors.getByRole('row', { name: /tfl.quantize/ })).toContainText('0.003921');
  await tensors.getByRole('button', { name: /^2/ }).click();
  await expect(tensors.getByRole('img', { name: /^Histogram/ })).toBeVisible();
  expect(await seriousProblems(page, 'dialog')).toEqual([]);

  await expect(await part(dialog, 'Buffers')).toContainText('min_runtime_version');
  await expect(await part(dialog, 'Flatbuffer')).toContainText('MLIR Converted.');
});

test('is a full sheet on a phone, for each part of a .tflite file', async ({ lesson, page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await upload(lesson, 'Upload', INT8);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: /files/i }).first().click();
  const dialog = await look(lesson, 'int8.tflite');
  for (const name of ['Overview', 'Graph', 'Operators', 'Tensors', 'Buffers', 'Flatbuffer']) {
    const shown = await part(dialog, name);
    await expect(shown).toBeVisible();
    expect(await shown.evaluate((node) => node.scrollWidth <= node.clientWidth), name).toBe(true);
    expect(await seriousProblems(page, 'dialog'), name).toEqual([]);
  }
});

test('says what is wrong with a .tflite file that was cut short', async ({ lesson }) => {
  const buffer = (await readFile(INT8)).subarray(0, 700);
  await lesson.files
    .locator('input[type=file]')
    .setInputFiles({ name: 'cut.tflite', mimeType: 'application/octet-stream', buffer });
  const dialog = await look(lesson, 'cut.tflite');
  await expect(dialog.getByRole('alert')).toContainText('cut short or damaged');
});
