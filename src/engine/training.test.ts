/** Sessions on each backend there is: optimizers step by step against real Keras, repeatability, memory, state. */
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GraphBuilder } from '#graph';
import { NDArray } from '#tensor';
import fixtures from '../../tests/fixtures/engine/optimizers.json?raw';
import { createEngine, type OptimizerSpec, type Session } from './index';
import { buildPlan, isUncovered } from './plan';
import {
  array,
  firstRows,
  freshState,
  fromJson,
  inference,
  type JsonTensor,
  numbers,
  runsPlans,
  sgd,
  testableBackends,
  variable,
} from './testing';
import { mlp, wave } from './testing-models';

interface OptimizerCase extends OptimizerSpec {
  readonly options: object;
  readonly start: readonly JsonTensor[];
  readonly scales: readonly JsonTensor[];
  readonly steps: readonly {
    readonly variables: readonly JsonTensor[];
    readonly slots: readonly JsonTensor[];
  }[];
}

const { cases } = JSON.parse(fixtures) as { readonly cases: readonly OptimizerCase[] };
const SMALL = { inputs: 6, hidden: 5, classes: 3, rate: 0 };
const ROWS = firstRows(8);

function smallData(): [NDArray, NDArray] {
  const labels = Array.from({ length: 8 }, (_, i) => i % 3);
  return [wave([8, 6], 5), array(labels, [8], 'int32')];
}

