import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { KeyboardInterrupt } from '#errors';
import { fakeRuntime } from '../fixtures';
import { drawDataset } from './index';

test('the same pictures come out every time', async () => {
  const [first, second] = [
    await drawDataset(fakeRuntime(), [40, 10]),
    await drawDataset(fakeRuntime(), [40, 10]),
  ];
  expect(first).toEqual(second);
  expect(first.map((array) => array.length)).toEqual([40 * 784, 40, 10 * 784, 10]);
});

test('the first pictures are the ones whose accuracy was measured', async () => {
  const [images] = await drawDataset(fakeRuntime(), [200, 0]);
  const digest = createHash('sha256').update(images).digest('hex').slice(0, 16);
  expect(digest).toBe('7f3d14dd254d938b');
});

test('a nearest mean picture tells most classes apart, but not all: neither noise nor trivial', async () => {
  const [images, labels, testImages, testLabels] = await drawDataset(fakeRuntime(), [3000, 1000]);
  const means = meanPictures(images, labels);
  const right = testLabels.filter((label, i) => nearest(means, testImages, i) === label).length;
  expect(right / testLabels.length).toBeGreaterThan(0.55);
  expect(right / testLabels.length).toBeLessThan(0.95);
});

test('every class occurs about equally often and fills a part of the picture', async () => {
  const [images, labels] = await drawDataset(fakeRuntime(), [3000, 0]);
  for (let label = 0; label < 10; label++) {
    expect(labels.filter((one) => one === label).length).toBeGreaterThan(230);
  }
  const isInk = images.filter((value) => value > 0).length / images.length;
  expect(isInk).toBeGreaterThan(0.2);
  expect(isInk).toBeLessThan(0.6);
});

test('a Stop ends the drawing', async () => {
  const runtime = fakeRuntime();
  runtime.stop.abort();
  await expect(drawDataset(runtime)).rejects.toBeInstanceOf(KeyboardInterrupt);
  expect(runtime.progress().at(-1)?.state).toBe('failed');
});

function meanPictures(images: Uint8Array, labels: Uint8Array): Float64Array[] {
  return Array.from({ length: 10 }, (_, label) => {
    const mean = new Float64Array(784);
    const members = [...labels.keys()].filter((i) => labels[i] === label);
    for (const i of members) for (let p = 0; p < 784; p++) mean[p]! += images[i * 784 + p]!;
    return mean.map((sum) => sum / members.length);
  });
}

function nearest(means: readonly Float64Array[], images: Uint8Array, i: number): number {
  const distances = means.map((mean) =>
    mean.reduce((sum, value, p) => sum + (value - images[i * 784 + p]!) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}
