import { expect, test } from 'vitest';
import { createEngine } from './index';
import { firstRows, floats, TestGraph, TestVariable } from './testing';

test('a forced cpu backend trains in Node', async () => {
  const graph = new TestGraph();
  const weight = new TestVariable('w', [2, 1]);
  const x = graph.input([null, 2]);
  const y = graph.input([null, 1]);
  const predicted = graph.node('MatMul', [x, graph.read(weight)]);
  const squares = graph.node('SquaredDifference', [predicted, y]);
  const axes = graph.constant(floats([0, 1]));
  const loss = graph.node('Mean', [squares, axes]);
  const engine = createEngine({ forced: 'cpu', onBackend: () => undefined });
  const { session, backend } = await engine.open(
    {
      graph: graph.graph,
      feeds: [x, y],
      fetches: [predicted],
      totals: [loss],
      training: {
        loss,
        optimizer: { className: 'SGD', config: { learning_rate: 0.1 } },
        trainable: [weight],
      },
    },
    { variables: [floats([0, 0], [2, 1])], iterations: 0, slots: [] },
    1,
  );
  expect(backend).toEqual({
    id: 'cpu',
    device: 'Plain JavaScript, 1 thread',
    reason: 'Forced by ?backend=cpu.',
  });
  session.bind([floats([1, 2, 3, 4], [2, 2]), floats([5, 11], [2, 1])]);
  await session.step(firstRows(2));
  expect((await session.readTotals())[0]!.data[0]).toBeCloseTo(73, 4);
  const { variables, iterations } = await session.readState();
  expect(iterations).toBe(1);
  expect([...(variables[0]!.data as Float32Array)].map((v) => v.toFixed(4))).toEqual([
    '3.8000',
    '5.4000',
  ]);
  expect((await session.fetch(firstRows(1)))[0]!.data[0]).toBeCloseTo(14.6, 4);
  session.close();
  engine.dispose();
});
