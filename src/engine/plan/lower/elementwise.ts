/** Elementwise functions. */
import { DTYPES, type DType } from '#tensor';
import type { BinaryFunction, PlanTensor, UnaryFunction } from '../plan';
import type { Lower, LowerCall, LowerTable, Operand } from './call';

const UNARY: Readonly<Record<string, UnaryFunction>> = {
  Abs: 'abs',
  Ceil: 'ceil',
  Cos: 'cos',
  Elu: 'elu',
  Erf: 'erf',
  Exp: 'exp',
  Expm1: 'expm1',
  Floor: 'floor',
  Inv: 'reciprocal',
  Log: 'log',
  Log1p: 'log1p',
  LogicalNot: 'logicalNot',
  Neg: 'neg',
  Reciprocal: 'reciprocal',
  Relu: 'relu',
  Relu6: 'relu6',
  Rint: 'rint',
  Round: 'rint',
  Rsqrt: 'rsqrt',
  Selu: 'selu',
  Sigmoid: 'sigmoid',
  Sign: 'sign',
  Sin: 'sin',
  Softplus: 'softplus',
  Softsign: 'softsign',
  Sqrt: 'sqrt',
  Square: 'square',
  Tanh: 'tanh',
};

/** Of whole numbers these stay in the range of their arguments. */
const ANY_NUMBER: ReadonlySet<string> = new Set(['LogicalNot', 'Neg', 'Relu', 'Relu6', 'Sign']);

const BINARY: Readonly<Record<string, BinaryFunction>> = {
  Add: 'add',
  AddV2: 'add',
  Sub: 'sub',
  Mul: 'mul',
  RealDiv: 'div',
  Div: 'div',
  DivNoNan: 'divNoNan',
  Maximum: 'maximum',
  Minimum: 'minimum',
  Pow: 'pow',
  SquaredDifference: 'squaredDifference',
  Equal: 'equal',
  NotEqual: 'notEqual',
  Greater: 'greater',
  GreaterEqual: 'greaterEqual',
  Less: 'less',
  LessEqual: 'lessEqual',
  LogicalAnd: 'logicalAnd',
  LogicalOr: 'logicalOr',
};

const FLOATS_ONLY: ReadonlySet<string> = new Set([
  'Mul',
  'RealDiv',
  'Div',
  'DivNoNan',
  'Pow',
  'SquaredDifference',
]);

/** Whole numbers that are added or subtracted stay exact up to 2^24, narrow ones would have to wrap around. */
const SUMS: ReadonlySet<string> = new Set(['Add', 'AddV2', 'Sub', 'Neg']);
const WIDE: ReadonlySet<DType> = new Set(['int32', 'int64']);

export const ELEMENTWISE: LowerTable = {
  ...Object.fromEntries(Object.entries(UNARY).map(([op, fn]) => [op, unary(fn)])),
  ...Object.fromEntries(Object.entries(BINARY).map(([op, fn]) => [op, binary(fn)])),
  LeakyRelu: leakyRelu,
  FloorDiv: rounded('floor'),
  TruncateDiv: rounded('trunc'),
  AddN: addN,
  BiasAdd: biasAdd,
  ClipByValue: clip,
  Cast: cast,
  SelectV2: (call) => choose(call, call.operand(0)),
  Select: (call) => choose(call, alongRows(call)),
  L2Loss: l2Loss,
};

function unary(fn: UnaryFunction): Lower {
  return (call) => {
    if (!ANY_NUMBER.has(call.node.op)) call.requireFloat();
    checkSums(call);
    return call.writer.unary(fn, call.tensor(0));
  };
}

function binary(fn: BinaryFunction): Lower {
  return (call) => {
    if (FLOATS_ONLY.has(call.node.op)) call.requireFloat();
    checkSums(call);
    return call.writer.binary(fn, call.outDims(), call.operand(0), call.operand(1));
  };
}

function checkSums(call: LowerCall): void {
  const dtype = call.dtype(0);
  const wraps = SUMS.has(call.node.op) && !DTYPES[dtype].isFloat && !WIDE.has(dtype);
  if (wraps) call.refuse(`of ${dtype}`);
}

/** Below a slope of 0 the result no longer tells on which side the argument was. */
function leakyRelu(call: LowerCall): PlanTensor {
  const alpha = call.attr('alpha', 0.2);
  if (alpha < 0) call.refuse('with a negative slope');
  call.requireFloat();
  return call.writer.unary('leakyRelu', call.tensor(0), alpha);
}

function rounded(fn: 'floor' | 'trunc'): Lower {
  return (call) => {
    call.requireFloat();
    const { writer } = call;
    return writer.unary(fn, writer.binary('div', call.outDims(), call.operand(0), call.operand(1)));
  };
}

function addN(call: LowerCall): PlanTensor {
  call.requireFloat();
  const [first, ...rest] = call.node.inputs.map((_, i) => call.tensor(i));
  return rest.reduce((sum, term) => call.writer.both('add', sum, term), first!);
}

function biasAdd(call: LowerCall): PlanTensor {
  call.requireFloat();
  const { writer } = call;
  const [value, bias] = [call.operand(0), call.operand(1)];
  const isLast = call.text('data_format', 'NHWC') === 'NHWC';
  const behind = isLast ? 0 : value.dims.length - 2;
  const spread = new Array(behind).fill({ each: 1, isBatched: false });
  return writer.binary('add', call.outDims(), value, {
    tensor: bias.tensor,
    dims: [...bias.dims, ...spread],
  });
}

function clip(call: LowerCall): PlanTensor {
  const dims = call.outDims();
  const low = call.writer.binary('maximum', dims, call.operand(0), call.operand(1));
  return call.writer.binary('minimum', dims, { tensor: low, dims }, call.operand(2));
}

function l2Loss(call: LowerCall): PlanTensor {
  call.requireFloat();
  const { writer } = call;
  const squares = writer.unary('square', call.tensor(0));
  const sum = writer.reduce('sum', squares, [squares.count], 0, 1);
  return writer.withNumber('mul', sum, 0.5);
}

/** A vector condition of the older Select picks rows. */
function alongRows(call: LowerCall): Operand {
  const { tensor, dims } = call.operand(0);
  const rank = call.dims(1).length;
  if (dims.length !== 1 || rank <= 1) return { tensor, dims };
  const ones = new Array(rank - 1).fill({ each: 1, isBatched: false });
  return { tensor, dims: [...dims, ...ones] };
}

function choose(call: LowerCall, condition: Operand): PlanTensor {
  const [a, b] = [call.operand(1), call.operand(2)];
  const walk = call.writer.walk(call.outDims(), [condition.dims, a.dims, b.dims]);
  return call.writer.select(walk, condition.tensor, a.tensor, b.tensor);
}

function cast(call: LowerCall): PlanTensor {
  const [from, to] = [call.dtype(0), call.node.outputs[0]!.dtype as DType];
  const x = call.tensor(0);
  if (to === from || to === 'float32' || from === 'bool') return x;
  if (to === 'bool') return call.writer.unary('truth', x);
  if (!WIDE.has(to)) call.refuse(`to ${to}`);
  return DTYPES[from].isFloat ? call.writer.unary('trunc', x) : x;
}
