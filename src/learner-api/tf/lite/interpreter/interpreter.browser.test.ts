import { beforeEach, describe, expect, it } from 'vitest';
import float32Url from '../../../../../tests/fixtures/tflite/mlp/float32.tflite?url';
import openUrl from '../../../../../tests/fixtures/tflite/mlp_open/float32.tflite?url';
import int8Url from '../../../../../tests/fixtures/tflite/mlp/int8_io.tflite?url';
import dynamicUrl from '../../../../../tests/fixtures/tflite/mlp/dynamic.tflite?url';
import { ones, zeros } from '#tensor';
import { startTestRuntime } from '../../../keras/training/testing';
import { Interpreter } from '.';

beforeEach(() => {
  startTestRuntime();
});

async function bytesOf(url: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

describe('tf.lite.Interpreter on WebAssembly', () => {
  it('is synchronous once it is there, resizing included', async () => {
    const interpreter = await Interpreter({ model_content: await bytesOf(openUrl) });
    interpreter.resize_tensor_input(0, [5, 8, 8]);
    interpreter.allocate_tensors();
    interpreter.set_tensor(0, ones([5, 8, 8]));
    interpreter.invoke();
    const [output] = interpreter.get_output_details();
    expect(output!.shape.tolist()).toEqual([5, 10]);
    const probabilities = interpreter.get_tensor(output!.index);
    expect(probabilities.at(4).argmax()).toBe(probabilities.at(0).argmax());
    expect(probabilities.sum()).toBeCloseTo(5, 5);
  });

  it('leaves int8 codes as they are', async () => {
    const interpreter = await Interpreter({ model_content: await bytesOf(int8Url) });
    interpreter.allocate_tensors();
    const [input] = interpreter.get_input_details();
    interpreter.set_tensor(input!.index, zeros([1, 8, 8], 'int8'));
    interpreter.invoke();
    const codes = interpreter.get_tensor(interpreter.get_output_details()[0]!.index);
    expect(codes.dtype).toBe('int8');
    expect(codes.astype('int32').add(128).sum()).toBeCloseTo(256, -1);
  });

  it('gives the reason when an input cannot have a shape', async () => {
    const interpreter = await Interpreter({ model_content: await bytesOf(float32Url) });
    interpreter.resize_tensor_input(0, [2, 8, 8]);
    expect(() => interpreter.allocate_tensors()).toThrow(
      expect.objectContaining({
        name: 'RuntimeError',
        message: expect.stringContaining('num_input_elements != num_output_elements') as string,
      }),
    );
  });

  it('points to the runtime that shows tensors in between', async () => {
    const interpreter = await Interpreter({ model_content: await bytesOf(float32Url) });
    interpreter.allocate_tensors();
    interpreter.invoke();
    expect(() => interpreter.get_tensor(7)).toThrow(
      expect.objectContaining({
        message: 'Tensor data is null. Run allocate_tensors() first',
        hint: expect.stringContaining('runtime: "slipway"') as string,
      }),
    );
  });

  it('refuses ops that the runtime is too old for when it is made, as Python does', async () => {
    await expect(Interpreter({ model_content: await bytesOf(dynamicUrl) })).rejects.toThrow(
      "Didn't find op for builtin opcode 'FULLY_CONNECTED' version '12'",
    );
  });

  it('never hands a damaged file to the runtime', async () => {
    const bytes = await bytesOf(float32Url);
    let refused = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const damaged = bytes.slice();
      for (let k = 0; k < 4; k++) damaged[(seed * 7919 * (k + 1)) % 2000] = (seed * 31 + k) % 256;
      try {
        const interpreter = await Interpreter({ model_content: damaged });
        interpreter.allocate_tensors();
        interpreter.close();
      } catch (error) {
        refused++;
        expect(error).toHaveProperty('hint');
        expect(String(error)).not.toContain('broke down');
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});

describe('tf.lite.Interpreter on LiteRT', () => {
  it('is awaited where it computes', async () => {
    const interpreter = await Interpreter({
      model_content: await bytesOf(float32Url),
      runtime: 'litert',
    });
    interpreter.allocate_tensors();
    interpreter.set_tensor(0, zeros([1, 8, 8], 'float32'));
    const running = interpreter.invoke();
    expect(() => interpreter.get_tensor(9)).toThrow('invoke() is still running.');
    await running;
    expect(interpreter.get_tensor(9).at(0, 7)).toBeCloseTo(0.24845587, 5);
    const runner = interpreter.get_signature_runner();
    const { output_0 } = await runner({ image: zeros([1, 8, 8], 'float32') });
    expect(output_0!.shape).toEqual([1, 10]);
    interpreter.close();
  });

  it('refuses to resize, which would write over its memory', async () => {
    const interpreter = await Interpreter({
      model_content: await bytesOf(openUrl),
      runtime: 'litert',
    });
    expect(() => interpreter.resize_tensor_input(0, [5, 8, 8])).toThrow(
      "LiteRT in the browser takes inputs of the file's own shapes only.",
    );
    interpreter.close();
  });
});
