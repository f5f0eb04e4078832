/** The smallest model that there is to serve, x / 2 + 2, in a container of the built service worker. */
import type { Page } from '@playwright/test';
import { HostBench } from '../conformance/serving/host-bench';
import { openControlled, serviceWorkerTransport } from './serving-transport';

export const PREDICT = {
  method: 'POST',
  target: '/v1/models/m:predict',
  body: '{"instances": [2.0]}',
};
/** What it answers to `PREDICT`. */
export const PREDICTED = '{\n    "predictions": [3.0\n    ]\n}';
export const SETUP = { volumes: { models: '/models' }, env: { MODEL_NAME: 'm' } };

/** Opens the app and has the model served as version 1 of `m`. */
export async function serveHalfPlusTwo(page: Page): Promise<HostBench> {
  await openControlled(page);
  const bench = new HostBench(serviceWorkerTransport(page));
  await bench.put('half_plus_two', 'models/m/1');
  await bench.start(SETUP);
  return bench;
}
