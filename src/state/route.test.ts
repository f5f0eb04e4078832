import { expect, test } from 'vitest';
import { parseRoute } from './route';

test.each([
  ['#/1-a-model-to-deploy', 'a-model-to-deploy', undefined],
  ['#/a-model-to-deploy', 'a-model-to-deploy', undefined],
  ['#/12-tflite/the-data', 'tflite', 'the-data'],
  ['#/1-a/%C3%A9t%C3%A9', 'a', 'été'],
  ['#/1-a/100%', 'a', '100%'],
  ['', undefined, undefined],
  ['#', undefined, undefined],
  ['#else', undefined, undefined],
])('%s', (hash, slug, anchor) => {
  expect(parseRoute(hash)).toEqual({ slug, anchor });
});
