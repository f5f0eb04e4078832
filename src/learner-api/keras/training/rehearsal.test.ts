/** The engine's rehearsal leaves nothing of lesson 1 to compile: both have to stay the same model. */
import { expect, test } from 'vitest';
import { rehearse } from '#engine/rehearsal';
import { startWebgpu } from '#engine/webgpu';
import { createStubDevice } from '#engine/webgpu/stub';
import { np } from '../../np';
import { setRuntime } from '../../runtime';
import { Input, layers } from '../layers';
import { Sequential } from '../models';
import { startTestRuntime } from './testing';

async function startCounting() {
  const { device, counts, reset } = createStubDevice();
  const adapter = { limits: {}, requestDevice: () => Promise.resolve(device) };
  const backend = await startWebgpu({
    adapter: adapter as unknown as GPUAdapter,
    name: 'stub',
    software: undefined,
    hasApi: true,
  });
  return { backend, counts, reset };
}

test("after a rehearsal lesson 1's model trains without compiling a shader", async () => {
  const { backend, counts, reset } = await startCounting();
  // A device that computes nothing computes nothing right.
  await expect(rehearse(backend)).rejects.toThrow();
  expect(counts.pipelines).toBeGreaterThan(0);
  reset();
  setRuntime({
    ...startTestRuntime(),
    async open(program, state, seed) {
      const session = await backend.open(program, state, seed);
      return { session, backend: { ...backend.info, reason: '' } };
    },
  });
  const model = Sequential([
    Input([28, 28]),
    layers.Flatten(),
    layers.Dense(256, { activation: 'relu' }),
    layers.Dropout(0.2),
    layers.Dense(10, { activation: 'softmax' }),
  ]);
  model.compile({
    optimizer: 'adam',
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
  });
  const x = np.zeros([256, 28, 28], 'uint8').astype('float32').div(255);
  await model.fit(x, np.zeros([256], 'uint8'), { batch_size: 128, verbose: 0 });
  expect(counts.dispatches).toBeGreaterThan(0);
  expect(counts.pipelines).toBe(0);
});
