/** Cases of elementwise functions. */
import type { SymbolicTensor } from '#graph';
import { array } from '../testing';
import { type CaseBuilder, type PlanCase, planCase } from './testing-case';

const ANYWHERE =
  'Abs Cos Elu Erf Neg Relu Relu6 Selu Sigmoid Sin Softplus Softsign Square Tanh'.split(' ');
const POSITIVE = 'Exp Expm1 Log Log1p Reciprocal Rsqrt Sqrt'.split(' ');
const STEPS = 'Ceil Floor Round Sign'.split(' ');
const ARITHMETIC = 'AddV2 Sub Mul RealDiv DivNoNan Maximum Minimum Pow SquaredDifference'.split(
  ' ',
);
const COMPARISONS = 'Equal NotEqual Greater GreaterEqual Less LessEqual'.split(' ');

/** Far from the corners of all functions, and around them on both sides. */
const POINTS = [-7, -2.2, -0.6, -0.1, 0.1, 0.45, 1.3, 3.2, 5.9, 7];

export const ELEMENTWISE_CASES: readonly PlanCase[] = [
  ...ANYWHERE.map((op) => planCase(op, (b) => b.op(op, [b.variable(array(POINTS))]))),
  ...POSITIVE.map((op) => planCase(op, (b) => b.op(op, [b.positive(2, 7)]))),
  ...STEPS.map((op) => planCase(op, (b) => b.op(op, [b.input(7)]), { isConstant: true })),
  planCase('LeakyRelu', (b) => b.op('LeakyRelu', [b.variable(array(POINTS))], { alpha: 0.3 })),
  planCase('Relu at 0', (b) => b.op('Relu', [b.variable(array([0, -0, 1]))]), { isSmooth: false }),
  planCase('Abs at 0', (b) => b.op('Abs', [b.variable(array([0, -1, 1]))]), { isSmooth: false }),
  ...ARITHMETIC.flatMap((op) => [
    planCase(op, (b) => b.op(op, [b.positive(3, 5), b.positive(3, 5)])),
    planCase(`${op} of a row`, (b) => b.op(op, [rowsOf(b), b.positive(5)])),
    planCase(`${op} of a column`, (b) => b.op(op, [b.positive(4, 1), b.positive(4, 5)])),
    planCase(`${op} of both spread`, (b) => b.op(op, [b.positive(2, 1, 3), b.positive(4, 1)])),
    planCase(`${op} of a number and a batch`, (b) => b.op(op, [b.positive(), rowsOf(b)])),
  ]),
  planCase('Maximum of equals', (b) => b.op('Maximum', [b.variable(array([1, 2])), same(b)]), {
    isSmooth: false,
  }),
  planCase('Minimum of equals', (b) => b.op('Minimum', [b.variable(array([1, 2])), same(b)]), {
    isSmooth: false,
  }),
  planCase('DivNoNan by 0', (b) => {
    const divisor = b.graph.constant(array([0, 2]));
    return b.op('DivNoNan', [b.variable(array([3, 3])), divisor]);
  }),
  ...COMPARISONS.map((op) =>
    planCase(op, (b) => b.op(op, [b.op('Round', [b.input(9)]), b.constant(9)]), {
      isConstant: true,
    }),
  ),
  planCase('LogicalAnd, LogicalOr, LogicalNot', logic, { isConstant: true }),
  planCase('SelectV2', (b) => b.op('SelectV2', [isPositive(b, 5), rowsOf(b), b.weight(5)])),
  planCase('SelectV2 of a column and a number', (b) =>
    b.op('SelectV2', [isPositive(b, 1), b.weight(4), b.weight()]),
  ),
  planCase('AddN', (b) => b.op('AddN', [b.weight(3), b.weight(3), b.weight(3)])),
  planCase('ClipByValue', (b) => b.op('ClipByValue', [b.weight(9), -0.21, 0.17])),
  planCase('Cast of a comparison', (b) => isPositive(b, 4).cast('float32').mul(b.weight(4))),
  planCase('Cast to whole numbers', (b) => b.input(5).mul(9).cast('int32'), { isConstant: true }),
  planCase('Cast to bool', (b) => b.op('Round', [b.input(5)]).cast('bool'), { isConstant: true }),
  planCase('BiasAdd in NCHW', (b) =>
    b.op('BiasAdd', [b.input(2, 3, 4), b.weight(2)], { data_format: 'NCHW' }),
  ),
  planCase('L2Loss', (b) => b.op('L2Loss', [b.weight(3, 2)])),
  planCase('a variable read twice', (b) => {
    const weight = b.weight(3);
    return weight.mul(weight).add(weight.exp());
  }),
  planCase(
    'StopGradient',
    (b) => {
      const weight = b.weight(3);
      return b.op('StopGradient', [weight.square()]).mul(weight);
    },
    { isSmooth: false },
  ),
];

/** A batch that moves with a variable. */
function rowsOf(b: CaseBuilder): SymbolicTensor {
  return b.input(5).add(b.positive(1));
}

function isPositive(b: CaseBuilder, size: number): SymbolicTensor {
  return b.input(size).greater(0);
}

function same(b: CaseBuilder): SymbolicTensor {
  return b.variable(array([1, 1]));
}

function logic(b: CaseBuilder): SymbolicTensor {
  const [first, second] = [isPositive(b, 8), isPositive(b, 8)];
  return first.logical_and(second).logical_or(second.logical_not());
}
