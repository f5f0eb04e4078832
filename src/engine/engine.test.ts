import { expect, test } from 'vitest';
import { GraphBuilder } from '#graph';
import { createEngine } from './index';
import { array, firstRows, variable } from './testing';

test('a forced cpu backend trains in Node', async () => {
  const builder = new GraphBuilder();
  const weight = variable('w', [2, 1]);
  const x = builder.placeholder('x', { dtype: 'float32', shape: [null, 2] });
  const y = builder.placeholder('y', { dtype: 'float32', shape: [null, 1] });
  const predicted = builder.addNode('MatMul', [x, builder.readVariable(weight)]);
  const squares = builder.addNode('SquaredDifference', [predicted, y]);
  const loss = builder.addNode('Mean', [squares, builder.constant([0, 1])]);
  const engine = createEngine({ forced: 'cpu', onBackend: () => undefined });
  const { session, backend } = await engine.open(
    {
      graph: builder.build(),
      feeds: [x, y],
      fetches: [predicted],
      totals: [loss],
      training: {
        loss,
        optimizer: { className: 'SGD', config: { learning_rate: 0.1 } },
        trainable: [weight],
      },
    },
    { variables: [array([0, 0], [2, 1])], iterations: 0, slots: [] },
    1,
  );
  expect(backend).toEqual({
    id: 'cpu',
    device: 'Plain JavaScript, 1 thread',
    reason: 'Forced by ?backend=cpu.',
  });
  session.bind([array([1, 2, 3, 4], [2, 2]), array([5, 11], [2, 1])]);
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
