/** Calibration with the CPU backend: what datasets may be, what it says of those that do not fit, and how it stops. */
import { beforeEach, describe, expect, it } from 'vitest';
import { DeviceLostError } from '#engine';
import type { Range } from '#convert';
import type { NDArray } from '#tensor';
import { createLearnerScope } from '../..';
import { fixtureFile, fixtureModel, fixtureSamples } from '../../../convert/testing';
import { liteFromModel } from '../../../convert/testing-lite';
import { startTestRuntime, type TestRuntime } from '../../keras/training/testing';
import { calibrate } from './calibrate';
import { RepresentativeDataset, type SampleGenerator } from './representative-dataset';

const { np } = createLearnerScope();
let runtime: TestRuntime;

beforeEach(() => {
  runtime = startTestRuntime();
});

const graphOf = (name: string) => liteFromModel(fixtureModel(name, 'float32'));

async function rangesOf(name: string, dataset: unknown): Promise<Map<string, Range>> {
  const given = RepresentativeDataset(dataset as SampleGenerator);
  const ranges = await calibrate(graphOf(name), given, 'serving_default');
  return new Map([...ranges].map(([tensor, range]) => [tensor.name, range]));
}

function expectSame(name: string, found: ReadonlyMap<string, Range>): void {
  const text = new TextDecoder().decode(fixtureFile(name, 'ranges.json'));
  const wanted = JSON.parse(text) as Record<string, [number, number]>;
  expect(found.size).toBeGreaterThan(0);
  for (const [tensor, { min, max }] of found) {
    expect(min).toBeCloseTo(wanted[tensor]![0], 4);
    expect(max).toBeCloseTo(wanted[tensor]![1], 4);
  }
}

async function samplesOf(name: string): Promise<NDArray[]> {
  const samples = await fixtureSamples(name);
  return graphOf(name).inputs.map(({ key }) => samples.array(key)!);
}

/** One sample a time, in the order of the file's inputs. */
function rows(arrays: readonly NDArray[]): NDArray[][] {
  return Array.from({ length: arrays[0]!.shape[0]! }, (_, i) =>
    arrays.map((array) => array.slice(i, i + 1)),
  );
}

describe('a representative dataset', () => {
  it('may be a generator function, an async one, or a function that gives a list', async () => {
    const samples = rows(await samplesOf('mlp'));
    const datasets = [
      function* () {
        yield* samples;
      },
      async function* () {
        yield* samples;
      },
      () => samples,
      async () => samples,
    ];
    for (const dataset of datasets) expectSame('mlp', await rangesOf('mlp', dataset));
  });

  it('may give a list, names, or the signature with names', async () => {
    const samples = rows(await samplesOf('two_inputs'));
    const keys = graphOf('two_inputs').inputs.map(({ key }) => key);
    const named = samples.map((arrays) =>
      Object.fromEntries(arrays.map((array, i) => [keys[i]!, array]).reverse()),
    );
    expectSame('two_inputs', await rangesOf('two_inputs', () => samples));
    expectSame('two_inputs', await rangesOf('two_inputs', () => named));
    const tuples = named.map((sample) => ['serving_default', sample]);
    expectSame('two_inputs', await rangesOf('two_inputs', () => tuples));
  });

  it('may have batches of any size where the batch is open', async () => {
    const [array] = await samplesOf('conv_open');
    const repeated = np.concatenate(Array.from({ length: 5 }, () => array!));
    const uneven = () => [[array!.slice(0, 5)], [array!.slice(5, 6)], [repeated]];
    expectSame('conv_open', await rangesOf('conv_open', uneven));
  });

  it('is fed one sample at a time where an op takes the batch away', async () => {
    const samples = rows(await samplesOf('global_pools'));
    expectSame('global_pools', await rangesOf('global_pools', () => samples));
  });

  it('is run in batches of 32, with a bar that knows the length of a list', async () => {
    const [array] = await samplesOf('mlp');
    const many = Array.from({ length: 70 }, (_, i) => [array!.slice(i % 12, (i % 12) + 1)]);
    await rangesOf('mlp', () => many);
    expect(runtime.outputs.at(-1)).toMatchObject({
      kind: 'progress',
      label: 'Calibrating',
      value: 70,
      total: 70,
      state: 'done',
    });
    expect(runtime.open_sessions()).toBe(0);
    expect(runtime.busyness.at(-1)).toBe(0);
  });
});

