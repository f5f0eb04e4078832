/**
 * A rehearsal: a tiny classifier that takes a step, so that the code which plans, writes and runs programs is loaded and
 * compiled by the browser before a learner waits for it.
 */
import { GraphBuilder, type GraphVariable, type SymbolicTensor } from '#graph';
import { NDArray, sizeOf } from '#tensor';
import type { Backend, Program } from './backend';

const [SAMPLES, INPUTS, HIDDEN, CLASSES] = [8, 16, 16, 4];

/** Trains one batch and predicts it. @throws whatever the backend throws */
export async function rehearse(backend: Backend): Promise<void> {
  const program = classifier();
  const variables = program.graph.variables.map(({ shape }) => zeros(shape));
  const session = await backend.open(program, { variables, iterations: 0, slots: [] }, 0);
  try {
    const pixels = new NDArray(new Uint8Array(SAMPLES * INPUTS), [SAMPLES, INPUTS], 'uint8');
    session.bind([pixels.astype('float32').div(255), zeros([SAMPLES])]);
    const rows = Uint32Array.from({ length: SAMPLES }, (_, row) => row);
    await session.step(rows);
    await session.readTotals();
    await session.fetch(rows);
    await session.readState();
  } finally {
    session.close();
  }
}

/** Two dense layers, softmax and sparse cross-entropy under Adam, as Keras traces them. */
function classifier(): Program {
  const g = new GraphBuilder();
  const trainable = [[INPUTS, HIDDEN], [HIDDEN], [HIDDEN, CLASSES], [CLASSES]].map(
    (shape, index): GraphVariable => ({
      path: `rehearsal/${index}`,
      shape,
      dtype: 'float32',
      trainable: true,
    }),
  );
  const dense = (x: SymbolicTensor, first: number) =>
    g.addNode('BiasAdd', [g.addNode('MatMul', [x, trainable[first]!]), trainable[first + 1]!]);
  const x = g.placeholder('x', { dtype: 'float32', shape: [null, INPUTS] });
  const labels = g.placeholder('y', { dtype: 'float32', shape: [null] });
  const logits = dense(g.addNode('Relu', [dense(x, 0)]), 2);
  const classes = g.addNode('Cast', [labels], { DstT: { type: 'int32' } });
  const target = g.addNode('OneHot', [
    classes,
    g.constant(CLASSES),
    g.constant(1, 'float32'),
    g.constant(0, 'float32'),
  ]);
  const picked = g.addNode('Sum', [
    g.addNode('Mul', [target, g.addNode('LogSoftmax', [logits])]),
    [1],
  ]);
  const loss = g.addNode('Mean', [g.addNode('Neg', [picked]), [0]]);
  const probabilities = g.addNode('Softmax', [logits]);
  const optimizer = { className: 'Adam', config: { learning_rate: 0.001 } } as const;
  return {
    graph: g.build(),
    feeds: [x, labels],
    fetches: [probabilities],
    totals: [loss],
    training: { loss, optimizer, trainable },
  };
}

function zeros(shape: readonly number[]): NDArray {
  return new NDArray(new Float32Array(sizeOf(shape)), shape, 'float32');
}
