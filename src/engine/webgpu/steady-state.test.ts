/** What a training step costs in calls to the device, once it runs: counted on a device that computes nothing. */
import { expect, test } from 'vitest';
import { NDArray } from '#tensor';
import { array } from '../testing';
import { cnn, mlp, type Model } from '../testing-models';
import { WebgpuBackend } from './backend';
import { createStubDevice, type DeviceCounts } from './stub';

const LESSON = { inputs: 784, hidden: 256, classes: 10, rate: 0.2 };
const BATCH = 128;
const SAMPLES = 1024;
const STEPS = 640;

/** Counts of so many steps behind as many that came before. */
async function steadyState({ program, state }: Model, shape: number[]): Promise<DeviceCounts> {
  const { device, counts, reset } = createStubDevice();
  const session = await new WebgpuBackend(device, 'stub').open(program, state, 1);
  session.bind([images(shape), labels()]);
  const run = async () => {
    for (let step = 0; step < STEPS; step++) await session.step(rowsOf(step));
    await session.readTotals();
  };
  await run();
  reset();
  await run();
  const steady = { ...counts };
  session.close();
  return steady;
}

function images(shape: number[]): NDArray {
  const bytes = new Uint8Array(SAMPLES * 784);
  const values = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
  return new NDArray({ bytes, values }, [SAMPLES, ...shape], 'float32');
}

function labels(): NDArray {
  const values = Array.from({ length: SAMPLES }, (_, i) => i % 10);
  return array(values, [SAMPLES], 'int32');
}

function rowsOf(step: number): Uint32Array {
  return Uint32Array.from({ length: BATCH }, (_, i) => (step * BATCH + i) % SAMPLES);
}

test("a step of the lesson's model is three dispatches, and makes nothing", async () => {
  const counts = await steadyState(mlp(LESSON), [784]);
  expect(counts.dispatches).toBe(3 * STEPS);
  expect(counts).toMatchObject({ buffers: 0, bindGroups: 0, pipelines: 0, shaderModules: 0 });
});

test('a step of the convolutional model is nine dispatches, and makes nothing', async () => {
  const counts = await steadyState(cnn([16, 32]), [28, 28, 1]);
  expect(counts.dispatches).toBe(9 * STEPS);
  expect(counts).toMatchObject({ buffers: 0, bindGroups: 0, pipelines: 0, shaderModules: 0 });
});

test('steps share submits and passes, and upload their rows and scalars only', async () => {
  const counts = await steadyState(mlp(LESSON), [784]);
  expect(counts.submits).toBeLessThanOrEqual(STEPS / 16);
  expect(counts.passes).toBe(counts.submits);
  expect(counts.readBacks).toBe(counts.submits);
  expect(counts.bytesUploaded / STEPS).toBe(4 * BATCH + 256);
});

test('images are uploaded as bytes', async () => {
  const { device, counts } = createStubDevice();
  const { program, state } = mlp(LESSON);
  const session = await new WebgpuBackend(device, 'stub').open(program, state, 1);
  session.bind([images([784]), labels()]);
  await session.step(rowsOf(0));
  await session.readTotals();
  const parameters = 784 * 256 + 256 + 2560 + 10;
  expect(counts.bytesUploaded).toBeLessThan(SAMPLES * (784 + 4) + 4 * 3 * parameters + 10_000);
  session.close();
});

test('a model is compiled once for all its sessions', async () => {
  const { device, counts, reset } = createStubDevice();
  const backend = new WebgpuBackend(device, 'stub');
  const { program, state } = mlp(LESSON);
  const train = async () => {
    const session = await backend.open(program, state, 1);
    session.bind([images([784]), labels()]);
    await session.step(rowsOf(0));
    await session.fetch(rowsOf(0));
    session.close();
  };
  await train();
  // Three to train and two to predict, of which the first is the same.
  expect(counts.pipelines).toBe(4);
  reset();
  await train();
  expect(counts.pipelines).toBe(0);
});
