/** The app without network: what one visit leaves behind, what is said when that is not all, how a new build comes in. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { buildServiceWorker } from '../../scripts/service-worker-plugin/index.mjs';
import { FIFTH_LESSON, FIRST_LESSON, SIXTH_LESSON } from './lesson-page';
import { badge, expect, offlineReady, test } from './offline-page';
import { test as testWithout } from './test';

const PREDICT = `
const model = keras.Sequential([layers.Input({ shape: [4] }), layers.Dense(2)]);
print((await model.predict(np.ones([1, 4]), { verbose: 0 })).shape);`;

/** Our own engines leave batches of a fixed size to TensorFlow.js, which nothing has loaded yet. */
const PREDICT_ONE = PREDICT.replace('shape: [4]', 'shape: [4], batch_size: 1');

/** Main script of the build that comes later. */
const NEXT_MAIN = 'index-nextnext.js';

test('after one visit every lesson opens and runs with the network gone', async ({
  lesson,
  page,
  server,
}) => {
  await lesson.open(FIRST_LESSON);
  await offlineReady(page);
  server.isOnline = false;
  await lesson.reload();
  await lesson.open(FIRST_LESSON, '?backend=wasm');
  for (const title of (await lesson.titles()).slice(0, 4)) await lesson.cell(title).run();
  await lesson.cellAt(0).runCode(PREDICT);
  await expect(lesson.cellAt(0).output).toContainText('(1, 2)');
  const links = page.getByRole('navigation', { name: 'Course' }).locator('a.lesson:not([href$="device-lab"])');
  for (const link of await links.all()) {
    await link.click();
    await expect(lesson.cellAt(0).region).toBeVisible();
  }
  await offlineReady(page);
  // The browser alone looks whether the service worker has changed.
  expect(server.asked.filter((name) => name !== 'serving.sw.js')).toEqual([]);
});

test('names what is missing, and a retry fetches it', async ({ lesson, page, server }) => {
  server.broken = /litert_wasm.*\.wasm$/;
  await lesson.open(FIRST_LESSON);
  const retry = badge(page, 'Offline incomplete – retry');
  await retry.waitFor({ timeout: 90_000 });
  server.broken = undefined;
  await retry.click();
  await offlineReady(page);
});

test('goes on after the browser has ended the service worker', async ({ lesson, page, server }) => {
  server.broken = /train-images/;
  await lesson.open(FIRST_LESSON);
  await badge(page, 'Offline incomplete – retry').waitFor({ timeout: 90_000 });
  const session = await page.context().newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  server.broken = undefined;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await offlineReady(page);
});

test.describe('a new build', () => {
  let next = '';

  test.beforeAll(async () => {
    next = mkdtempSync(path.join(tmpdir(), 'slipway-next-'));
    await writeNextBuild('dist', next);
  });
  test.afterAll(() => rmSync(next, { recursive: true }));

  test('is fetched whole, then offered, and old files go when no page needs them', async ({
    lesson,
    page,
    context,
    server,
  }) => {
    await lesson.open(FIRST_LESSON);
    await offlineReady(page);
    const second = await context.newPage();
    await second.goto(`./#/${FIFTH_LESSON}`);
    await offlineReady(second);
    server.folder = next;
    await lesson.reload();
    expect(await page.locator('meta[name="build"]').count()).toBe(0);
    await badge(page, 'Update ready – reload').click({ timeout: 90_000 });
    await expect(page.locator('meta[name="build"]')).toHaveAttribute('content', 'next');
    await offlineReady(page);

    await badge(second, 'Update ready – reload').waitFor();
    const link = second.getByRole('navigation', { name: 'Course' }).locator('a.lesson:not([href$="device-lab"])');
    await link.filter({ hasText: 'interpreter' }).click();
    await expect(second).toHaveURL(new RegExp(SIXTH_LESSON));
    await expect(second.getByRole('button', { name: 'Run cell' }).first()).toBeVisible();
    expect(await oldEntries(page)).toBe(1);

    await badge(second, 'Update ready – reload').click();
    await offlineReady(second);
    await expect.poll(() => oldEntries(page)).toBe(0);
    server.isOnline = false;
    await lesson.reload();
    await expect(page.locator('meta[name="build"]')).toHaveAttribute('content', 'next');
  });
});

testWithout(
  'without a service worker it says so, and gets an engine that did not arrive once the network is back',
  async ({ lesson, context, page }) => {
    await lesson.open(FIRST_LESSON);
    await badge(page, 'Online only').click();
    await expect(page.getByText('Something in this browser blocks service workers.')).toBeVisible();
    await page.keyboard.press('Escape');
    const cell = lesson.cellAt(0);
    await cell.runCode('print("the kernel runs")');
    await cell.write(PREDICT_ONE);
    await context.setOffline(true);
    await cell.run('Failed');
    await expect(cell.output).toContainText(
      "The code of the backend 'tfjs-wasm' could not be loaded",
    );
    await expect(cell.output).toContainText('Check the connection, then run the cell again.');
    await context.setOffline(false);
    await cell.run();
    await expect(cell.output).toContainText('(1, 2)');
    await context.setOffline(true);
    await cell.run();
    await expect(cell.output).toContainText('(1, 2)');
  },
);

/** The same app with another start page and another name of its main script. */
async function writeNextBuild(from: string, to: string): Promise<void> {
  cpSync(from, to, { recursive: true });
  const start = path.join(to, 'index.html');
  const html = readFileSync(start, 'utf8');
  const main = /index-[\w-]{8}\.js/.exec(html)![0];
  const assets = path.join(to, 'assets');
  for (const name of readdirSync(assets).filter((file) => file.endsWith('.js'))) {
    const text = readFileSync(path.join(assets, name), 'utf8');
    if (name === main) rmSync(path.join(assets, name));
    const target = name === main ? NEXT_MAIN : name;
    if (name === main || text.includes(main)) {
      writeFileSync(path.join(assets, target), text.replaceAll(main, NEXT_MAIN));
    }
  }
  const marked = html.replace('<head>', '<head><meta name="build" content="next">');
  writeFileSync(start, marked.replaceAll(main, NEXT_MAIN));
  await buildServiceWorker(path.resolve('.'), to);
}

/** How many main scripts of other builds the copy holds. */
function oldEntries(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const [name] = await caches.keys();
    const urls = (await (await caches.open(name!)).keys()).map(({ url }) => url);
    const current = document.querySelector<HTMLScriptElement>('script[type="module"]')!.src;
    return urls.filter((url) => /\/index-.{8}\.js$/.test(url) && url !== current).length;
  });
}