describe('a dataset that does not fit', () => {
  const refuses = async (name: string, dataset: unknown, error: string, message: string) => {
    await expect(rangesOf(name, dataset)).rejects.toThrow(
      expect.objectContaining({ name: error, message }) as Error,
    );
    expect(runtime.open_sessions()).toBe(0);
  };
  const one = (value: unknown) => () => [value];
  const x = np.ones([1, 784]).reshape(1, 28, 28);
  const image = graphOf('mlp').inputs[0]!.tensor;
  const sample = np.ones([...image.shape]).astype('float32');

  it('is no function', async () => {
    await refuses('mlp', [[x]], 'TypeError', "'list' object is not callable");
    const running = (function* () {
      yield [sample];
    })();
    await refuses('mlp', running, 'TypeError', "'generator' object is not callable");
    await refuses('mlp', () => undefined, 'TypeError', "'NoneType' object is not iterable");
  });

  it('yields no list, no dict and no tuple', async () => {
    const message = (text: string) =>
      'You need to provide either a dictionary with input names and values, a tuple with signature key and a dictionary ' +
      'with input names and values, or an array with input values in the order of input tensors of the graph in the ' +
      `representative_dataset function. Unsupported value from dataset: ${text}.`;
    await refuses('mlp', one(np.array([[1, 2]])), 'ValueError', message('[[1 2]]'));
    await refuses('mlp', one(null), 'ValueError', message('None'));
  });

  it('has too many inputs, or too few', async () => {
    const message = 'Invalid input shapes: expected 1 items got 2 items.';
    await refuses('mlp', one([sample, sample]), 'ValueError', message);
    await refuses('mlp', one([]), 'ValueError', message.replace('2', '0'));
  });

  it('has other names', async () => {
    await refuses('mlp', one({ x: sample }), 'KeyError', "'image'");
    const message = 'Invalid signature_key provided: "foo".';
    await refuses('mlp', one(['foo', { image: sample }]), 'ValueError', message);
    await refuses(
      'mlp',
      one(['serving_default', sample]),
      'ValueError',
      'You need to provide either a dictionary with input names and values in the second argument in the tuple',
    );
  });

  it('has other types', async () => {
    await refuses(
      'mlp',
      one([sample.astype('float64')]),
      'ValueError',
      'Cannot set tensor: Got value of type FLOAT64 but expected type FLOAT32 for input 0, name: serving_default_image:0 ',
    );
    await expect(rangesOf('mlp', one([sample.astype('uint8')]))).rejects.toMatchObject({
      hint: expect.stringContaining('.div(255)') as string,
    });
    await refuses('mlp', one([[1, 2]]), 'AttributeError', "'list' object has no attribute 'shape'");
  });

  it('has other shapes', async () => {
    await refuses(
      'mlp',
      one([np.ones([1, 28, 29]).astype('float32')]),
      'RuntimeError',
      `Attempting to resize dimension 1 of tensor 0 with value ${image.shape[1]} to 28. ResizeInputTensorStrict only allows mutating unknown dimensions identified by -1.`,
    );
    await refuses(
      'mlp',
      one([np.ones([2, ...image.shape.slice(1)]).astype('float32')]),
      'RuntimeError',
      'Attempting to resize dimension 0 of tensor 0 with value 1 to 2. ResizeInputTensorStrict only allows mutating unknown dimensions identified by -1.',
    );
    await refuses(
      'mlp',
      one([np.ones([784]).astype('float32')]),
      'ValueError',
      `Cannot set tensor: Dimension mismatch. Got 1 but expected ${image.shape.length} for input 0.`,
    );
  });

  it('yields nothing, or nothing but NaN', async () => {
    const message =
      'Max and min for dynamic tensors should be recorded during calibration: Failed for tensor serving_default_image:0\n' +
      'Empty min/max for tensor serving_default_image:0';
    await refuses('mlp', () => [], 'RuntimeError', message);
    const nan = sample.mul(NaN);
    await refuses('mlp', one([nan]), 'RuntimeError', message);
  });

  it('has infinite values', async () => {
    const wrong = sample.copy();
    (wrong.data as Float32Array)[3] = Infinity;
    await refuses(
      'mlp',
      one([wrong]),
      'ValueError',
      "The values of the tensor 'serving_default_image:0' run from 1.0 to inf in calibration: no scale can hold them.",
    );
  });

  it('throws an error of its own', async () => {
    const dataset = function* () {
      yield [sample];
      throw new RangeError('mine');
    };
    await refuses('mlp', dataset, 'RangeError', 'mine');
  });
});

it('skips NaNs among the samples, as TensorFlow does', async () => {
  const samples = rows(await samplesOf('mlp'));
  const nan = samples[0]![0]!.mul(NaN);
  expectSame('mlp', await rangesOf('mlp', () => [...samples, [nan]]));
});

it('stops between samples, and lets the generator clean up', async () => {
  const samples = rows(await samplesOf('mlp'));
  let [given, isClosed] = [0, false];
  runtime.onPause = () => {
    if (given === 5) runtime.stop();
  };
  const dataset = function* () {
    try {
      for (const sample of samples) {
        given += 1;
        yield sample;
      }
    } finally {
      isClosed = true;
    }
  };
  await expect(rangesOf('mlp', dataset)).rejects.toThrow(
    expect.objectContaining({ name: 'KeyboardInterrupt' }) as Error,
  );
  expect([given, isClosed]).toEqual([5, true]);
  expect(runtime.outputs.at(-1)).toMatchObject({ kind: 'progress', state: 'failed' });
  expect(runtime.open_sessions()).toBe(0);
});

it('stops while the generator waits', async () => {
  const [first] = rows(await samplesOf('mlp'));
  const dataset = async function* () {
    yield first!;
    setTimeout(() => runtime.stop(), 5);
    await new Promise<never>(() => undefined);
  };
  await expect(rangesOf('mlp', dataset)).rejects.toThrow(
    expect.objectContaining({ name: 'KeyboardInterrupt' }) as Error,
  );
  expect(runtime.busyness.at(-1)).toBe(0);
  expect(runtime.open_sessions()).toBe(0);
});

it('goes on elsewhere when the device is lost', async () => {
  const samples = rows(await samplesOf('mlp'));
  const { open } = runtime;
  let losses = 0;
  Object.assign(runtime, {
    open: async (...args: Parameters<typeof open>) => {
      const opened = await open(...args);
      if (losses++ > 0) return opened;
      opened.session.run = () => Promise.reject(new DeviceLostError('webgpu', 'sleep'));
      return opened;
    },
  });
  expectSame('mlp', await rangesOf('mlp', () => samples));
  expect(losses).toBe(2);
  expect(runtime.outputs.filter(({ kind }) => kind === 'note')).toHaveLength(1);
  expect(runtime.open_sessions()).toBe(0);
});
