import { afterAll, expect, test } from 'vitest';
import { layers } from '../layers';
import { Sequential } from '../models';
import { arrayOf, startTestRuntime } from './testing';

const SAMPLES = 320;

/** Longer than kernels and shaders take to compile. */
const LONG = 60_000;

const { requestDevice } = GPUAdapter.prototype;
let device: GPUDevice | undefined;
GPUAdapter.prototype.requestDevice = async function (...wishes) {
  return (device = await requestDevice.apply(this, wishes));
};
afterAll(() => void (GPUAdapter.prototype.requestDevice = requestDevice));

test.each(['webgpu', 'tfjs-webgpu'] as const)(
  'fit goes on where it was when the device of %s is lost under it',
  async (id) => {
    const runtime = startTestRuntime(id);
    const x = arrayOf(
      Array.from({ length: 8 * SAMPLES }, (_, i) => Math.sin(i)),
      [SAMPLES, 8],
    );
    const y = arrayOf(
      Array.from({ length: SAMPLES }, (_, i) => i % 2),
      [SAMPLES, 1],
    );
    const model = Sequential([layers.Input({ shape: [8] }), layers.Dense(4), layers.Dense(1)]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    let batches = 0;
    runtime.onPause = () => {
      batches += 1;
      if (batches === 8) device!.destroy();
    };
    const history = await model.fit(x, y, { epochs: 20, batch_size: 32, verbose: 0 });
    expect(history.history['loss']).toHaveLength(20);
    expect(history.history['loss']!.every(Number.isFinite)).toBe(true);
    expect(model.optimizer!.iterations).toBe(200);
    const notes = runtime.outputs.flatMap((output) =>
      output.kind === 'note' ? [output.text] : [],
    );
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/lost/);
    expect(notes[0]).toMatch(/WASM/i);
    expect(runtime.open_sessions()).toBe(0);
  },
  LONG,
);
