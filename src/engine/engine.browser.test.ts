import './testing-browser';
import { findBackend } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { GraphBuilder } from '#graph';
import {
  type BackendInfo,
  createEngine,
  DeviceLostError,
  type Engine,
  type Session,
} from './index';
import { array, firstRows, freshState, inference, numbers, sgd } from './testing';
import { cnn, mlp, wave } from './testing-models';

const ROWS = firstRows(8);
const SMALL = { inputs: 6, hidden: 5, classes: 3, rate: 0 };
const engines: Engine[] = [];
const seen: BackendInfo[] = [];

function start(options: Partial<Parameters<typeof createEngine>[0]> = {}): Engine {
  const engine = createEngine({ onBackend: (info) => seen.push(info), ...options });
  engines.push(engine);
  return engine;
}

async function open(engine: Engine) {
  const { program, state } = mlp(SMALL, sgd(0.5));
  const opened = await engine.open(program, state, 1);
  const labels = array(
    ROWS.reduce<number[]>((all, row) => [...all, row % 3], []),
    [8],
    'int32',
  );
  opened.session.bind([wave([8, 6], 5), labels]);
  return opened;
}

function destroyDevice(): void {
  (findBackend('webgpu') as WebGPUBackend).device.destroy();
}

/** The browser tells of a loss a little after it happened. */
async function stepUntilLost(session: Session): Promise<void> {
  for (let i = 0; i < 1000; i++) {
    await session.step(ROWS);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

afterEach(() => {
  for (const engine of engines.splice(0)) engine.dispose();
  seen.length = 0;
});

describe('choosing', () => {
  test('a GPU that does not get through the rehearsal is not used, and the badge says why', async () => {
    const { prototype } = GPUDevice;
    const compile = vi
      .spyOn(prototype, 'createComputePipelineAsync')
      .mockRejectedValue(new Error('no such shader'));
    const engine = start({ forced: 'webgpu' });
    await engine.warmUp();
    compile.mockRestore();
    const { backend, session } = await open(engine);
    expect(backend).toMatchObject({
      id: 'tfjs-webgpu',
      reason: 'WebGPU could not start (no such shader), so TensorFlow.js on WebGPU runs.',
    });
    session.close();
  });

  test('a software adapter is passed over for WASM, and the badge says why', async () => {
    const engine = start();
    const { backend } = await open(engine);
    expect(backend).toEqual({
      id: 'wasm',
      device: expect.stringMatching(/^WebAssembly relaxed SIMD, \d threads?$/) as string,
      reason: 'The only WebGPU adapter is software (SwiftShader), slower than WASM, so WASM runs.',
    });
    await open(engine);
    expect(seen).toEqual([backend]);
    expect(engine.info).toEqual(backend);
  });

  test('an unknown forced backend is refused at once', () => {
    expect(() => start({ forced: 'abacus' as 'cpu' })).toThrow(
      "Unknown backend: 'abacus'. Expected one of webgpu, wasm, tfjs-webgpu, tfjs-wasm, webgl, cpu.",
    );
  });
});

describe('a lost GPU device', () => {
  test('rejects what is under way and what comes later with DeviceLostError', async () => {
    const { session } = await open(start({ forced: 'tfjs-webgpu' }));
    await session.step(ROWS);
    const pending = session.readState();
    destroyDevice();
    await expect(pending).rejects.toBeInstanceOf(DeviceLostError);
    await expect(session.step(ROWS)).rejects.toMatchObject({
      name: 'DeviceLostError',
      backend: 'tfjs-webgpu',
      code: 'device-lost',
    });
    expect(() => session.close()).not.toThrow();
  });

  test('is replaced by WASM, which goes on from the last good state', async () => {
    const engine = start({ forced: 'tfjs-webgpu' });
    const { session } = await open(engine);
    await session.step(ROWS);
    const good = await session.readState();
    destroyDevice();
    await expect(stepUntilLost(session)).rejects.toBeInstanceOf(DeviceLostError);
    const second = await open(engine);
    expect(second.backend).toMatchObject({
      id: 'wasm',
      reason: 'The GPU device was lost, so WASM runs.',
    });
    second.session.writeState(good);
    await second.session.step(ROWS);
    const after = await second.session.readState();
    expect(after.iterations).toBe(2);
    expect(numbers(after.variables[2]!).every(Number.isFinite)).toBe(true);
    expect(numbers(after.variables[2]!)).not.toEqual(numbers(good.variables[2]!));
    expect(seen.map(({ id }) => id)).toEqual(['tfjs-webgpu', 'wasm']);
  });
});

test('a command that the GPU refuses is an error, not a wrong number', async () => {
  const { session } = await open(start({ forced: 'tfjs-webgpu' }));
  const { device } = findBackend('webgpu') as WebGPUBackend;
  device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
  const steps = async () => {
    for (let i = 0; i < 20; i++) {
      await session.step(ROWS);
      await session.readTotals();
    }
  };
  await expect(steps()).rejects.toThrow('The tfjs-webgpu device refused a command');
});

test('a program with convolutions trains on WASM', async () => {
  const { program, state } = cnn([2, 3], sgd(0.1));
  const { session, backend } = await start().open(program, state, 1);
  session.bind([wave([4, 28, 28, 1], 1), array([0, 1, 2, 3], [4], 'int32')]);
  const losses: number[] = [];
  for (let i = 0; i < 20; i++) {
    session.clearTotals();
    await session.step(ROWS.slice(0, 4));
    losses.push(numbers((await session.readTotals())[0]!)[0]!);
  }
  expect(backend.id).toBe('wasm');
  expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
});

test('a batch that takes too much memory is left to the next backend', async () => {
  const engine = start();
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'float32', shape: [null] });
  const fetched = g.addNode('Exp', [x]);
  const program = inference(g.build(), [x], [fetched]);
  const first = await engine.open(program, freshState(), 1);
  first.session.bind([array([0])]);
  await expect(first.session.fetch(new Uint32Array(3e8))).rejects.toThrow(DeviceLostError);
  first.session.close();
  const second = await engine.open(program, freshState(), 1);
  second.session.bind([array([0])]);
  expect(numbers((await second.session.fetch(ROWS.slice(0, 1)))[0]!)).toEqual([1]);
  expect([first.backend.id, second.backend.id]).toEqual(['wasm', 'tfjs-wasm']);
  expect(second.backend.reason).toContain('WASM does not cover batches that need over 1 GB');
});