describe.each(testableBackends())('%s', (id) => {
  const engine = createEngine({ forced: id, onBackend: () => undefined });
  beforeAll(() => engine.warmUp(), 120_000);
  afterAll(() => engine.dispose());

  async function openMlp(rate: number, seed: number, optimizer?: OptimizerSpec): Promise<Session> {
    const { program, state } = mlp({ ...SMALL, rate }, optimizer);
    const { session } = await engine.open(program, state, seed);
    session.bind(smallData());
    return session;
  }

  for (const at of cases) {
    const { program, state } = quadratic(at);
    const title = `${at.className} ${JSON.stringify(at.options)} moves as in Keras`;
    test.skipIf(runsPlans(id) && isUncovered(buildPlan(program)))(title, async () => {
      const { session } = await engine.open(program, state, 1);
      session.bind([]);
      for (const [done, expected] of at.steps.entries()) {
        await session.step(firstRows(1));
        const after = await session.readState();
        expect(after.iterations).toBe(done + 1);
        expectAll(after.variables, expected.variables);
        expectAll(after.slots, expected.slots);
      }
      session.close();
    });
  }

  test('resuming from a read state is as if never stopped', async () => {
    const straight = await openMlp(0, 1);
    for (let i = 0; i < 4; i++) await straight.step(ROWS);
    const first = await openMlp(0, 1);
    for (let i = 0; i < 2; i++) await first.step(ROWS);
    const second = await openMlp(0, 1);
    second.writeState(await first.readState());
    for (let i = 0; i < 2; i++) await second.step(ROWS);
    expect(await valuesOf(second)).toEqual(await valuesOf(straight));
    for (const session of [straight, first, second]) session.close();
  });

  test('gradients agree with finite differences of the loss', async () => {
    const { program, state } = mlp(SMALL, sgd(1));
    const before = numbers(state.variables[0]!);
    const { session } = await engine.open(program, state, 1);
    session.bind(smallData());
    await session.step(ROWS);
    const after = numbers((await session.readState()).variables[0]!);
    const lossAt = async (index: number, shift: number) => {
      const moved = before.map((value, i) => (i === index ? value + shift : value));
      const variables = [array(moved, state.variables[0]!.shape), ...state.variables.slice(1)];
      session.writeState({ ...state, variables });
      session.clearTotals();
      await session.step(ROWS);
      return (await session.readTotals())[0]!.data[0] as number;
    };
    for (const index of [0, 7, 29]) {
      const slope = ((await lossAt(index, 0.01)) - (await lossAt(index, -0.01))) / 0.02 / 8;
      expect(Math.abs(before[index]! - after[index]! - slope)).toBeLessThan(2e-3);
    }
    session.close();
  });

  test('equal seeds give equal dropout, other seeds do not', async () => {
    const runs = [];
    for (const seed of [7, 7, 8]) {
      const session = await openMlp(0.5, seed);
      for (let i = 0; i < 3; i++) await session.step(ROWS);
      runs.push(await valuesOf(session));
      session.close();
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
  });

  test('dropout differs from batch to batch', async () => {
    const session = await openMlp(0.5, 7, sgd(0));
    const losses = new Set<number>();
    for (let i = 0; i < 4; i++) {
      session.clearTotals();
      await session.step(ROWS);
      losses.add((await session.readTotals())[0]!.data[0] as number);
    }
    session.close();
    expect(losses.size).toBe(4);
  });

  test.skipIf(runsPlans(id))(
    'fifty steps leave no tensor of tfjs behind, and closing frees them all',
    async () => {
      const outside = memory().numTensors;
      const session = await openMlp(0.2, 1);
      await session.step(ROWS);
      const { numTensors, numDataBuffers } = memory();
      for (let i = 0; i < 50; i++) await session.step(ROWS);
      await session.fetch(ROWS);
      await session.readTotals();
      expect(memory()).toMatchObject({ numTensors, numDataBuffers });
      session.close();
      session.close();
      expect(memory().numTensors).toBe(outside);
    },
  );

  test('totals add up over batches of any size until they are cleared', async () => {
    const session = await openMlp(0, 1, sgd(0));
    expect(numbers((await session.readTotals())[0]!)).toEqual([0]);
    await session.step(ROWS);
    const [whole] = await session.readTotals();
    session.clearTotals();
    await session.step(Uint32Array.of(0, 1, 2));
    await session.step(Uint32Array.of(7, 6, 5, 4, 3));
    const [parts] = await session.readTotals();
    expect(numbers(parts!)[0]).toBeCloseTo(numbers(whole!)[0]!, 4);
    session.close();
  });

  test('a view of bytes is looked up batch by batch', async () => {
    const g = new GraphBuilder();
    const x = g.placeholder('x', { dtype: 'float32', shape: [null, 2] });
    const doubled = g.addNode('Mul', [x, g.constant(2, 'float32')]);
    const values = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
    const images = new NDArray(
      { bytes: Uint8Array.of(0, 255, 51, 102), values },
      [2, 2],
      'float32',
    );
    const { session } = await engine.open(inference(g.build(), [x], [doubled]), freshState(), 1);
    session.bind([images]);
    const [out] = await session.fetch(Uint32Array.of(1, 0));
    expect(images.byteTable).toBeDefined();
    expect(numbers(out!).map((value) => value.toFixed(5))).toEqual([
      '0.40000',
      '0.80000',
      '0.00000',
      '2.00000',
    ]);
    session.close();
  });

  test('step assigns what the graph assigns, reads see the old value, fetch does not assign', async () => {
    const g = new GraphBuilder();
    const mean = variable('moving_mean', []);
    const x = g.placeholder('x', { dtype: 'float32', shape: [null] });
    const old = g.readVariable(mean);
    const next = g.addNode('AddV2', [old, g.addNode('Sum', [x, [0]])]);
    g.assignVariable(mean, next);
    const program = { ...inference(g.build(), [x], [old]), totals: [old] };
    const { session } = await engine.open(program, freshState(array([1], [])), 1);
    session.bind([array([2, 3])]);
    await session.fetch(ROWS.slice(0, 2));
    await session.step(ROWS.slice(0, 2));
    await session.step(ROWS.slice(0, 1));
    const { variables } = await session.readState();
    expect(numbers(variables[0]!)).toEqual([8]);
    expect(numbers((await session.readTotals())[0]!)).toEqual([7]);
    session.close();
  });

  test('a frozen variable keeps its value', async () => {
    const { program, state } = mlp(SMALL, sgd(1));
    const trainable = program.training!.trainable.slice(2);
    const frozen = { ...program, training: { ...program.training!, trainable } };
    const { session } = await engine.open(frozen, state, 1);
    session.bind(smallData());
    await session.step(ROWS);
    const { variables } = await session.readState();
    expect(numbers(variables[0]!)).toEqual(numbers(state.variables[0]!));
    expect(numbers(variables[2]!)).not.toEqual(numbers(state.variables[2]!));
    session.close();
  });

  test('a shape computed from the batch reshapes it without a transfer', async () => {
    const g = new GraphBuilder();
    const x = g.placeholder('x', { dtype: 'float32', shape: [null, 2, 3] });
    const batch = g.addNode('StridedSlice', [g.addNode('Shape', [x]), [0], [1], [1]], {
      shrink_axis_mask: 1,
    });
    const shape = g.addNode('Pack', [batch, g.constant(-1)]);
    const flat = g.addNode('Reshape', [x, shape]);
    const { session } = await engine.open(
      inference(g.build(), [x], [flat, shape]),
      freshState(),
      1,
    );
    session.bind([wave([4, 2, 3], 1)]);
    const [out, dims] = await session.fetch(firstRows(3));
    expect(out!.shape).toEqual([3, 6]);
    expect(numbers(dims!)).toEqual([3, -1]);
    session.close();
  });
});

/** loss = sum(scale * x^2) / 2, whose gradient is scale * x. */
function quadratic(at: OptimizerCase) {
  const g = new GraphBuilder();
  const trainable = at.start.map((tensor, i) => variable(`x${i}`, tensor.shape));
  const losses = trainable.map((made, i) => {
    const half = numbers(fromJson(at.scales[i]!)).map((value) => value / 2);
    const scale = g.constant(array(half, made.shape));
    const product = g.addNode('Mul', [scale, g.addNode('Square', [made])]);
    return g.addNode('Sum', [product, g.constant(made.shape.map((_, axis) => axis))]);
  });
  const loss = g.addNode('AddV2', losses);
  const training = { loss, optimizer: at, trainable };
  const program = { graph: g.build(), feeds: [], fetches: [], totals: [], training };
  return { program, state: freshState(...at.start.map(fromJson)) };
}

async function valuesOf(session: Session): Promise<number[][]> {
  const { variables, slots } = await session.readState();
  return [...variables, ...slots].map(numbers);
}

function expectAll(actual: readonly NDArray[], expected: readonly JsonTensor[]): void {
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  actual.forEach((tensor, index) => {
    numbers(tensor).forEach((value, i) => {
      const wanted = Number(expected[index]!.data[i]);
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(wanted)));
    });
  });
}
