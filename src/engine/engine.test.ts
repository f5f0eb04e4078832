import { afterAll, describe, expect, test } from 'vitest';
import { GraphBuilder } from '#graph';
import { NDArray } from '#tensor';
import { createEngine, type OptimizerSpec } from './index';
import {
  array,
  firstRows,
  freshState,
  HandGraph,
  inference,
  numbers,
  sgd,
  variable,
} from './testing';

const engine = createEngine({ forced: 'cpu', onBackend: () => undefined });
afterAll(() => engine.dispose());

/** y = x w with a mean squared error, for x of two features. */
function regression(optimizer: OptimizerSpec = sgd(0.1)) {
  const g = new GraphBuilder();
  const weight = variable('w', [2, 1]);
  const x = g.placeholder('x', { dtype: 'float32', shape: [null, 2] });
  const y = g.placeholder('y', { dtype: 'float32', shape: [null, 1] });
  const predicted = g.addNode('MatMul', [x, g.readVariable(weight)]);
  const squares = g.addNode('SquaredDifference', [predicted, y]);
  const loss = g.addNode('Mean', [squares, g.constant([0, 1])]);
  return {
    graph: g.build(),
    feeds: [x, y],
    fetches: [predicted],
    totals: [loss],
    training: { loss, optimizer, trainable: [weight] },
  };
}

const ZEROS = freshState(array([0, 0], [2, 1]));
const X = array([1, 2, 3, 4], [2, 2]);
const Y = array([5, 11], [2, 1]);

test('a forced cpu backend trains in Node', async () => {
  const { session, backend } = await engine.open(regression(), ZEROS, 1);
  expect(backend).toEqual({
    id: 'cpu',
    device: 'Plain JavaScript, 1 thread',
    reason: 'Forced by ?backend=cpu.',
  });
  session.bind([X, Y]);
  await session.step(firstRows(2));
  expect(numbers((await session.readTotals())[0]!)).toEqual([73]);
  const { variables, iterations } = await session.readState();
  expect(iterations).toBe(1);
  expect(numbers(variables[0]!).map((value) => value.toFixed(4))).toEqual(['3.8000', '5.4000']);
  expect(numbers((await session.fetch(firstRows(1)))[0]!)[0]).toBeCloseTo(14.6, 4);
  session.close();
});

test('setLearningRate holds for the next step', async () => {
  const { session } = await engine.open(regression(), ZEROS, 1);
  session.bind([X, Y]);
  session.setLearningRate(0);
  await session.step(firstRows(2));
  expect(numbers((await session.readState()).variables[0]!)).toEqual([0, 0]);
  session.close();
});

test('arrays of other dtypes than the input are converted, and results have the dtype of the graph', async () => {
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'float32', shape: [null] });
  const asHalf = g.addNode('Cast', [x], { DstT: { type: 'float16' } });
  const asLong = g.addNode('Cast', [x], { DstT: { type: 'int64' } });
  const { session } = await engine.open(
    inference(g.build(), [x], [asHalf, asLong]),
    freshState(),
    1,
  );
  session.bind([array([1, 250], [2], 'uint8')]);
  const [half, long] = await session.fetch(firstRows(2));
  expect(half).toMatchObject({ dtype: 'float16', data: Uint16Array.of(0x3c00, 0x5bd0) });
  expect(long).toMatchObject({ dtype: 'int64', data: BigInt64Array.of(1n, 250n) });
  session.bind([new NDArray(Uint16Array.of(0x3800, 0xc000), [2], 'float16')]);
  expect(numbers((await session.fetch(firstRows(2)))[1]!)).toEqual([0, -2]);
  session.close();
});

