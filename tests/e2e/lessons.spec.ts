/** Each lesson from top to bottom with Run all, on real Fashion-MNIST where the build has it. */
import { existsSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { FIRST_LESSON, type LessonPage, SECOND_LESSON, THIRD_LESSON } from './lesson-page';
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
  await expect(lesson.cell('Export for inference').output).toContainText(
    "Saved artifact at 'serving/fashion/1'.",
  );
  await expect(lesson.cell('What is on disk').output).toContainText('variables.index');
  await expect(lesson.cell('Count the bytes').output).toContainText('2.00');
  await expect(lesson.cell('Load it as a model').output).toContainText('keras.layers.TFSMLayer(');
  await expect(lesson.cell('Wrap it as a layer').output).toContainText('tfsm_layer (TFSMLayer)');
  await expect(lesson.files).toContainText('fashion.keras');
});

test('runs lesson 3 from top to bottom and shows what dropout left alive does', async ({
  lesson,
}) => {
  await lesson.open(THIRD_LESSON);
  await runAll(lesson);
  const said = (title: string) => lesson.cell(title).output.innerText();
  const drift = await said('Call it with and without the division');
  const accuracy = (name: string) => Number(new RegExp(`${name}:\\s+(\\S+)`).exec(drift)?.[1]);
  expect(accuracy('divided twice')).toBeLessThan(accuracy('divided once'));
  expect(await said('Export with preprocessing')).toContain("* Endpoint 'serve_raw'");
  expect(await said('Read the contract')).toContain('dtype: DT_UINT8\n      shape: (-1, 28, 28)');
  expect(await said('What else is in it')).toContain("'RealDiv'");
  expect(await said('Run it from the shell')).toContain('Result for output key probabilities:');
  const damage = await said('Measure the damage');
  const changed = Number(/second time: (\d+) of 10000/.exec(damage)?.[1]);
  expect(changed).toBeGreaterThan(HAS_REAL_DATA ? 100 : -1);
  expect(await said('Look for random ops')).toContain(
    'serving/fashion/2: none\nserving/careless/1: RandomUniform',
  );
  expect(await said('Export for a batch of one')).toContain('TypeError: Binding inputs');
  expect(await said('Forget to track the model')).toContain('anything written? False');
});

test('the deployment map knows the lesson’s place and leads to the others’', async ({
  lesson,
  page,
}) => {
  await lesson.open(SECOND_LESSON);
  const map = page.getByRole('group', { name: 'Deployment map' });
  const place = (name: RegExp) => map.getByRole('button', { name });
  await expect(place(/^\.keras, .*you are here$/)).toBeVisible();
  await place(/^SavedModel/).press('Enter');
  await page.getByRole('link', { name: /^Lesson 3: / }).click();
  await expect(page).toHaveURL(new RegExp(`#/(.*/)?.*${THIRD_LESSON}$`));
  await expect(place(/^SavedModel, .*you are here$/)).toHaveAttribute('aria-pressed', 'true');
  await expect(place(/^\.keras/)).not.toHaveAccessibleName(/you are here/);
});
