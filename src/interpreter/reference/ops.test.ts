import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readZip } from '#containers/zip';
import { readNpz } from '#formats/npy';
import { readTflite } from '#formats/tflite';
import type { NDArray } from '#tensor';
import { openReference, type Rounding } from './index';

const FIXTURES = 'tests/fixtures/tflite-ops';

function bytesOf(path: string): Uint8Array {
  return new Uint8Array(readFileSync(`${FIXTURES}/${path}`));
}

const models = await readZip(bytesOf('models.zip'), { name: 'models.zip' });
const arrays = await readNpz(bytesOf('arrays.npz'), 'arrays.npz');
const names = [...models.keys()].map((path) => path.replace('.tflite', ''));

/** Cases in which the default interpreter's own optimized kernels, not XNNPACK, round otherwise. */
const NOT_PREDICTED = ['tanh_int16_power_of_two', 'logistic_int16_power_of_two'];

function answers(name: string, rounding: Rounding): NDArray[] {
  const model = readTflite(models.get(`${name}.tflite`)!);
  const opened = openReference(model, { rounding });
  const graph = model.subgraphs[0]!;
  graph.inputs.forEach((_, i) => opened.setInput(i, arrays.array(`${name}/in/${i}`)!));
  opened.invoke();
  return graph.outputs.map((_, i) => opened.output(i));
}

/** How far floats may be apart: integers must be equal. */
function tolerance(expected: NDArray, relative: number): (x: number) => number {
  if (expected.dtype !== 'float32') return () => 0;
  return (x) => 1e-6 + relative * Math.abs(x);
}

function compare(found: NDArray, expected: NDArray, relative: number): void {
  expect([found.dtype, found.shape]).toEqual([expected.dtype, expected.shape]);
  const allowed = tolerance(expected, relative);
  const apart = Array.from(expected.data as Float32Array, (x, i) => [
    Number(found.data[i]),
    Number(x),
  ]);
  expect(apart.filter(([a, b]) => !(Math.abs(a! - b!) <= allowed(b!)) && !Object.is(a, b))).toEqual(
    [],
  );
}

describe('as the reference kernels', () => {
  test.each(names)('%s', (name) => {
    answers(name, 'reference').forEach((found, i) => {
      compare(found, arrays.array(`${name}/reference/${i}`)!, 1e-5);
    });
  });
});

describe('as the default interpreter', () => {
  const predict = (name: string): void => {
    answers(name, 'xnnpack').forEach((found, i) => {
      compare(found, arrays.array(`${name}/xnnpack/${i}`)!, 1e-5);
    });
  };
  const predicted = names.filter((name) => !NOT_PREDICTED.includes(name));
  test.each(predicted)('%s', predict);
  test.each(NOT_PREDICTED)('%s is not predicted', (name) => {
    expect(() => predict(name)).toThrow();
  });
});
