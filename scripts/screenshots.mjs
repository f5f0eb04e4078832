/** Takes the pictures in docs/, on the app in `dist`: lesson 1 after a run, at two widths and in both themes; lesson 4's server, lesson 5's explorer. */
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { ensureChrome } from './find-chrome.mjs';

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

const server = await preview({ preview: { port: 0, open: false }, logLevel: 'error' });
const browser = await chromium.launch({
  executablePath: ensureChrome(),
  args: ['--no-sandbox', '--disable-background-networking'],
});
const page = await browser.newPage({ viewport: SIZES[0] ?? null, serviceWorkers: 'block' });
await page.goto(server.resolvedUrls?.local[0] ?? '');
await page.getByRole('button', { name: 'Run all' }).click();
await page
  .getByRole('region', { name: 'Send it the wrong shape' })
  .getByText('✓ Done')
  .waitFor({ timeout: 300_000 });
mkdirSync('docs', { recursive: true });
for (const size of SIZES) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await page.getByRole('region', { name: 'Train', exact: true }).evaluate((cell) => {
      scrollTo({ top: cell.getBoundingClientRect().top + scrollY - 76 });
    });
    await page.waitForTimeout(400);
    await page.screenshot({ path: `docs/lesson-1-${size.width}-${colorScheme}.png` });
  }
}
await page.setViewportSize(SIZES[0] ?? { width: 1280, height: 900 });
await page.emulateMedia({ colorScheme: 'light' });
await page.goto(`${server.resolvedUrls?.local[0] ?? ''}#/tensorflow-serving`);
await page.getByRole('tab', { name: /^Server/ }).click();
for (const title of [
  'Train and export version 1',
  'Start the server',
  'Call it from a program',
  'Send 784 numbers',
]) {
  const cell = page.getByRole('region', { name: title, exact: true });
  await cell.getByRole('button', { name: 'Run cell' }).click();
  await cell.getByText('✓ Done').waitFor({ timeout: 300_000 });
}
await page.getByRole('region', { name: 'Send 784 numbers' }).evaluate((cell) => {
  scrollTo({ top: cell.getBoundingClientRect().top + scrollY - 76 });
});
await page.waitForTimeout(1500);
await page.screenshot({ path: 'docs/lesson-4-1280-light.png' });
await page.goto(`${server.resolvedUrls?.local[0] ?? ''}#/smaller-tflite`);
await page.getByRole('button', { name: 'Run all' }).click();
const explorer = page.getByRole('region', { name: /^Explorer of/ });
await explorer.waitFor({ timeout: 300_000 });
await page
  .getByRole('region', { name: 'float16, and 16-bit activations' })
  .getByText('✓ Done')
  .waitFor({ timeout: 300_000 });
await explorer.getByRole('button', { name: 'Half as wide' }).click();
await explorer.evaluate((section) => {
  scrollTo({ top: section.getBoundingClientRect().top + scrollY - 76 });
});
await page.waitForTimeout(400);
await page.screenshot({ path: 'docs/lesson-5-1280-light.png' });
await browser.close();
await server.close();