describe('run', () => {
  test('takes scalars and arrays of differing lengths, and carries out assigns', async () => {
    const g = new GraphBuilder();
    const counter = variable('counter', []);
    const rows = g.placeholder('rows', { dtype: 'float32', shape: [null, 2] });
    const more = g.placeholder('more', { dtype: 'float32', shape: [null, 2] });
    const factor = g.placeholder('factor', { dtype: 'float32', shape: [] });
    const before = g.readVariable(counter);
    const both = g.addNode('ConcatV2', [rows, more, 0]);
    g.assignVariable(counter, before.add(1));
    const scaled = both.mul(factor);
    const program = inference(g.build(), [rows, more, factor], [scaled, before]);
    const { session } = await engine.open(program, freshState(array([0], [])), 1);
    const run = async () =>
      (
        await session.run([array([1, 2], [1, 2]), array([3, 4, 5, 6], [2, 2]), array([10], [])])
      ).map(numbers);
    expect(await run()).toEqual([[10, 20, 30, 40, 50, 60], [0]]);
    expect((await run())[1]).toEqual([1]);
    expect(numbers((await session.readState()).variables[0]!)).toEqual([2]);
    session.close();
  });

  test('refuses arrays that do not fit, and whole numbers that 32 bits do not hold', async () => {
    const g = new GraphBuilder();
    const x = g.placeholder('x', { dtype: 'int64', shape: [2] });
    const { session } = await engine.open(inference(g.build(), [x], [x]), freshState(), 1);
    const longs = (...values: bigint[]) =>
      new NDArray(BigInt64Array.from(values), [values.length], 'int64');
    await expect(session.run([])).rejects.toThrow(
      'The program has 1 inputs, but 0 arrays were given.',
    );
    await expect(session.run([longs(1n)])).rejects.toThrow(
      'Input x expects shape (2,), but the array has shape (1,).',
    );
    await expect(session.run([array([1, 2])])).rejects.toThrow(
      'Input x expects int64, but the array is float32.',
    );
    await expect(session.run([longs(1n, 2n ** 31n)])).rejects.toThrow(
      'The int64 value 2147483648 is beyond the 32 bits that this engine computes with.',
    );
    expect(await session.run([longs(-5n, 7n)])).toEqual([longs(-5n, 7n)]);
    session.close();
  });
});

describe('a clear error for', () => {
  test('an op that no backend has', async () => {
    const graph = new HandGraph();
    const output = graph.node('Fourier', [graph.constant(X)], 'float32');
    await expect(
      engine.open(inference(graph.build(), [], [output]), freshState(), 1),
    ).rejects.toMatchObject({
      name: 'NotImplementedError',
      message: 'No backend can run this program: plain JavaScript does not cover Fourier.',
    });
  });

  test('arrays that do not fit the inputs', async () => {
    const { session } = await engine.open(regression(), ZEROS, 1);
    await expect(session.step(firstRows(2))).rejects.toThrow('No arrays are bound to the session.');
    expect(() => session.bind([X])).toThrow('The program has 2 inputs, but 1 arrays were bound.');
    expect(() => session.bind([X, array([5], [1, 1])])).toThrow('Data cardinality is ambiguous.');
    expect(() => session.bind([array([1, 2, 3, 4, 5, 6], [2, 3]), Y])).toThrow(
      'Input x expects shape (None, 2), but the array has shape (2, 3).',
    );
    session.close();
  });

  test('a state that does not fit the variables', async () => {
    const open = (...args: readonly NDArray[]) =>
      engine.open(regression(sgd(1)), freshState(...args), 1);
    await expect(open()).rejects.toThrow('Expected 1 variables, but received 0.');
    await expect(open(array([1, 2, 3]))).rejects.toThrow(
      'The value for w (variables) has shape (3), but the variable has shape (2, 1).',
    );
  });

  test('a loss that no variable can lower', async () => {
    const program = regression();
    const other = variable('other', []);
    const training = { ...program.training, trainable: [other] };
    const graph = { ...program.graph, variables: [...program.graph.variables, other] };
    const state = freshState(array([0, 0], [2, 1]), array([1], []));
    const { session } = await engine.open({ ...program, graph, training }, state, 1);
    session.bind([X, Y]);
    await expect(session.step(firstRows(2))).rejects.toMatchObject({
      name: 'ValueError',
      message: 'No gradients provided for any variable.',
    });
    session.close();
  });

  test('an option of Keras that is not followed here', async () => {
    for (const [option, value] of [
      ['use_ema', true],
      ['gradient_accumulation_steps', 2],
    ] as const) {
      const optimizer = { className: 'SGD', config: { [option]: value } } as const;
      await expect(engine.open(regression(optimizer), ZEROS, 1)).rejects.toThrow(
        `The optimizer option ${option} is not supported.`,
      );
    }
    const amsgrad = { className: 'Adam', config: { amsgrad: true } } as const;
    await expect(engine.open(regression(amsgrad), ZEROS, 1)).rejects.toThrow('amsgrad=True');
  });

  test('a session that is closed', async () => {
    const { session } = await engine.open(regression(), ZEROS, 1);
    session.close();
    await expect(session.readState()).rejects.toThrow('The session is closed.');
  });

  test('an input that must be known before the run but is computed', async () => {
    const g = new GraphBuilder();
    const x = g.placeholder('x', { dtype: 'int32', shape: [null] });
    const filled = g.addNode('Fill', [x, g.constant(1, 'float32')]);
    const { session } = await engine.open(inference(g.build(), [x], [filled]), freshState(), 1);
    session.bind([array([2, 3], [2], 'int32')]);
    await expect(session.fetch(firstRows(2))).rejects.toThrow(
      'Input 0 of Fill must be known before the graph runs, but it is computed from data.',
    );
    session.close();
  });
});
