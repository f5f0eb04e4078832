/** Lesson 5's pictures of quantization after a run: the explorer and the confusion matrices. */
import type { Locator } from '@playwright/test';
import { seriousProblems } from './inspector-page';
import { FIFTH_LESSON } from './lesson-page';
import { expect, test } from './test';

const LAST = 'Where do they differ?';

/** A value of the explorer's table: here, and in the model. */
async function fact(explorer: Locator, name: string): Promise<string[]> {
  return explorer.getByRole('row', { name }).getByRole('cell').allInnerTexts();
}

test('the explorer is moved by keys, mouse and fields, matrices are switched, and axe finds nothing serious', async ({
  lesson,
  page,
}) => {
  await lesson.open(FIFTH_LESSON);
  const titles = await lesson.titles();
  for (const title of titles.slice(0, titles.indexOf(LAST) + 1)) await lesson.cell(title).run();

  const { output } = lesson.cell('Compare every tensor');
  const explorer = output.getByRole('region', { name: /^Explorer of/ });
  await expect(explorer).toHaveAccessibleName('Explorer of dense/MatMul');
  const largest = explorer.getByRole('slider', { name: 'Largest value' });
  const end = async () => Number(await largest.getAttribute('aria-valuenow'));

  const before = await end();
  await largest.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('PageDown');
  expect(await end()).toBeLessThan(before);
  await explorer.getByRole('button', { name: 'Half as wide' }).click();
  await expect(explorer).toContainText(/[\d.]+ % of the values are clipped/);
  await explorer.getByRole('button', { name: 'As the widest channel' }).click();
  expect(await end()).toBe(before);

  const knob = (await largest.locator('.knob').boundingBox())!;
  await page.mouse.move(knob.x + 3, knob.y + 3);
  await page.mouse.down();
  await page.mouse.move(knob.x - 97, knob.y + 3, { steps: 4 });
  await page.mouse.up();
  expect(await end()).toBeLessThan(before);

  const channel = explorer.getByRole('slider', { name: /^Channel/ });
  await channel.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await expect(channel).toHaveAttribute('aria-valuetext', /^2 of 256, \d+ % as wide/);
  const [own, inModel] = await fact(explorer, 'Scale s');
  expect(own).toBe(inModel);

  await output.getByRole('button', { name: 'flatten/Reshape' }).click();
  await expect(explorer).toHaveAccessibleName('Explorer of flatten/Reshape');
  await explorer.getByRole('button', { name: '255 times too wide' }).click();
  expect((await fact(explorer, 'Levels in use'))[0]).toBe('2 of 256');
  await explorer.getByRole('spinbutton', { name: 'to' }).fill('0.5');
  await page.keyboard.press('Enter');
  expect((await fact(explorer, 'Largest error'))[0]).toMatch(/^0\.5/);

  const matrices = lesson.cell(LAST).output;
  await matrices.getByText('Difference', { exact: true }).click();
  const shown = matrices.getByRole('group', { name: 'From float32 to full integer' });
  await expect(shown.getByRole('row')).toHaveCount(11);
  await expect(shown.getByRole('cell', { name: /^[+−]\d/ })).not.toHaveCount(0);

  expect(await seriousProblems(page, 'main')).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await seriousProblems(page, 'main')).toEqual([]);
  const isWhole = (node: Element) => node.scrollWidth <= node.clientWidth;
  await expect.poll(() => explorer.evaluate(isWhole)).toBe(true);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
