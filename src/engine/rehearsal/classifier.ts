/** Lesson 1's model as a program. */
import {
  cast,
  GraphBuilder,
  type GraphVariable,
  oneHot,
  selectV2,
  shape,
  type SymbolicTensor,
} from '#graph';
import type { Program } from '../backend';

export const [INPUTS, HIDDEN, CLASSES] = [784, 256, 10] as const;
export const RATE = 0.001;
const DROPOUT = 0.2;

/** As `fit` traces lesson 1's model: the same operations in the same order, so that the same shaders come of it. */
export function classifier(): Program {
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
  const optimizer = { className: 'Adam', config: { learning_rate: RATE } } as const;
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
