import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { readNpz } from '#formats/npy';
import type { CellOutput } from '#protocol';
import type { NDArray } from '#tensor';
import { setRuntime, type Runtime } from '../../../runtime';
import statistics from './fixtures/debugger-statistics.json';
import { QuantizationDebugger } from './quantization-debugger';

const folder = 'tests/fixtures/tflite';
const bytesOf = (path: string) => new Uint8Array(readFileSync(`${folder}/${path}`));

let outputs: CellOutput[];
let stop: AbortController;
beforeEach(() => {
  outputs = [];
  stop = new AbortController();
  setRuntime({
    emit: (output: CellOutput) => void outputs.push(output),
    pause: () => Promise.resolve(),
    signal: stop.signal,
  } as unknown as Runtime);
});

async function samplesOf(model: string): Promise<NDArray[][]> {
  const archive = await readNpz(bytesOf(`${model}/samples.npz`), 'samples.npz');
  const inputs = archive.names.map((name) => archive.array(name)!);
  return Array.from({ length: 12 }, (_, i) => inputs.map((array) => array.slice(i, i + 1)));
}

async function debuggerOf(model: string, file = 'int8') {
  const samples = await samplesOf(model);
  return QuantizationDebugger({
    quant_debug_model_content: bytesOf(`${model}/${file}.tflite`),
    float_model_content: bytesOf(`${model}/float32.tflite`),
    debug_dataset: () => samples,
  });
}

describe('the numbers are those of the real debugger', () => {
  test.each(Object.entries(statistics))('%s', async (model, table) => {
    const debug = await debuggerOf(model);
    await debug.run();
    let text = '';
    await debug.layer_statistics_dump((part) => (text += part));
    const [header, ...rows] = text
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    const [realHeader, ...real] = table
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    expect(header).toEqual(realHeader);
    expect(rows.map(([op]) => op)).toEqual(real.map(([op]) => op));
    for (const [i, row] of rows.entries()) compare(row.map(Number), real[i]!.map(Number));
  });
});

/** Of columns with numbers; the last digits of float32 sums depend on their order. */
function compare(ours: number[], real: number[]): void {
  expect([ours[2], ours[8]]).toEqual([real[2], real[8]]);
  for (const column of [3, 4, 5, 6, 7]) {
    expect(Math.abs(ours[column]! - real[column]!)).toBeLessThan(1e-6 * (1 + real[7]!));
  }
}

test('display shows inputs, what ops make, weights and biases', async () => {
  const debug = await debuggerOf('mlp');
  expect(() => debug.toDisplay()).toThrow('display needs results');
  await debug.run();
  const { tensors } = debug.toDisplay();
  expect(tensors.map(({ op, role, dtype }) => [op, role, dtype].join(' '))).toEqual([
    'QUANTIZE activation int8',
    'RESHAPE activation int8',
    'FULLY_CONNECTED activation int8',
    'FULLY_CONNECTED activation int8',
    'SOFTMAX activation int8',
    'FULLY_CONNECTED weights int8',
    'FULLY_CONNECTED bias int32',
    'FULLY_CONNECTED weights int8',
    'FULLY_CONNECTED bias int32',
  ]);
  const weights = tensors[5]!;
  expect([weights.scale.length, weights.values.length]).toEqual([32, 2048]);
  expect(weights.maxError).toBeLessThanOrEqual(Math.max(...weights.scale) * 0.51);
  expect(tensors.every(({ sqnr }) => sqnr! > 20)).toBe(true);
  expect(tensors[0]!.values).toHaveLength(12 * 64);
});

test.each(['mlp', 'depthwise'])(
  'each value kept of %s’s weights knows its channel',
  async (model) => {
    const debug = await debuggerOf(model);
    await debug.run();
    const perChannel = debug
      .toDisplay()
      .tensors.filter(({ role, scale }) => role === 'weights' && scale.length > 1);
    expect(perChannel.length).toBeGreaterThan(0);
    for (const { scale, values, channels } of perChannel) {
      const reach = scale.map((_, channel) =>
        Math.max(...values.filter((_, at) => channels![at] === channel).map(Math.abs)),
      );
      reach.forEach((most, channel) => expect(most / scale[channel]!).toBeCloseTo(127, 2));
    }
  },
);

