/** Every case of TensorFlow Serving's own tests, over the built service worker. */
import gaps from '../conformance/serving/known-gaps.json' with { type: 'json' };
import { ROWS } from '../conformance/serving/cases';
import { HostBench } from '../conformance/serving/host-bench';
import { runTable, surprises } from '../conformance/serving/table';
import { openControlled, serviceWorkerTransport } from './serving-transport';
import { expect, test } from './test';

test.use({ serviceWorkers: 'allow' });

test('answers as TensorFlow Serving in every case of its own tests', async ({ page }) => {
  test.setTimeout(300_000);
  await openControlled(page);
  const outcomes = await runTable(new HostBench(serviceWorkerTransport(page)));
  expect(surprises(outcomes, gaps)).toEqual([]);
  expect(new Set(outcomes.map(({ row }) => row)).size).toBe(ROWS);
});
