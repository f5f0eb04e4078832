/** SavedModels that TensorFlow itself wrote, called as in Python; what they give was computed there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { fromNumbers } from '#graph';
import type { DType, NDArray } from '#tensor';
import { createLearnerScope } from '../..';
import { repr } from '../../python/repr';
import { startTestRuntime, type TestRuntime } from '../../keras/training/testing';

const FIXTURES = 'tests/fixtures/saved-model';
const { keras, layers, np, tf } = createLearnerScope();
let runtime: TestRuntime;

beforeEach(() => {
  runtime = startTestRuntime();
});

interface JsonArray {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Call {
  readonly signature?: string;
  readonly function?: string;
  readonly training?: boolean;
  readonly inputs: Readonly<Record<string, JsonArray>> & readonly JsonArray[];
  readonly outputs: Readonly<Record<string, JsonArray>> & readonly JsonArray[];
}

async function load(name: string) {
  const root = join(FIXTURES, name);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    await runtime.workspace.write(`${name}/${relative(root, path)}`, readFileSync(path));
  }
  return tf.saved_model.load(name);
}

function callsOf(name: string): readonly Call[] {
  const text = readFileSync(join(FIXTURES, `${name}.json`), 'utf8');
  return (JSON.parse(text) as { calls: readonly Call[] }).calls;
}

function toArray({ dtype, shape, data }: JsonArray): NDArray {
  return fromNumbers(data.map(Number), shape, dtype);
}

it.each(['mlp', 'two-by-two', 'uint8-endpoint', 'tf-module'])('%s', async (name) => {
  const loaded = await load(name);
  const calls = callsOf(name).filter(({ signature }) => signature !== undefined);
  expect(calls).not.toHaveLength(0);
  for (const { signature, inputs, outputs } of calls) {
    const given = Object.entries(inputs).map(([key, array]) => [key, toArray(array)] as const);
    const results = await loaded.signatures[signature!]!(Object.fromEntries(given));
    for (const [key, array] of Object.entries(outputs))
      np.testing.assert_allclose(results[key]!, toArray(array), { atol: 1e-5 });
  }
});

it('runs the trace for training where it is asked for', async () => {
  const calls = callsOf('tf-module').filter((call) => call.function === 'evaluate');
  expect(calls.map(({ training }) => training)).toEqual(expect.arrayContaining([true, false]));
  for (const { training, inputs, outputs } of calls) {
    const loaded = await load('tf-module');
    const evaluate = loaded['evaluate']! as (x: NDArray, options: object) => Promise<NDArray[]>;
    const results = await evaluate(toArray(inputs[0]!), { training });
    np.testing.assert_allclose(Object.values(results).at(-1)!, toArray(outputs.at(-1)!), {
      atol: 1e-5,
    });
  }
});

it('counts on in the variables that a function assigns', async () => {
  const loaded = await load('tf-module');
  const predict = loaded.signatures['serving_default']!;
  const x = np.ones([1, 2]);
  const [first, second] = [await predict(x), await predict(x)];
  expect([first['calls']!.item(), second['calls']!.item()].map(Number)).toEqual([1, 2]);
});

it('trains a head on a convolutional network that Keras exported', async () => {
  await load('cnn-batch-norm');
  const layer = await keras.layers.TFSMLayer('cnn-batch-norm');
  const model = keras.Sequential([layers.Input({ shape: [8, 8, 1] }), layer, layers.Dense(2)]);
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  const before = layer.get_weights();
  await model.fit(np.ones([4, 8, 8, 1]), np.ones([4, 2]), { verbose: 0 });
  const changed = layer.get_weights().map((w, i) => np.max(np.abs(w.sub(before[i]!))) > 0);
  expect(changed).toEqual(layer.weights.map(({ trainable }) => trainable));
});

it('loads a file with a function that cannot run here, which fails when it is called and not before', async () => {
  const loaded = await load('strings');
  expect(repr(loaded.signatures)).toContain('<ConcreteFunction that cannot be called: Not');
  expect(() => loaded['count']!([1] as never)).toThrow('has ops that cannot run in the browser');
});