test('float inputs are quantized for a model that takes integers, and 16 bits are compared as well', async () => {
  for (const file of ['uint8_io', 'int16x8']) {
    const debug = await debuggerOf('mlp', file);
    await debug.run();
    expect(Object.keys(debug.layer_statistics!)).toHaveLength(4);
    expect(debug.toDisplay().tensors.every(({ sqnr }) => sqnr! > 20)).toBe(true);
  }
});

test('a converter converts twice, and is left as it was', async () => {
  const samples = await samplesOf('mlp');
  const seen: unknown[] = [];
  const converter = {
    optimizations: ['DEFAULT'],
    representative_dataset: () => samples,
    target_spec: 'spec',
    inference_input_type: 'uint8',
    inference_output_type: 'uint8',
    convert() {
      seen.push([this.optimizations.length, this.inference_input_type]);
      const file = this.optimizations.length > 0 ? 'int8' : 'float32';
      return Promise.resolve(bytesOf(`mlp/${file}.tflite`));
    },
  };
  const before = { ...converter };
  const debug = QuantizationDebugger({
    converter: converter as never,
    debug_dataset: async function* () {
      yield* samples;
    },
  });
  await debug.run();
  expect(seen).toEqual([
    [1, 'float32'],
    [0, 'float32'],
  ]);
  expect(converter).toEqual(before);
});

describe('refuses', () => {
  const converter = { optimizations: [], representative_dataset: null };
  const dataset = () => [];
  test.each([
    [{}, '`model_path` or `model_content` must be specified.'],
    [
      { converter, debug_dataset: dataset },
      'converter object must set optimizations to lite.Optimize.DEFAULT',
    ],
    [
      { converter: { ...converter, optimizations: [1] }, debug_dataset: dataset },
      'converter object must set representative_dataset',
    ],
    [
      { converter: Promise.resolve(), debug_dataset: dataset },
      "'coroutine' object has no attribute 'optimizations'",
    ],
    [{ quant_debug_model_content: Promise.resolve() }, 'quant_debug_model_content must be bytes'],
    [
      {
        quant_debug_model_content: new Uint8Array(1),
        float_model_content: new Uint8Array(1),
        debug_dataset: (function* () {})(),
      },
      "'generator' object is not callable",
    ],
    [{ data: 1 }, "got an unexpected keyword argument 'data'"],
    [{ debug_options: {} }, 'not there yet'],
  ])('%o', (options, message) => {
    expect(() => QuantizationDebugger(options as never)).toThrow(message);
  });

  test('models without integer ops, different models, no samples and wrong ones', async () => {
    await expect((await debuggerOf('mlp', 'dynamic')).run()).rejects.toThrow('in debug mode');
    const other = QuantizationDebugger({
      quant_debug_model_content: bytesOf('mlp/int8.tflite'),
      float_model_content: bytesOf('residual/float32.tflite'),
      debug_dataset: () => [],
    });
    await expect(other.run()).rejects.toThrow('are not the same model');
    const withSamples = (samples: unknown) =>
      QuantizationDebugger({
        quant_debug_model_content: bytesOf('mlp/int8.tflite'),
        float_model_content: bytesOf('mlp/float32.tflite'),
        debug_dataset: () => samples as never,
      }).run();
    await expect(withSamples([])).rejects.toThrow('debug_dataset yields no samples');
    await expect(withSamples([1])).rejects.toThrow('yields a list of arrays');
    await expect(withSamples(5)).rejects.toThrow("'int' object is not iterable");
    await expect(withSamples([[]])).rejects.toThrow(
      'Number of inputs provided (0) does not match number of inputs to the model (1)',
    );
  });

  test('to go on after a Stop', async () => {
    const debug = await debuggerOf('mlp');
    stop.abort();
    await expect(debug.run()).rejects.toThrow('Stopped.');
    expect(outputs.length).toBe(0);
  });
});

test('the progress bar counts samples', async () => {
  await (await debuggerOf('mlp')).run();
  expect(outputs.at(-1)).toMatchObject({ kind: 'progress', value: 12, total: 12, state: 'done' });
});
