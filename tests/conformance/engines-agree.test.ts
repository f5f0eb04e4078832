/**
 * Models put together by chance train alike on our own kernels and on TensorFlow.js: losses and metrics of each epoch,
 * weights, the optimizer's slots, evaluation, prediction. `MODELS=1000` tries more of them, `FIRST=7` starts at one.
 */
import { beforeAll, expect, test } from 'vitest';
import { createEngine, type BackendId } from '#engine';
import type { NDArray } from '#tensor';
import { compiledStateOf } from '../../src/learner-api/keras/training';
import { numbersOf, startTestRuntime } from '../../src/learner-api/keras/training/testing';
import { utils } from '../../src/learner-api/keras/utils';
import { randomModel } from './random-models';

const FIRST = Number(process.env['FIRST'] ?? 0);
const MODELS = Number(process.env['MODELS'] ?? 25);
/** Of the largest number of an array: sums in another order, through some layers and steps. */
const TOLERANCE = 2e-3;

beforeAll(() => createEngine({ forced: 'wasm', onBackend: () => undefined }).warmUp(), 120_000);

test.each(Array.from({ length: MODELS }, (_, i) => FIRST + i))(
  'model %i',
  async (seed) => {
    const own = await trained(seed, 'wasm');
    const reference = await trained(seed, 'cpu');
    const what = `${own.recipe.join('; ')}`;
    expect(own.ran, what).toEqual(new Set(['wasm']));
    expect(own.numbers.size).toBe(reference.numbers.size);
    for (const [name, wanted] of reference.numbers) {
      expectClose(own.numbers.get(name)!, wanted, `${name} of ${what}`);
    }
  },
  60_000,
);

/** Everything that training a model leaves, by name. */
async function trained(seed: number, backend: BackendId) {
  const runtime = startTestRuntime(backend);
  const ran = new Set<BackendId>();
  const open = runtime.open.bind(runtime);
  runtime.open = async (...args) => {
    const opened = await open(...args);
    ran.add(opened.backend.id);
    return opened;
  };
  utils.set_random_seed(seed);
  const { model, x, y, fitOptions, recipe } = randomModel(seed);
  const numbers = new Map<string, readonly number[]>();
  const { history } = await model.fit(x, y, fitOptions);
  for (const [name, values] of Object.entries(history)) numbers.set(name, values as number[]);
  model.get_weights().forEach((array, i) => numbers.set(`weight ${i}`, numbersOf(array)));
  const slots = compiledStateOf(model)!.optimizer.variableValues().slice(2);
  slots.forEach((array, i) => numbers.set(`slot ${i}`, numbersOf(array)));
  const quiet = { batch_size: 7, verbose: 0 } as const;
  numbers.set('evaluated', [await model.evaluate(x, y, quiet)].flat() as number[]);
  numbers.set('predicted', numbersOf((await model.predict(x, quiet)) as NDArray));
  return { ran, numbers, recipe };
}

function expectClose(actual: readonly number[], wanted: readonly number[], what: string): void {
  expect(actual.length, what).toBe(wanted.length);
  const sizes = wanted.filter(Number.isFinite).map(Math.abs);
  const scale = sizes.reduce((largest, size) => Math.max(largest, size), 3e-2);
  wanted.forEach((value, i) => {
    if (Object.is(value, actual[i])) return;
    const difference = Math.abs(actual[i]! - value) / scale;
    expect(difference, `element ${i} of ${what}: ${actual[i]} instead of ${value}`).toBeLessThan(
      TOLERANCE,
    );
  });
}
