import { expect, it } from 'vitest';
import { createRuntime, type OnFetch, type RuntimeId } from '.';
import { runFixture } from './testing';

const options = { numThreads: 1, accelerator: 'wasm' } as const;

it.each(['tflite', 'litert'] as RuntimeId[])(
  '%s says that it could not be loaded, can be asked for again, and tells how much has come',
  async (id) => {
    for (const place of ['http://localhost:1/nowhere.wasm', 'data:text/html,no wasm']) {
      await expect(createRuntime(id, { ...options, assetUrl: () => place })).rejects.toMatchObject({
        name: 'RuntimeError',
        message: expect.stringContaining('could not be loaded') as string,
        hint: expect.stringContaining('run the cell again') as string,
      });
    }
    const seen: [received: number, total: number | undefined][] = [];
    const onFetch: OnFetch = (received, total) => seen.push([received, total]);
    const runtime = await createRuntime(id, { ...options, onFetch });
    const [received, total] = seen.at(-1)!;
    expect(received).toBeGreaterThan(2 ** 20);
    expect([received, undefined]).toContain(total);
    const [result] = await runFixture(runtime, 'mlp', 'float32');
    expect(result!.got.shape).toEqual(result!.expected.shape);
  },
);
