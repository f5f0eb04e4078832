/** Gradients of elementwise functions, by TensorFlow's conventions. */
import { sizeOf, type Walk } from '../dims';
import type { OpWriter } from '../op-writer';
import type { Activation, Binary, BinaryFunction, PlanTensor, Select, Unary } from '../plan';
import type { BackwardTable, GradientTape } from './tape';

/** Their derivative is told from their result. */
const FROM_RESULT: ReadonlySet<string> = new Set<Activation['fn']>([
  'relu',
  'relu6',
  'leakyRelu',
  'elu',
  'selu',
  'sigmoid',
  'tanh',
]);

/** Steps: constant wherever they have a derivative, and for TensorFlow without one. */
const FLAT: ReadonlySet<string> = new Set([
  'ceil',
  'floor',
  'logicalNot',
  'rint',
  'sign',
  'trunc',
  'truth',
]);

const COMPARISONS: ReadonlySet<BinaryFunction> = new Set<BinaryFunction>([
  'equal',
  'notEqual',
  'greater',
  'greaterEqual',
  'less',
  'lessEqual',
  'logicalAnd',
  'logicalOr',
]);

/** Whether the result of an elementwise function moves with its arguments. */
export function isSmooth(fn: string): boolean {
  return !FLAT.has(fn) && !COMPARISONS.has(fn as BinaryFunction);
}

export const ELEMENTWISE: BackwardTable = {
  unary: backUnary,
  binary: backBinary,
  select: backSelect,
  dropout: ({ x, rate, scale, stream }, gradient, { give, writer }) =>
    give(x, () => {
      const { count } = gradient;
      return writer.write({ kind: 'dropout', x: gradient, count, rate, scale, stream }, count);
    }),
};

export function isActivation(fn: string): fn is Activation['fn'] {
  return FROM_RESULT.has(fn);
}

function backUnary(op: Unary, gradient: PlanTensor, { give, writer }: GradientTape): void {
  const { fn, alpha, x, out } = op;
  if (fn === 'neg') return give(x, () => writer.unary('neg', gradient));
  const slope = alpha === undefined ? {} : { alpha };
  const source = isActivation(fn) ? out : x;
  give(x, () => writer.unaryGradient({ fn, ...slope, x: source, y: out, gradient }));
}

/** The operands and the gradient, all read along the loops of the operation. */
interface At {
  readonly op: Binary;
  readonly gradient: PlanTensor;
  readonly writer: OpWriter;
}

/** The gradient for one operand, of the result's size. */
type Partial = (at: At) => PlanTensor;

const PARTIALS: Partials = {
  add: [({ gradient }) => gradient, ({ gradient }) => gradient],
  sub: [({ gradient }) => gradient, ({ gradient, writer }) => writer.unary('neg', gradient)],
  mul: [(at) => timesB(at), (at) => timesA(at)],
  div: [(at) => overB(at, 'div', at.gradient), (at) => quotient(at, 'div')],
  divNoNan: [(at) => overB(at, 'divNoNan', at.gradient), (at) => quotient(at, 'divNoNan')],
  maximum: [(at) => winner(at, 'greaterEqual', true), (at) => winner(at, 'greaterEqual', false)],
  minimum: [(at) => winner(at, 'lessEqual', true), (at) => winner(at, 'lessEqual', false)],
  pow: [powerBase, powerExponent],
  squaredDifference: [difference, (at) => at.writer.unary('neg', difference(at))],
};

type Partials = Readonly<{ [Fn in BinaryFunction]?: readonly [Partial, Partial] }>;

function backBinary(op: Binary, gradient: PlanTensor, { give, writer }: GradientTape): void {
  const partials = PARTIALS[op.fn];
  if (!partials) return;
  const at = { op, gradient, writer };
  give(op.a, () => sumRepeated(writer, partials[0](at), op.dims, op.aStrides));
  give(op.b, () => sumRepeated(writer, partials[1](at), op.dims, op.bStrides));
}

