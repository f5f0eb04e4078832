/** Threads: where the page is cross-origin isolated, where the service worker makes it so, and what goes on without. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from '@playwright/test';
import { CellOnPage, FIRST_LESSON } from './lesson-page';
import { expect, offlineReady, test } from './offline-page';
import { test as testOnPreview } from './test';

const TRAIN = `
const model = keras.Sequential([layers.Input({ shape: [8] }), layers.Dense(1)]);
model.compile({ optimizer: "adam", loss: "mse" });
await model.fit(np.ones([64, 8]), np.ones([64, 1]), { epochs: 2, batch_size: 16, verbose: 0 });
const picture = await fetch("data:image/svg+xml,<svg/>");
print("fetched", picture.status);`;

const isIsolated = (where: Page | Frame) => where.evaluate(() => crossOriginIsolated);

/** Workers that the kernel has started for the engine; none on a machine with one core. */
async function expectThreads(page: Page): Promise<void> {
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  const threads = page.workers().filter((worker) => worker.url().includes('/simd.worker'));
  expect(threads.length).toBe(Math.min(cores, 4) - 1);
}

async function train(cell: CellOnPage): Promise<void> {
  await cell.runCode(TRAIN);
  await expect(cell.output).toContainText('fetched 200');
}

testOnPreview('our own server isolates the page: there are threads', async ({ lesson, page }) => {
  await lesson.open(FIRST_LESSON, '?backend=wasm');
  expect(await isIsolated(page)).toBe(true);
  await train(lesson.cellAt(0));
  await expectThreads(page);
});

test('on a plain host the second visit is isolated, with network and without', async ({
  lesson,
  page,
  server,
}) => {
  await lesson.open(FIRST_LESSON, '?backend=wasm');
  expect(await isIsolated(page)).toBe(false);
  await train(lesson.cellAt(0));
  await offlineReady(page);
  for (const isOnline of [true, false]) {
    server.isOnline = isOnline;
    await lesson.reload();
    expect(await isIsolated(page)).toBe(true);
    await train(lesson.cellAt(0));
    await expectThreads(page);
  }
});

/** A page of another site with the app in a frame. */
async function embed(app: string) {
  const allow = 'clipboard-read; clipboard-write';
  const frame = `<iframe src="${app}" allow="${allow}" width="1200" height="850"></iframe>`;
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(frame),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

testOnPreview('in a frame of another site it works without threads', async ({ page, baseURL }) => {
  const { server, url } = await embed(`${baseURL}?backend=wasm#/${FIRST_LESSON}`);
  await page.goto(url);
  const app = page.frameLocator('iframe');
  const button = app.getByRole('button', { name: 'Run cell' });
  await button.first().waitFor();
  const [, frame] = page.frames();
  expect(await isIsolated(frame!)).toBe(false);
  await train(new CellOnPage(app.getByRole('region').filter({ has: button }).first()));
  expect(page.workers().some((worker) => worker.url().includes('/simd.worker'))).toBe(false);
  server.close();
});
