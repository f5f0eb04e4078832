/**
 * A rehearsal: the lesson's classifier takes a step, so that the code which plans, writes and runs programs is loaded, and
 * what a GPU needs for that model is compiled, before a learner waits for it.
 */
import {
  cast,
  GraphBuilder,
  type GraphVariable,
  oneHot,
  selectV2,
  shape,
  type SymbolicTensor,
} from '#graph';
import { NDArray, sizeOf } from '#tensor';
import type { Backend, Program } from '../backend';

const SAMPLES = 8;
const [INPUTS, HIDDEN, CLASSES] = [784, 256, 10];
const DROPOUT = 0.2;

/** Trains one batch and predicts it. @throws whatever the backend throws */
export async function rehearse(backend: Backend): Promise<void> {
  const program = classifier();
  const variables = program.graph.variables.map((variable) => zeros(variable.shape));
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

/** As `fit` traces lesson 1's model: the same operations in the same order, so that the same shaders come of it. */
function classifier(): Program {
  const g = new GraphBuilder();
  const trainable = [[INPUTS, HIDDEN], [HIDDEN], [HIDDEN, CLASSES], [CLASSES]].map(
    (size, index): GraphVariable => ({
      path: `rehearsal/${index}`,
      shape: size,
      dtype: 'float32',
      trainable: true,
    }),
  );
  const dense = (input: SymbolicTensor, first: number) =>
    g.addNode('BiasAdd', [g.addNode('MatMul', [input, trainable[first]!]), trainable[first + 1]!]);
  const x = g.placeholder('x', { dtype: 'float32', shape: [null, INPUTS] });
  const logits = dense(dropout(g, g.addNode('Relu', [dense(x, 0)])), 2);
  const probabilities = g.addNode('Softmax', [logits]);
  const labels = g.placeholder('y', { dtype: 'float32', shape: [null] });
  const samples = cast(shape(probabilities).at(0), 'float32');
  const target = oneHot(cast(labels, 'int32'), CLASSES);
  const picked = g.addNode('Sum', [target.mul(g.addNode('LogSoftmax', [logits])), -1]);
  const loss = g.addNode('Mean', [g.addNode('Neg', [picked]), [0]]);
  const total = loss.mul(samples);
  const classes = cast(labels, 'int32');
  const chosen = g.addNode('ArgMax', [probabilities, -1], { output_type: { type: 'int32' } });
  const right = cast(g.addNode('Equal', [classes, chosen]), 'float32');
  const hits = g.addNode('Sum', [right, [0]]);
  const optimizer = { className: 'Adam', config: { learning_rate: 0.001 } } as const;
  return {
    graph: g.build(),
    feeds: [x, labels],
    fetches: [probabilities],
    totals: [total, hits],
    training: { loss, optimizer, trainable },
  };
}

function dropout(g: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const random = g.addNode('RandomUniform', [shape(x)], { dtype: { type: 'float32' } });
  const keep = g.addNode('GreaterEqual', [random, g.constant(DROPOUT, 'float32')]);
  return selectV2(keep, x.mul(1 / (1 - DROPOUT)), g.constant(0, 'float32'));
}

function zeros(size: readonly number[]): NDArray {
  return new NDArray(new Float32Array(sizeOf(size)), size, 'float32');
}
