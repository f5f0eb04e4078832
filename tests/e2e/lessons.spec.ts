/** Each lesson from top to bottom with Run all, on real Fashion-MNIST where the build has it. */
import { existsSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { FIRST_LESSON, type LessonPage, SECOND_LESSON } from './lesson-page';
import { expect, test } from './test';

const HAS_REAL_DATA = existsSync('public/data/fashion-mnist/train-images-idx3-ubyte.gz');

async function runAll(lesson: LessonPage): Promise<void> {
  await lesson.runAll.click();
  for (const title of await lesson.titles()) await lesson.cell(title).expectEnd();
}

async function testAccuracy(page: Page): Promise<number> {
  const output = page.getByRole('region', { name: 'Score it on the test set' }).getByRole('log');
  const text = await output.innerText();
  return Number(/test accuracy (\d\.\d+)/.exec(text)?.[1]);
}

test('runs lesson 1 from top to bottom and reaches the accuracy of real Keras', async ({
  lesson,
  page,
}) => {
  await lesson.open(FIRST_LESSON);
  await runAll(lesson);
  await expect(lesson.cell('Build the model').output).toContainText('203,530');
  await expect(lesson.cell('Train').output).toContainText('422/422');
  await expect(lesson.cell('Train').output).toContainText('val_accuracy');
  await expect(lesson.cell('Look at ten pictures').output.locator('canvas').first()).toBeVisible();
  await expect(lesson.cell('How the training went').output.locator('svg').first()).toBeVisible();
  await expect(lesson.cell('Send it the wrong shape').output).toContainText('incompatible');
  expect(await testAccuracy(page)).toBeGreaterThanOrEqual(HAS_REAL_DATA ? 0.85 : 0.8);
  const mark = page.getByText('synthetic stand-in').first();
  if (HAS_REAL_DATA) await expect(mark).toBeHidden();
  else await expect(mark).toBeVisible();
});

test('runs lesson 2 from top to bottom and finds the same predictions in the file', async ({
  lesson,
}) => {
  await lesson.open(SECOND_LESSON);
  await runAll(lesson);
  await expect(lesson.cell('Look inside the file').output).toContainText('model.weights.h5');
  await expect(lesson.cell('Read the architecture').output).toContainText('"name": "fashion"');
  await expect(lesson.cell('Load and compare').output).toContainText('same predictions');
  await expect(lesson.cell('Go on training').output).toContainText('844');
  await expect(lesson.cell('Load it without registration').output).toContainText(
    "TypeError: Could not locate class 'MyAttentionBlock'",
  );
  await expect(lesson.cell('Register it and try again').output).toContainText('found');
  await expect(lesson.files).toContainText('fashion.keras');
});
