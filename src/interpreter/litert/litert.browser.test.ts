import { beforeAll, describe, expect, it } from 'vitest';
import { readTflite, type TfliteModel } from '#formats/tflite';
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
import type { LiteRtRuntime } from './runtime';

let runtime: LiteRtRuntime;

beforeAll(async () => {
  const options = { numThreads: 1, accelerator: 'wasm' } as const;
  runtime = (await createRuntime('litert', options)) as LiteRtRuntime;
});

function files(modes: readonly string[]): [mode: string, name: string][] {
  const all = modes.flatMap((mode) => FIXTURES.map((name): [string, string] => [mode, name]));
  return all.filter(([mode, name]) => hasFixture(name, mode));
}

describe('the runtime litert', () => {
  it.each(files(['float32', 'float16', 'dynamic', 'dynamic_per_tensor']))(
    'gives what TensorFlow gives, to 1e-5: %s of %s',
    async (mode, name) => {
      for (const { got, expected } of await runFixture(runtime, name, mode)) {
        expect(got.shape).toEqual(expected.shape);
        expect(relativeError(got, expected)).toBeLessThan(1e-5);
      }
    },
  );

  it.each(files(['uint8_io']).filter(([, name]) => name !== 'dead_layer'))(
    'gives the codes of the reference kernels rounding as XNNPACK does, bit for bit: %s of %s',
    async (mode, name) => {
      for (const { got, expected } of await compareWithXnnpack(runtime, name, mode)) {
        expect(got.dtype).toBe(expected.dtype);
        expect(got.tolist()).toEqual(expected.tolist());
      }
    },
  );

  it('refuses inputs and outputs of int8, and says what to do', async () => {
    const bytes = await fixture('mlp', 'int8_io.tflite');
    await expect(runtime.load(bytes, readTflite(bytes))).rejects.toMatchObject({
      name: 'ValueError',
      message: expect.stringMatching(/^Element type INT8 is not supported/) as string,
      hint: expect.stringContaining('inference_input_type = tf.uint8') as string,
    });
  });

  it('refuses a model without operators, for which LiteRT gives zeros', async () => {
    const bytes = await fixture('mlp', 'float32.tflite');
    await expect(runtime.load(bytes, withoutOps(readTflite(bytes)))).rejects.toThrow(
      'The model has no operators',
    );
  });

  it('fails where LiteRT only writes to the console that kernels did not prepare', async () => {
    await expect(runFixture(runtime, 'dead_layer', 'uint8_io')).rejects.toThrow(
      'failed to create XNNPACK runtime',
    );
  });

  it('takes no more memory for 50 models one after another, and none for running one', async () => {
    const bytes = await largeFile();
    const model = readTflite(bytes);
    const cycle = async (runs: number) => {
      const loaded = await runtime.load(bytes, model);
      for (let i = 0; i < runs; i++) await loaded.invoke();
      loaded.close();
    };
    await cycle(3);
    const before = runtime.memoryBytes;
    for (let i = 0; i < 50; i++) await cycle(1);
    await cycle(200);
    expect(runtime.memoryBytes).toBe(before);
  });

  it('is closed once, and says so afterwards', async () => {
    const bytes = await fixture('mlp', 'float32.tflite');
    const loaded = await runtime.load(bytes, readTflite(bytes));
    loaded.close();
    loaded.close();
    await expect(loaded.invoke()).rejects.toThrow('The interpreter has been closed.');
  });

  it('runs on WebGPU', async () => {
    const onGpu = await createRuntime('litert', { numThreads: 1, accelerator: 'webgpu' });
    const [result] = await runFixture(onGpu, 'mlp', 'float32');
    expect(relativeError(result!.got, result!.expected)).toBeLessThan(1e-3);
  });

  it.each([
    ['uint8_io', 'mlp'],
    ['float32', 'upsampled'],
    ['int16x8', 'conv'],
    ['int16x8', 'norm_first'],
    ['int8', 'transposed'],
  ])(
    'runs what is not all for the GPU on WebAssembly, and says so: %s of %s',
    async (mode, name) => {
      const onGpu = await createRuntime('litert', { numThreads: 1, accelerator: 'webgpu' });
      const bytes = await fixture(name, `${mode}.tflite`);
      const loaded = await onGpu.load(bytes, readTflite(bytes));
      expect(loaded.note).toContain('it runs on WebAssembly instead');
      loaded.close();
      const ours = await runFixture(onGpu, name, mode);
      const same = await runFixture(runtime, name, mode);
      expect(ours.map(({ got }) => got.tolist())).toEqual(same.map(({ got }) => got.tolist()));
    },
  );

  it('says nothing of what is all on the GPU', async () => {
    const onGpu = await createRuntime('litert', { numThreads: 1, accelerator: 'webgpu' });
    const bytes = await fixture('conv', 'int8.tflite');
    const loaded = await onGpu.load(bytes, readTflite(bytes));
    expect(loaded.note).toBeUndefined();
    loaded.close();
  });

  it('is loaded anew after it has aborted', async () => {
    const options = { numThreads: 1, accelerator: 'wasm' } as const;
    const bytes = await fixture('mlp', 'float32.tflite');
    const other = await runtime.load(bytes, readTflite(bytes));
    await expect(runFixture(runtime, 'dead_layer', 'int16x8')).rejects.toThrow('Aborted()');
    await expect(other.invoke()).rejects.toThrow('LiteRT has broken down');
    other.close();
    const again = await createRuntime('litert', options);
    const [result] = await runFixture(again, 'mlp', 'int16x8');
    expect(relativeError(result!.got, result!.expected)).toBeLessThan(1e-3);
  });
});

function withoutOps(model: TfliteModel): TfliteModel {
  return { ...model, subgraphs: model.subgraphs.map((graph) => ({ ...graph, operators: [] })) };
}
