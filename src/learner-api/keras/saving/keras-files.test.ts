import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SymbolicTensor } from '#graph';
import type { NDArray } from '#tensor';
import { Layer } from '../layers';
import { register_keras_serializable } from '../serialization';
import {
  fromJson,
  numbersOf,
  startTestRuntime,
  type JsonArray,
  type TestRuntime,
} from '../training/testing';
import type { KerasVariable } from '../variable';
import { loadModel } from '.';

/** What the fixtures say about a file of real Keras. */
interface Expectation {
  readonly inputs: readonly JsonArray[];
  readonly outputs: readonly JsonArray[];
  readonly resume?: {
    readonly x: JsonArray;
    readonly y: JsonArray;
    readonly loss: number;
    readonly iterations: number;
    readonly outputs: readonly JsonArray[];
  };
}

class ScaledDense extends Layer {
  readonly units: number;
  kernel!: KerasVariable;
  scale!: KerasVariable;

  constructor(units: number, options: object = {}) {
    super(options);
    this.units = units;
  }

  override build(shape: readonly (number | null)[]) {
    this.kernel = this.add_weight({ shape: [shape.at(-1)!, this.units], name: 'kernel' });
    this.scale = this.add_weight({ shape: [], initializer: 'ones', name: 'scale' });
  }

  override call(x: SymbolicTensor) {
    return x.matmul(this.kernel).mul(this.scale);
  }

  override get_config() {
    return { ...super.get_config(), units: this.units };
  }
}
register_keras_serializable({ package: 'Yard' })(ScaledDense);

let runtime: TestRuntime;
beforeEach(() => {
  runtime = startTestRuntime();
});

async function load(name: string) {
  const folder = new URL('../../../../tests/fixtures/keras/', import.meta.url);
  await runtime.workspace.write(`${name}.keras`, await readFile(new URL(`${name}.keras`, folder)));
  const text = await readFile(new URL(`${name}.json`, folder), 'utf8');
  return { model: await loadModel(`${name}.keras`), expected: JSON.parse(text) as Expectation };
}

function expectArrays(actual: readonly NDArray[], expected: readonly JsonArray[]) {
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  actual.forEach((array, i) => {
    numbersOf(array).forEach((value, j) => expect(value).toBeCloseTo(expected[i]!.data[j]!, 5));
  });
}

const predicted = async (
  model: Awaited<ReturnType<typeof loadModel>>,
  inputs: readonly JsonArray[],
) => {
  const arrays = inputs.map(fromJson);
  return [
    await model.predict(arrays.length === 1 ? arrays[0]! : arrays, { verbose: 0 }),
  ].flat() as NDArray[];
};

describe('files of real Keras', () => {
  it.each([
    'mlp_adam',
    'mlp_gzip_chunked',
    'mlp_libver_latest',
    'functional_residual',
    'shared_two_outputs',
    'conv_bn_depthwise',
    'custom_nested',
    'deep_adam',
    'uncompiled',
  ])('%s predicts what Keras predicts', async (name) => {
    const { model, expected } = await load(name);
    expectArrays(await predicted(model, expected.inputs), expected.outputs);
    expect(runtime.text('stderr')).toBe('');
  });

  it.each(['mlp_adam', 'custom_nested'])('%s trains on as Keras does', async (name) => {
    const { model, expected } = await load(name);
    const { x, y, loss, iterations, outputs } = expected.resume!;
    const { history } = await model.fit(fromJson(x), fromJson(y), {
      batch_size: x.shape[0]!,
      shuffle: false,
      verbose: 0,
    });
    expect(history['loss']![0]).toBeCloseTo(loss, 5);
    expect(model.optimizer!.iterations).toBe(iterations);
    expectArrays(await predicted(model, expected.inputs), outputs);
  });
});
