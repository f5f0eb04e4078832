import { expect, it } from 'vitest';
import { createRuntime, type RuntimeId } from '.';
import { runFixture } from './testing';

const options = { numThreads: 1, accelerator: 'wasm' } as const;

it.each(['tflite', 'litert'] as RuntimeId[])(
  '%s says that it could not be loaded, and can be asked for again',
  async (id) => {
    for (const place of ['http://localhost:1/nowhere.wasm', 'data:text/html,no wasm']) {
      await expect(createRuntime(id, { ...options, assetUrl: () => place })).rejects.toMatchObject({
        name: 'RuntimeError',
        message: expect.stringContaining('could not be loaded') as string,
        hint: expect.stringContaining('run the cell again') as string,
      });
    }
    const [result] = await runFixture(await createRuntime(id, options), 'mlp', 'float32');
    expect(result!.got.shape).toEqual(result!.expected.shape);
  },
);
