/** The service worker ended 1,000 times, and asked 20,000 times in constant memory. */
import { HostBench } from '../conformance/serving/host-bench';
import { PREDICT, serveHalfPlusTwo } from '../e2e/half-plus-two';
import { endlessly } from '../e2e/serving-load';
import { serviceWorkerKiller, serviceWorkerTransport } from '../e2e/serving-transport';
import { expect, test } from '../e2e/test';
import { MIB, serviceWorkerBytes, tabBytes } from './memory';

test.use({ serviceWorkers: 'allow' });

const ROUNDS = 4;
const EACH = 5000;

test.beforeEach(async ({ page }) => {
  test.setTimeout(1_200_000);
  await serveHalfPlusTwo(page);
});

test('fails no request, however often the browser ends the service worker', async ({
  context,
  page,
}) => {
  const bench = new HostBench(serviceWorkerTransport(page));
  const kill = await serviceWorkerKiller(context, page);
  const failures = await endlessly(1000, async () => {
    await kill();
    return bench.send(PREDICT);
  });
  expect(failures).toEqual([]);
});

test('answers 20,000 requests without growing', async ({ browser, page }) => {
  test.skip(process.platform !== 'linux', 'Memory is read from /proc.');
  const sizes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const failed = await page.evaluate(
      async ([count, body]) => {
        let wrong = 0;
        for (let i = 0; i < count; i += 10) {
          const ask = () =>
            fetch('http://localhost:8501/v1/models/m:predict', { method: 'POST', body });
          const answers = await Promise.all(Array.from({ length: 10 }, ask));
          for (const answer of answers) {
            await answer.text();
            if (answer.status !== 200) wrong += 1;
          }
        }
        return wrong;
      },
      [EACH, PREDICT.body] as const,
    );
    expect(failed).toBe(0);
    sizes.push(await serviceWorkerBytes(browser));
    console.log(`tab: ${((await tabBytes(browser)) / MIB).toFixed(0)} MiB`);
  }
  console.log(
    `memory after each ${EACH}: ${sizes.map((size) => (size / MIB).toFixed(1)).join(', ')} MiB`,
  );
  expect(sizes.at(-1)! - sizes[0]!).toBeLessThan(40 * MIB);
});