function backSelect(op: Select, gradient: PlanTensor, { give, writer }: GradientTape): void {
  const zero = writer.table.scalar(0);
  const strides = rowMajor(op.dims);
  const none = op.dims.map(() => 0);
  const chosen = (a: PlanTensor, b: PlanTensor) => {
    const of = (tensor: PlanTensor) => (tensor === zero ? none : strides);
    const walk = { dims: op.dims, strides: [op.conditionStrides, of(a), of(b)] };
    return writer.select(walk, op.condition, a, b);
  };
  give(op.a, () => sumRepeated(writer, chosen(gradient, zero), op.dims, op.aStrides));
  give(op.b, () => sumRepeated(writer, chosen(zero, gradient), op.dims, op.bStrides));
}

/** Adds a gradient up along the loops in which the operand was repeated. */
function sumRepeated(
  writer: OpWriter,
  gradient: PlanTensor,
  dims: Binary['dims'],
  strides: readonly number[],
): PlanTensor {
  let left = [...dims];
  let sum = gradient;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    if (strides[axis] !== 0 || (dims[axis]!.each === 1 && !dims[axis]!.isBatched)) continue;
    sum = writer.reduce('sum', sum, left, axis, axis + 1);
    left = left.filter((_, at) => at !== axis);
  }
  return sum;
}

function rowMajor(dims: Binary['dims']): number[] {
  return dims.map((_, axis) => sizeOf(dims.slice(axis + 1)));
}

/** A function of something of the result's size and an operand. */
function withOperand(
  { op, writer }: At,
  fn: BinaryFunction,
  value: PlanTensor,
  operand: 'a' | 'b',
): PlanTensor {
  const strides = operand === 'a' ? op.aStrides : op.bStrides;
  const walk: Walk = { dims: op.dims, strides: [rowMajor(op.dims), strides] };
  return writer.binaryOver(fn, walk, value, op[operand]);
}

function ofOperands({ op, writer }: At, fn: BinaryFunction): PlanTensor {
  return writer.binaryOver(fn, { dims: op.dims, strides: [op.aStrides, op.bStrides] }, op.a, op.b);
}

function timesA(at: At): PlanTensor {
  return withOperand(at, 'mul', at.gradient, 'a');
}

function timesB(at: At): PlanTensor {
  return withOperand(at, 'mul', at.gradient, 'b');
}

function overB(at: At, fn: 'div' | 'divNoNan', value: PlanTensor): PlanTensor {
  return withOperand(at, fn, value, 'b');
}

function quotient(at: At, fn: 'div' | 'divNoNan'): PlanTensor {
  const { writer, gradient, op } = at;
  return writer.unary('neg', overB(at, fn, writer.both('mul', gradient, op.out)));
}

/** The first operand takes the gradient where both are equal. */
function winner(at: At, fn: BinaryFunction, isFirst: boolean): PlanTensor {
  const { writer, gradient } = at;
  const zero = writer.table.scalar(0);
  const [a, b] = isFirst ? [gradient, zero] : [zero, gradient];
  const walk = {
    dims: [gradient.count],
    strides: [[1], [isFirst ? 1 : 0], [isFirst ? 0 : 1]],
  };
  return writer.select(walk, ofOperands(at, fn), a, b);
}

function powerBase(at: At): PlanTensor {
  const { op, writer } = at;
  const less = writer.withNumber('sub', op.b, 1);
  const walk = { dims: op.dims, strides: [op.aStrides, op.bStrides] };
  const power = writer.binaryOver('pow', walk, op.a, less);
  return writer.both('mul', at.gradient, withOperand(at, 'mul', power, 'b'));
}

/** Zero where the base has no logarithm, as in TensorFlow. */
function powerExponent(at: At): PlanTensor {
  const { op, writer, gradient } = at;
  const isPositive = writer.withNumber('greater', op.a, 0);
  const { count } = op.a;
  const safe = writer.select(
    { dims: [count], strides: [[1], [1], [0]] },
    isPositive,
    op.a,
    writer.table.scalar(1),
  );
  const log = writer.unary('log', safe);
  const walk = { dims: op.dims, strides: [rowMajor(op.dims), op.aStrides] };
  return writer.binaryOver('mul', walk, writer.both('mul', gradient, op.out), log);
}

function difference(at: At): PlanTensor {
  const { writer, gradient } = at;
  const doubled = writer.withNumber('mul', ofOperands(at, 'sub'), 2);
  return writer.both('mul', gradient, doubled);
}
