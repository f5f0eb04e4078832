/** Cases of products, windows and whole layers. */
import type { SymbolicTensor } from '#graph';
import { array } from '../testing';
import { type CaseBuilder, type PlanCase, planCase } from './testing-case';

const ACTIVATIONS = 'Relu Relu6 LeakyRelu Elu Selu Sigmoid Tanh'.split(' ');
const SAME = { padding: 'SAME', strides: [1, 1, 1, 1] };

const CONVOLUTIONS: readonly (readonly [string, object])[] = [
  ['SAME', SAME],
  ['VALID', { padding: 'VALID', strides: [1, 1, 1, 1] }],
  ['SAME with steps', { padding: 'SAME', strides: [1, 2, 2, 1] }],
  ['VALID with steps', { padding: 'VALID', strides: [1, 2, 2, 1] }],
  ['dilated', { ...SAME, dilations: [1, 2, 2, 1] }],
];

const POOLS: readonly (readonly [string, object])[] = [
  ['VALID', { padding: 'VALID', strides: [1, 2, 2, 1], ksize: [1, 2, 2, 1] }],
  ['SAME', { padding: 'SAME', strides: [1, 2, 2, 1], ksize: [1, 3, 2, 1] }],
  ['overlapping', { padding: 'VALID', strides: [1, 1, 1, 1], ksize: [1, 3, 3, 1] }],
];

export const LINEAR_CASES: readonly PlanCase[] = [
  planCase('MatMul', (b) => b.op('MatMul', [b.input(6), b.weight(6, 4)])),
  planCase('MatMul to one unit', (b) => dense(b, b.input(6), 6, 1)),
  planCase('MatMul of many units', (b) => dense(b, b.input(37), 37, 70)),
  planCase('MatMul of two variables', (b) => b.op('MatMul', [b.weight(3, 4), b.weight(4, 5)])),
  planCase('MatMul of turned operands', (b) =>
    b.op('MatMul', [b.weight(4, 3), b.weight(5, 4)], { transpose_a: true, transpose_b: true }),
  ),
  planCase('BatchMatMulV2 of rows', (b) =>
    b.op('BiasAdd', [b.op('BatchMatMulV2', [b.input(3, 6), b.weight(6, 4)]), b.weight(4)]),
  ),
  ...ACTIVATIONS.map((op) => planCase(`two layers with ${op}`, (b) => layers(b, op, 0))),
  planCase('two layers with Relu and dropout', (b) => layers(b, 'Relu', 0.4), { isSmooth: false }),
  planCase('two layers with Elu and dropout', (b) => layers(b, 'Elu', 0.4), { isSmooth: false }),
  planCase('dropout alone', (b) => dropout(b, b.input(40).mul(b.weight(40)), 0.3), {
    isSmooth: false,
  }),
  planCase('a layer of which two others read', (b) => {
    const hidden = b.op('Relu', [dense(b, b.input(5), 5, 4)]);
    return dense(b, hidden, 4, 3).add(dense(b, hidden, 4, 3));
  }),
  planCase('weights that two layers share', (b) => {
    const weights = b.weight(4, 4);
    const hidden = b.op('Tanh', [b.op('MatMul', [b.input(4), weights])]);
    return b.op('MatMul', [hidden, weights]);
  }),
  planCase('weights that the loss looks at', (b) => {
    const weights = b.weight(4, 3);
    const penalty = weights.square().sum().mul(0.1);
    return b.op('MatMul', [b.input(4), weights]).add(penalty);
  }),
  ...CONVOLUTIONS.flatMap(([what, attrs]) => [
    planCase(`Conv2D ${what}`, (b) => {
      const x = b.input(6, 5, 2).mul(b.weight(2));
      return b.op('Conv2D', [x, b.weight(3, 2, 2, 4)], { ...attrs });
    }),
    planCase(`DepthwiseConv2dNative ${what}`, (b) => {
      const x = b.input(6, 5, 3).mul(b.weight(3));
      return b.op('DepthwiseConv2dNative', [x, b.weight(3, 2, 3, 2)], { ...attrs });
    }),
  ]),
  planCase('Conv2D of one pixel', (b) =>
    b.op('Conv2D', [b.input(3, 3, 5), b.weight(1, 1, 5, 8)], SAME),
  ),
  planCase('Conv2D with explicit padding', (b) =>
    b.op('Conv2D', [b.input(4, 4, 2), b.weight(3, 3, 2, 3)], {
      padding: 'EXPLICIT',
      strides: [1, 1, 1, 1],
      explicit_paddings: [0, 0, 2, 1, 0, 1, 0, 0],
    }),
  ),
  planCase('Conv2DBackpropInput', (b) =>
    b.op('Conv2DBackpropInput', [[3, 6, 6, 2], b.weight(3, 3, 2, 4), b.weight(3, 3, 3, 4)], {
      padding: 'SAME',
      strides: [1, 2, 2, 1],
    }),
  ),
  ...['MaxPool', 'AvgPool'].flatMap((op) =>
    POOLS.map(([what, attrs]) =>
      planCase(`${op} ${what}`, (b) =>
        b.op(op, [b.input(5, 6, 3).mul(b.positive(3))], { ...attrs }),
      ),
    ),
  ),
  planCase(
    'MaxPool of equals',
    (b) => {
      const x = b.variable(array([2, 1, 2, 2, 1, 2, 2, 2, 1], [1, 3, 3, 1]));
      return b.op('MaxPool', [x], { padding: 'VALID', strides: [1, 1, 1, 1], ksize: [1, 2, 2, 1] });
    },
    { isSmooth: false },
  ),
  planCase('convolution, Relu, pooling, dropout, layer', (b) => convNet(b, 0.25), {
    isSmooth: false,
  }),
  planCase('convolution, Relu, pooling, layer', (b) => convNet(b, 0)),
  planCase('separable convolution with Relu6', (b) => {
    const spread = b.op('DepthwiseConv2dNative', [b.input(5, 5, 2), b.weight(3, 3, 2, 1)], SAME);
    const first = b.op('Relu6', [b.op('BiasAdd', [spread, b.positive(2)])]);
    const mixed = b.op('Conv2D', [first, b.weight(1, 1, 2, 3)], SAME);
    return b.op('Relu6', [b.op('BiasAdd', [mixed, b.weight(3)])]);
  }),
  planCase('normalisation by the batch', (b) => {
    const x = b.input(4, 4, 3).mul(b.positive(3));
    const mean = x.mean({ axis: [0, 1, 2], keepdims: true });
    const spread = b.op('SquaredDifference', [x, mean]).mean({ axis: [0, 1, 2], keepdims: true });
    const normal = x.sub(mean).mul(b.op('Rsqrt', [spread.add(0.001)]));
    return normal.mul(b.weight(3)).add(b.weight(3));
  }),
  planCase('FusedBatchNormV3', (b) => {
    const moments = [array([0.1, -0.2]), array([0.5, 2])];
    const x = b.input(3, 3, 2).mul(b.weight(2));
    return b.op('FusedBatchNormV3', [x, b.weight(2), b.weight(2), ...moments], {
      is_training: false,
    });
  }),
];

