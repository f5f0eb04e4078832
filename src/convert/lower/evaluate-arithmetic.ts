/** Elementwise ops on constants, and sums. */
import { DTYPES, NDArray } from '#tensor';
import { reciprocal, rsqrt } from './reciprocals';
import { binary, numbersOf, unary, type Evaluator } from './evaluator';

/** A function of one number, in double precision; the result is rounded to the tensor's dtype. */
const each =
  (compute: (x: number) => number): Evaluator =>
  ({ inputs: [x] }) => {
    if (!DTYPES[x!.dtype].isFloat) return undefined;
    const values = Float64Array.from(x!.data as ArrayLike<number>, compute);
    return x!.dtype === 'float32'
      ? new NDArray(values, x!.shape, 'float64').astype('float32')
      : undefined;
  };

const float32 =
  (compute: (x: NDArray) => NDArray): Evaluator =>
  ({ inputs: [x] }) =>
    x!.dtype === 'float32' ? compute(x!) : undefined;

const logical =
  (test: (x: boolean, y: boolean) => boolean): Evaluator =>
  ({ inputs: [x, y] }) =>
    x!.shape.join() === y!.shape.join()
      ? new NDArray(
          Uint8Array.from(x!.data as Uint8Array, (a, i) => Number(test(a !== 0, y!.data[i] !== 0))),
          x!.shape,
          'bool',
        )
      : undefined;

const reduction =
  (name: 'sum' | 'mean' | 'max' | 'min' | 'prod'): Evaluator =>
  ({ inputs: [x, axes], shape }) => {
    if (name === 'mean' && !DTYPES[x!.dtype].isFloat) return undefined;
    if (x!.size === 0 && (name === 'max' || name === 'min')) return undefined;
    const chosen = numbersOf(axes!);
    if (chosen.length === 0) return x!;
    const folded: unknown = x![name]({ axis: chosen, keepdims: true });
    return (folded as NDArray).astype(x!.dtype).reshape(shape);
  };

const matMul: Evaluator = ({ node, inputs: [a, b] }) =>
  a!.dtype === 'float32'
    ? (node.attrs['transpose_a'] ? a!.T : a!).matmul(node.attrs['transpose_b'] ? b!.T : b!)
    : undefined;

const add = binary('add');
/** TensorFlow turns divisions by constants into products before it folds. */
const divide: Evaluator = ({ node, inputs: [x, y], shape }) =>
  y!.dtype === 'float32'
    ? binary('multiply')({ node, inputs: [x!, reciprocal(y!)], shape })
    : undefined;

export const ARITHMETIC: Readonly<Record<string, Evaluator>> = {
  Add: add,
  AddV2: add,
  BiasAdd: (at) => (at.node.attrs['data_format'] === 'NCHW' ? undefined : add(at)),
  Sub: binary('subtract'),
  Mul: binary('multiply'),
  RealDiv: divide,
  Div: divide,
  Maximum: binary('maximum'),
  Minimum: binary('minimum'),
  Pow: binary('power'),
  SquaredDifference: (at) =>
    unary('square')({ ...at, inputs: [binary('subtract')(at) as NDArray] }),
  Equal: binary('equal'),
  NotEqual: binary('not_equal'),
  Greater: binary('greater'),
  GreaterEqual: binary('greater_equal'),
  Less: binary('less'),
  LessEqual: binary('less_equal'),
  LogicalAnd: logical((a, b) => a && b),
  LogicalOr: logical((a, b) => a || b),
  LogicalNot: unary('logical_not'),
  Neg: unary('negative'),
  Abs: unary('absolute'),
  Square: unary('square'),
  Sign: unary('sign'),
  Floor: unary('floor'),
  Ceil: unary('ceil'),
  Sqrt: unary('sqrt'),
  Rsqrt: float32(rsqrt),
  Exp: each(Math.exp),
  Log: each(Math.log),
  Log1p: each(Math.log1p),
  Expm1: each(Math.expm1),
  Tanh: each(Math.tanh),
  Sin: each(Math.sin),
  Cos: each(Math.cos),
  Sigmoid: each((x) => 1 / (1 + Math.exp(-x))),
  Softplus: each((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  Relu: each((x) => Math.max(x, 0)),
  Relu6: each((x) => Math.min(Math.max(x, 0), 6)),
  Reciprocal: float32(reciprocal),
  Inv: float32(reciprocal),
  MatMul: matMul,
  Sum: reduction('sum'),
  Mean: reduction('mean'),
  Max: reduction('max'),
  Min: reduction('min'),
  Prod: reduction('prod'),
};
