import { readFile } from 'node:fs/promises';
import { FIRST_LESSON } from './lesson-page';
import { expect, test } from './test';

test.beforeEach(({ lesson }) => lesson.open(FIRST_LESSON));

test('lists files with their sizes, over a reload', async ({ lesson }) => {
  await expect(lesson.files).toContainText('No files yet');
  await lesson.cellAt(0).runCode('await files.write("a/b.bin", new Uint8Array(2048));');
  await expect(lesson.files).toContainText('b.bin');
  await lesson.reload();
  await expect(lesson.files).toContainText('b.bin');
  await expect(lesson.files.getByTitle('2,048 bytes').first()).toBeVisible();
});

test('takes a file from the computer and gives it back unchanged', async ({ lesson, page }) => {
  const bytes = Buffer.from([0, 1, 2, 253, 254, 255]);
  await lesson.files
    .locator('input[type=file]')
    .setInputFiles({ name: 'mine.bin', mimeType: 'application/octet-stream', buffer: bytes });
  await lesson.cellAt(0).runCode('[...(await files.read("mine.bin"))].join(" ")');
  await expect(lesson.cellAt(0).output).toContainText('0 1 2 253 254 255');
  const download = page.waitForEvent('download');
  await lesson.files.getByRole('button', { name: 'Download mine.bin' }).click();
  expect(await readFile(await (await download).path())).toEqual(bytes);
});

test('gives all files as one zip', async ({ lesson, page }) => {
  await lesson.cellAt(0).runCode('await files.write("a.txt", new Uint8Array(1));');
  const download = page.waitForEvent('download');
  await lesson.files.getByRole('button', { name: 'All as zip' }).click();
  const zip = await readFile(await (await download).path());
  expect(zip.subarray(0, 2).toString()).toBe('PK');
  expect(zip.includes('a.txt')).toBe(true);
});

test('deletes a file, and undoes it', async ({ lesson }) => {
  await lesson.cellAt(0).runCode('await files.write("gone.txt", new Uint8Array(1));');
  const row = lesson.files.getByRole('button', { name: 'Download gone.txt' });
  await lesson.files.getByRole('button', { name: 'Delete gone.txt' }).click();
  await expect(row).toBeHidden();
  await lesson.files.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toBeVisible();
});
