/** Small programs that the tests and benchmarks of this room train. */
import { GraphBuilder, type GraphVariable, type SymbolicTensor } from '#graph';
import { sizeOf, type NDArray } from '#tensor';
import type { OptimizerSpec, Program, SessionState } from './backend';
import { array, freshState, variable } from './testing';

export interface Model {
  readonly program: Program;
  readonly state: SessionState;
}

export interface MlpSizes {
  readonly inputs: number;
  readonly hidden: number;
  readonly classes: number;
  /** Dropout rate behind the hidden layer. */
  readonly rate: number;
}

const ADAM: OptimizerSpec = { className: 'Adam', config: { learning_rate: 0.001 } };

/** Dense, ReLU, dropout, Dense, softmax and Keras's sparse cross-entropy; totals: loss sum, hits, count. */
export function mlp(sizes: MlpSizes, optimizer: OptimizerSpec = ADAM): Model {
  const { inputs, hidden, classes, rate } = sizes;
  const variables = [
    variable('hidden/kernel', [inputs, hidden]),
    variable('hidden/bias', [hidden]),
    variable('output/kernel', [hidden, classes]),
    variable('output/bias', [classes]),
  ];
  const [kernel, bias, outKernel, outBias] = variables as [
    GraphVariable,
    GraphVariable,
    GraphVariable,
    GraphVariable,
  ];
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'float32', shape: [null, inputs] });
  const labels = g.placeholder('y', { dtype: 'int32', shape: [null] });
  const dense = (input: SymbolicTensor, weights: GraphVariable, offset: GraphVariable) =>
    g.addNode('BiasAdd', [g.addNode('MatMul', [input, weights]), offset]);
  const relu = g.addNode('Relu', [dense(x, kernel, bias)]);
  const probabilities = g.addNode('Softmax', [dense(dropout(g, relu, rate), outKernel, outBias)]);
  const perSample = crossEntropy(g, probabilities, labels, classes);
  const loss = g.addNode('Mean', [perSample, [0]]);
  const hits = g.addNode('Equal', [
    g.addNode('ArgMax', [probabilities, g.constant(1)], { output_type: { type: 'int32' } }),
    labels,
  ]);
  const right = g.addNode('Cast', [hits], { DstT: { type: 'float32' } });
  const totals = [g.addNode('Sum', [perSample, [0]]), g.addNode('Sum', [right, [0]])];
  return {
    program: {
      graph: g.build(),
      feeds: [x, labels],
      fetches: [probabilities],
      totals,
      training: { loss, optimizer, trainable: variables },
    },
    state: freshState(...variables.map((v, i) => wave(v.shape, 0.1 + i))),
  };
}

/** Two rounds of 3x3 convolution, ReLU and 2x2 max pooling on 28x28 images, then Dense, softmax and cross-entropy. */
export function cnn(filters: readonly [number, number], optimizer: OptimizerSpec = ADAM): Model {
  const shapes = [[3, 3, 1, filters[0]], [filters[0]], [3, 3, ...filters], [filters[1]]];
  const variables = [...shapes, [49 * filters[1], 10], [10]].map((shape, i) =>
    variable(`v${i}`, shape),
  );
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'float32', shape: [null, 28, 28, 1] });
  const labels = g.placeholder('y', { dtype: 'int32', shape: [null] });
  const window = { padding: 'SAME', strides: [1, 1, 1, 1] };
  const pool = { padding: 'VALID', strides: [1, 2, 2, 1], ksize: [1, 2, 2, 1] };
  const block = (input: SymbolicTensor, first: number) => {
    const conv = g.addNode('Conv2D', [input, variables[first]!], window);
    const relu = g.addNode('Relu', [g.addNode('BiasAdd', [conv, variables[first + 1]!])]);
    return g.addNode('MaxPool', [relu], pool);
  };
  const flat = g.addNode('Reshape', [block(block(x, 0), 2), [-1, 49 * filters[1]]]);
  const logits = g.addNode('BiasAdd', [g.addNode('MatMul', [flat, variables[4]!]), variables[5]!]);
  const probabilities = g.addNode('Softmax', [logits]);
  const perSample = crossEntropy(g, probabilities, labels, 10);
  const loss = g.addNode('Mean', [perSample, [0]]);
  const totals = [g.addNode('Sum', [perSample, [0]])];
  return {
    program: {
      graph: g.build(),
      feeds: [x, labels],
      fetches: [probabilities],
      totals,
      training: { loss, optimizer, trainable: variables },
    },
    state: freshState(...variables.map((v, i) => wave(v.shape, 0.1 + i))),
  };
}

/** Keras's inverted dropout. */
function dropout(g: GraphBuilder, x: SymbolicTensor, rate: number): SymbolicTensor {
  if (rate === 0) return x;
  const random = g.addNode('RandomUniform', [g.addNode('Shape', [x])], {
    dtype: { type: 'float32' },
  });
  const keep = g.addNode('GreaterEqual', [random, g.constant(rate, 'float32')]);
  const scaled = g.addNode('Mul', [x, g.constant(1 / (1 - rate), 'float32')]);
  return g.addNode('SelectV2', [keep, scaled, g.addNode('ZerosLike', [scaled])]);
}

/** Clips to [1e-7, 1 - 1e-7] and takes the logarithm, as Keras does for probabilities. */
function crossEntropy(
  g: GraphBuilder,
  probabilities: SymbolicTensor,
  labels: SymbolicTensor,
  classes: number,
): SymbolicTensor {
  const low = g.addNode('Maximum', [probabilities, g.constant(1e-7)]);
  const clipped = g.addNode('Minimum', [low, g.constant(1 - 1e-7)]);
  const logs = g.addNode('Log', [clipped]);
  const target = g.addNode('OneHot', [
    labels,
    g.constant(classes),
    g.constant(1, 'float32'),
    g.constant(0, 'float32'),
  ]);
  const picked = g.addNode('Sum', [g.addNode('Mul', [target, logs]), [1]]);
  return g.addNode('Neg', [picked]);
}

/** Deterministic values between -0.5 and 0.5 that look random. */
export function wave(shape: readonly number[], phase: number): NDArray {
  const size = sizeOf(shape);
  const values = Array.from({ length: size }, (_, i) => {
    const scattered = Math.sin(i * 12.9898 + phase * 78.233) * 43758.5453;
    return scattered - Math.floor(scattered) - 0.5;
  });
  return array(values, shape);
}
