import { beforeAll, describe, expect, it } from 'vitest';
import { readTflite, withInputShapes, writeTflite, type TfliteModel } from '#formats/tflite';
import { ones } from '#tensor';
import { createRuntime } from '..';
import {
  compareWithXnnpack,
  fixture,
  FIXTURES,
  hasFixture,
  largeFile,
  relativeError,
  runFixture,
} from '../testing';
import type { TfliteRuntime } from './runtime';

let runtime: TfliteRuntime;

beforeAll(async () => {
  const options = { numThreads: 1, accelerator: 'wasm' } as const;
  runtime = (await createRuntime('tflite', options)) as TfliteRuntime;
});

/** Files of today's TensorFlow that the runtime is too old for, and the first op that it does not know. */
const TOO_NEW: Readonly<Record<string, string>> = {
  'dynamic/branches': 'FULLY_CONNECTED',
  'dynamic/conv_batch_norm': 'FULLY_CONNECTED',
  'dynamic/mlp': 'FULLY_CONNECTED',
  'dynamic/mlp_no_bias': 'FULLY_CONNECTED',
  'dynamic/mlp_open': 'FULLY_CONNECTED',
  'int8/float_only': 'EXP',
  'int8_io/float_only': 'EXP',
  'uint8_io/float_only': 'EXP',
  'int8_per_tensor/float_only': 'EXP',
};

function files(modes: readonly string[]): [mode: string, name: string][] {
  const all = modes.flatMap((mode) => FIXTURES.map((name): [string, string] => [mode, name]));
  return all.filter(([mode, name]) => hasFixture(name, mode) && !isTooNew(mode, name));
}

function isTooNew(mode: string, name: string): boolean {
  return name === 'transposed' || `${mode}/${name}` in TOO_NEW;
}

describe('the runtime tflite', () => {
  it.each(files(['float32', 'float16', 'dynamic', 'dynamic_per_tensor']))(
    'gives what TensorFlow gives, to 1e-5: %s of %s',
    async (mode, name) => {
      for (const { got, expected } of await runFixture(runtime, name, mode)) {
        expect(got.shape).toEqual(expected.shape);
        expect(relativeError(got, expected)).toBeLessThan(1e-5);
      }
    },
  );

  it.each(files(['int8_io', 'uint8_io']))(
    'gives the codes of the reference kernels rounding as XNNPACK does, bit for bit: %s of %s',
    async (mode, name) => {
      for (const { got, expected } of await compareWithXnnpack(runtime, name, mode)) {
        expect(got.dtype).toBe(expected.dtype);
        expect(got.tolist()).toEqual(expected.tolist());
      }
    },
  );

  it.each(Object.entries(TOO_NEW))('refuses %s before it is loaded', async (path, op) => {
    const [mode, name] = path.split('/') as [string, string];
    const bytes = await fixture(name, `${mode}.tflite`);
    const model = readTflite(bytes);
    expect(() => runtime.check(model)).toThrow(`Didn't find op for builtin opcode '${op}' version`);
    expect(() => runtime.load(bytes, model)).toThrow(`'${op}'`);
  });

  it('says what to do about Dense layers with one scale for each unit', async () => {
    const model = readTflite(await fixture('mlp', 'dynamic.tflite'));
    expect(() => runtime.check(model)).toThrow(
      expect.objectContaining({
        name: 'ValueError',
        hint: expect.stringContaining(
          '_experimental_disable_per_channel_quantization_for_dense_layers = true',
        ) as string,
      }),
    );
  });

  it('gives the reason of a refusal that only the runtime knows', async () => {
    const model = withOps(readTflite(await fixture('mlp', 'float32.tflite')), (code) => ({
      ...code,
      builtinCode: 32,
      customCode: 'Foo',
    }));
    expect(() => runtime.load(writeTflite(model), model)).toThrow(
      /Encountered unresolved custom op: Foo/,
    );
  });

  it('gives the reason when a run fails', async () => {
    const bytes = await fixture('reshapes', 'int16x8.tflite');
    const loaded = runtime.load(bytes, readTflite(bytes));
    expect(() => loaded.invoke()).toThrow("Type 'INT16' is not supported by tile.");
    loaded.close();
  });

  it('gives the same in the first run and in the second where shapes are computed', async () => {
    const bytes = await fixture('mlp_open', 'float32.tflite');
    const loaded = runtime.load(bytes, readTflite(bytes));
    loaded.invoke();
    const first = loaded.output(0).tolist();
    loaded.invoke();
    expect(loaded.output(0).tolist()).toEqual(first);
    expect(Math.max(...(loaded.output(0).data as Float32Array))).toBeGreaterThan(0);
    loaded.close();
  });

  it('starts with inputs of zeros, whatever was in memory before', async () => {
    const bytes = await fixture('mlp', 'float32.tflite');
    const model = readTflite(bytes);
    const outputs = Array.from({ length: 3 }, () => {
      const loaded = runtime.load(bytes, model);
      loaded.invoke();
      const output = loaded.output(0).tolist();
      loaded.setInput(0, ones([1, 8, 8]));
      loaded.invoke();
      loaded.close();
      return output;
    });
    expect(outputs[1]).toEqual(outputs[0]);
    expect(outputs[2]).toEqual(outputs[0]);
  });

  it('takes no more memory for 200 models one after another, and none for running one', async () => {
    const file = await largeFile();
    const [input] = readTflite(file).subgraphs[0]!.inputs as readonly [number];
    const [, ...rest] = readTflite(file).subgraphs[0]!.tensors[input]!.shape;
    const bytes = withInputShapes(file, readTflite(file), new Map([[input, [256, ...rest]]]));
    const model = readTflite(bytes);
    const cycle = (runs: number) => {
      const loaded = runtime.load(bytes, model);
      for (let i = 0; i < runs; i++) {
        loaded.invoke();
        loaded.output(0);
      }
      loaded.close();
    };
    cycle(1);
    const before = runtime.memoryBytes;
    for (let i = 0; i < 200; i++) cycle(1);
    cycle(1000);
    expect(runtime.memoryBytes).toBe(before);
  });

  it('is closed once, and says so afterwards', async () => {
    const bytes = await fixture('mlp', 'float32.tflite');
    const loaded = runtime.load(bytes, readTflite(bytes));
    loaded.close();
    loaded.close();
    expect(() => loaded.invoke()).toThrow('The interpreter has been closed.');
  });
});

function withOps(
  model: TfliteModel,
  change: (code: TfliteModel['operatorCodes'][number]) => TfliteModel['operatorCodes'][number],
): TfliteModel {
  return { ...model, operatorCodes: model.operatorCodes.map(change) };
}
