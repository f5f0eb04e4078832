/** What the service worker must survive: its end at any moment, a new version under load, several tabs, a reload. */
import { PREDICT, PREDICTED, serveHalfPlusTwo } from './half-plus-two';
import { endlessly, releaseUnderLoad } from './serving-load';
import { openControlled, serviceWorkerKiller, serviceWorkerTransport } from './serving-transport';
import { expect, test } from './test';

test.use({ serviceWorkers: 'allow' });

test('answers the next request after the browser has ended the service worker', async ({
  context,
  page,
}) => {
  const bench = await serveHalfPlusTwo(page);
  const kill = await serviceWorkerKiller(context, page);
  const failures = await endlessly(40, async () => {
    await kill();
    return bench.send(PREDICT);
  });
  expect(failures).toEqual([]);
  expect((await bench.view()).log.match(/Successfully loaded servable version/g)).toHaveLength(1);
});

test('swaps versions under load without a failed request', async ({ page }) => {
  const bench = await serveHalfPlusTwo(page);
  const { sent, failed, states, answers } = await releaseUnderLoad(page, bench, 2000);
  expect(failed).toEqual([]);
  expect(sent).toBeGreaterThanOrEqual(2000);
  expect(states[0]).toBe('1 AVAILABLE');
  expect(states.at(-1)).toBe('2 AVAILABLE, 1 END');
  expect(answers).toEqual(['[3.0', '[1, 2, 3, 4, 5']);
});

test('has one server for two tabs, which a reload does not end', async ({ context, page }) => {
  const bench = await serveHalfPlusTwo(page);
  const second = await context.newPage();
  await openControlled(second);
  const elsewhere = serviceWorkerTransport(second);
  expect((await elsewhere.send(PREDICT))?.status).toBe(200);
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  expect((await bench.send(PREDICT))?.status).toBe(200);
  expect(await elsewhere.api.stop('bench')).toEqual({ ok: true, value: 'bench' });
  expect(await bench.send(PREDICT)).toBeUndefined();
});

test('answers workers, and their synchronous requests', async ({ page }) => {
  await serveHalfPlusTwo(page);
  const texts = await page.evaluate(async ({ target, body }) => {
    const code = `onmessage = async ({ data: [address, body] }) => {
      const request = new XMLHttpRequest();
      request.open('POST', address, false);
      request.send(body);
      const response = await fetch(address, { method: 'POST', body });
      postMessage([request.responseText, await response.text()]);
    };`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    const answer = new Promise<string[]>((resolve) => {
      worker.onmessage = ({ data }) => resolve(data as string[]);
    });
    worker.postMessage([`http://localhost:8501${target}`, body]);
    return answer;
  }, PREDICT);
  expect(texts).toEqual([PREDICTED, PREDICTED]);
});