function dense(b: CaseBuilder, x: SymbolicTensor, inputs: number, units: number): SymbolicTensor {
  return b.op('BiasAdd', [b.op('MatMul', [x, b.weight(inputs, units)]), b.weight(units)]);
}

function layers(b: CaseBuilder, activation: string, rate: number): SymbolicTensor {
  const hidden = b.op(activation, [dense(b, b.input(6).mul(4), 6, 9)]);
  return dense(b, rate > 0 ? dropout(b, hidden, rate) : hidden, 9, 4);
}

/** Keras's inverted dropout. */
export function dropout(b: CaseBuilder, x: SymbolicTensor, rate: number): SymbolicTensor {
  const random = b.op('RandomUniform', [b.op('Shape', [x])], { dtype: { type: 'float32' } });
  return b.op('SelectV2', [random.greater_equal(rate), x.mul(1 / (1 - rate)), 0]);
}

function convNet(b: CaseBuilder, rate: number): SymbolicTensor {
  const conv = b.op('Conv2D', [b.input(6, 6, 2), b.weight(3, 3, 2, 4)], SAME);
  const relu = b.op('Relu', [b.op('BiasAdd', [conv, b.weight(4)])]);
  const pool = { padding: 'VALID', strides: [1, 2, 2, 1], ksize: [1, 2, 2, 1] };
  const pooled = b.op('MaxPool', [relu], pool);
  const second = b.op('Conv2D', [pooled, b.weight(2, 2, 4, 3)], SAME);
  const flat = b.op('Tanh', [second]).reshape([-1, 27]);
  return dense(b, rate > 0 ? dropout(b, flat, rate) : flat, 27, 3);
}
