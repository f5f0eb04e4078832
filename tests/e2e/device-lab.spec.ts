/** The Device lab: measured for a few rows only, since a whole run takes minutes. */
import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { FIRST_LESSON } from './lesson-page';
import { expect, test } from './test';

const start = (page: Page) => page.getByRole('button', { name: 'Measure this machine' });

async function openLab(page: Page): Promise<void> {
  await page.goto('./#/device-lab');
  await expect(start(page)).toBeVisible();
}

test('the outline leads to it and back to a lesson', async ({ lesson, page }) => {
  await lesson.open(FIRST_LESSON);
  const outline = page.getByRole('navigation', { name: 'Course' });
  await outline.getByRole('link', { name: 'Device lab' }).click();
  await expect(page.getByRole('heading', { name: 'Device lab', level: 1 })).toBeVisible();
  await expect(page).toHaveTitle('Device lab · Slipway');
  await outline.getByRole('link', { name: /A model to deploy/ }).click();
  await expect(page.getByRole('button', { name: 'Run cell' }).first()).toBeVisible();
});

test('measures by keyboard, shows numbers as they come, and stops', async ({ page }) => {
  await openLab(page);
  await start(page).press('Enter');
  const machine = page.getByRole('region', { name: 'The bare machine' });
  await expect(machine.getByRole('row', { name: /^Memory copy \d/ })).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /^\d+ of \d+$/);
  const training = page.getByRole('region', { name: 'Training: an epoch of lesson 1' });
  const first = training.getByRole('row', { name: /^Slipway WASM, 1 thread \d/ });
  await expect(first).toBeVisible({ timeout: 60_000 });
  const stop = page.getByRole('button', { name: 'Stop' });
  await expect(stop).toBeFocused();
  await stop.press('Enter');
  await expect(page.getByText('Stopped. What was measured stays.')).toBeVisible();
  await expect(first).toBeVisible();
  await expect(page.getByRole('button', { name: 'Measure again' })).toBeVisible();
});

test('hands out what it has measured', async ({ page }) => {
  await openLab(page);
  const csv = page.getByRole('button', { name: 'CSV' });
  await expect(csv).toBeDisabled();
  await start(page).click();
  await expect(csv).toBeEnabled();
  const download = page.waitForEvent('download');
  await csv.click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('device-lab.csv');
  const text = readFileSync(await file.path(), 'utf8');
  expect(text).toMatch(/^machine,.*Chrome/);
  expect(text).toMatch(/\r\ncalibration,"Multiply-add, 1 thread",[\d.]+,GF\/s,/);
  await page.getByRole('button', { name: 'Stop' }).click();
});

for (const width of [320, 390, 800]) {
  test(`fits into ${width} pixels without scrolling sideways`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await openLab(page);
    await start(page).click();
    await expect(page.getByRole('row', { name: /^Memory copy \d/ })).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await page.getByRole('button', { name: 'Stop' }).click();
  });
}

for (const theme of ['light', 'dark'] as const) {
  test(`has nothing serious for axe to find in ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await openLab(page);
    await start(page).click();
    await expect(page.getByRole('row', { name: /^Memory copy \d/ })).toBeVisible();
    await page.getByRole('button', { name: 'Stop' }).click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(
      ({ impact }) => impact === 'serious' || impact === 'critical',
    );
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
}
