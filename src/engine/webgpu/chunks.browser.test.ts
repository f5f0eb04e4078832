/** Steps are gathered into chunks; nobody may notice: what comes between two steps happens between them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GraphBuilder } from '#graph';
import type { NDArray } from '#tensor';
import { probeAdapter } from '../adapter';
import { DeviceLostError, type OptimizerSpec, type Session } from '../backend';
import { array, firstRows, freshState, inference, numbers, sgd } from '../testing';
import { mlp, wave } from '../testing-models';
import { WebgpuBackend } from './backend';
import { startWebgpu } from './index';

const SIZES = { inputs: 20, hidden: 40, classes: 3, rate: 0 };
const SAMPLES = 64;
const BATCHES = [firstRows(16), rowsFrom(16, 7), rowsFrom(23, 33), rowsFrom(5, 1)];
const SHADERS_TIMEOUT = 120_000;

const x = wave([SAMPLES, SIZES.inputs], 1);
const y = array(
  Array.from({ length: SAMPLES }, (_, i) => i % SIZES.classes),
  [SAMPLES],
  'int32',
);
let backend: WebgpuBackend;

beforeAll(async () => {
  backend = await startWebgpu(await probeAdapter());
}, SHADERS_TIMEOUT);
afterAll(() => backend.dispose());

function rowsFrom(first: number, count: number): Uint32Array {
  return firstRows(count).map((row) => row + first);
}

async function open(optimizer: OptimizerSpec = sgd(0.1), host = backend): Promise<Session> {
  const { program, state } = mlp(SIZES, optimizer);
  const session = await host.open(program, state, 1);
  session.bind([x, y]);
  return session;
}

async function train(session: Session, batches: readonly Uint32Array[]): Promise<void> {
  for (const rows of batches) await session.step(rows);
}

async function weights(session: Session): Promise<number[][]> {
  return (await session.readState()).variables.map(numbers);
}

function all(arrays: readonly NDArray[]): number[][] {
  return arrays.map(numbers);
}

/** The weights behind these batches, trained in a session of their own. */
async function weightsAfter(batches: readonly Uint32Array[]): Promise<number[][]> {
  const session = await open();
  await train(session, batches);
  const values = await weights(session);
  session.close();
  return values;
}

test(
  'batches of any sizes share a chunk',
  async () => {
    const adam = { className: 'Adam', config: { learning_rate: 0.01 } } as const;
    const [together, apart] = [await open(adam), await open(adam)];
    await train(together, BATCHES);
    for (const rows of BATCHES) {
      await apart.step(rows);
      await apart.readTotals();
    }
    expect(await weights(together)).toEqual(await weights(apart));
    expect(all(await together.readTotals())).toEqual(all(await apart.readTotals()));
    for (const session of [together, apart]) session.close();
  },
  SHADERS_TIMEOUT,
);

test('a learning rate holds from the next step on', async () => {
  const session = await open();
  await session.step(BATCHES[0]!);
  session.setLearningRate(0);
  await train(session, BATCHES.slice(1));
  expect(await weights(session)).toEqual(await weightsAfter(BATCHES.slice(0, 1)));
  session.close();
});

test('a state that is written in between undoes what came before, and nothing else', async () => {
  const session = await open();
  await train(session, BATCHES.slice(0, 3));
  session.writeState(mlp(SIZES).state);
  await session.step(BATCHES[3]!);
  expect(await weights(session)).toEqual(await weightsAfter(BATCHES.slice(3)));
  expect((await session.readState()).iterations).toBe(1);
  session.close();
});

test('totals that are cleared in between count what comes behind', async () => {
  const [session, alone] = [await open(sgd(0)), await open(sgd(0))];
  await train(session, BATCHES.slice(0, 2));
  session.clearTotals();
  await train(session, BATCHES.slice(2));
  await train(alone, BATCHES.slice(2));
  expect(all(await session.readTotals())).toEqual(all(await alone.readTotals()));
  for (const one of [session, alone]) one.close();
});

test('predictions and whole runs in between see the steps before them, and disturb none behind', async () => {
  const session = await open();
  await train(session, BATCHES.slice(0, 2));
  const fetched = await session.fetch(firstRows(5));
  const ran = await session.run([x.takeRows(firstRows(5)), y.takeRows(firstRows(5))]);
  await train(session, BATCHES.slice(2));
  expect(all(ran)).toEqual(all(fetched));
  expect(await weights(session)).toEqual(await weightsAfter(BATCHES));
  const moved = await session.fetch(firstRows(5));
  expect(all(moved)).not.toEqual(all(fetched));
  session.close();
});

test('sessions in turns on one device keep their own', async () => {
  const [first, second] = [await open(), await open()];
  for (const rows of BATCHES) await Promise.all([first.step(rows), second.step(BATCHES[0]!)]);
  expect(await weights(first)).toEqual(await weightsAfter(BATCHES));
  expect(await weights(second)).toEqual(await weightsAfter(BATCHES.map(() => BATCHES[0]!)));
  for (const session of [first, second]) session.close();
});

test('a session that is closed while steps are under way ends, and leaves the others alone', async () => {
  const session = await open();
  await train(session, [...BATCHES, ...BATCHES]);
  session.close();
  await expect(session.step(BATCHES[0]!)).rejects.toThrow('The session is closed.');
  expect(await weightsAfter(BATCHES)).toHaveLength(4);
});

test('a device that is lost while steps are under way is told, not what follows from it', async () => {
  const { adapter } = await probeAdapter();
  const device = await adapter!.requestDevice();
  const host = new WebgpuBackend(device, 'to be lost');
  const session = await open(sgd(0.1), host);
  await train(session, BATCHES);
  const totals = session.readTotals();
  device.destroy();
  await expect(totals).rejects.toBeInstanceOf(DeviceLostError);
  await expect(session.step(BATCHES[0]!)).rejects.toBeInstanceOf(DeviceLostError);
  session.close();
});

test(
  'more workgroups than one dimension takes',
  async () => {
    const samples = 65_536 * 4 + 3;
    const g = new GraphBuilder();
    const input = g.placeholder('x', { dtype: 'float32', shape: [null, 2] });
    const rows = g.addNode('Sum', [input, [1]]);
    const session = await backend.open(inference(g.build(), [input], [rows]), freshState(), 1);
    session.bind([wave([samples, 2], 2)]);
    const [sums] = await session.fetch(firstRows(samples));
    const values = numbers(wave([samples, 2], 2));
    for (const row of [0, 65_536, 65_535 * 4, samples - 1]) {
      expect(sums!.data[row]).toBeCloseTo(values[2 * row]! + values[2 * row + 1]!, 5);
    }
    session.close();
  },
  SHADERS_TIMEOUT,
);
