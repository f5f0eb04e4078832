/** One function per elementwise op, named after TensorFlow's op. Operands broadcast as in NumPy. */
import type { DType } from '#tensor';
import { apply } from './apply';
import type { Operand, SymbolicTensor } from './tensor';

type Unary = (x: Operand) => SymbolicTensor;
type Binary = (x: Operand, y: Operand) => SymbolicTensor;

const unary =
  (op: string): Unary =>
  (x) =>
    apply(op, [x]);
const binary =
  (op: string): Binary =>
  (x, y) =>
    apply(op, [x, y]);

export const identity = unary('Identity');
/** The value without a gradient. */
export const stopGradient = unary('StopGradient');
export const zerosLike = unary('ZerosLike');
export const onesLike = unary('OnesLike');
export const neg = unary('Neg');
export const abs = unary('Abs');
export const sign = unary('Sign');
export const exp = unary('Exp');
export const log = unary('Log');
/** `log(1 + x)` */
export const log1p = unary('Log1p');
export const sqrt = unary('Sqrt');
/** `1 / sqrt(x)` */
export const rsqrt = unary('Rsqrt');
export const square = unary('Square');
/** Halves go to the even neighbour. */
export const round = unary('Round');
export const floor = unary('Floor');
export const sin = unary('Sin');
export const cos = unary('Cos');
export const erf = unary('Erf');
export const relu = unary('Relu');
export const relu6 = unary('Relu6');
export const elu = unary('Elu');
export const selu = unary('Selu');
export const softplus = unary('Softplus');
export const softsign = unary('Softsign');
export const sigmoid = unary('Sigmoid');
export const tanh = unary('Tanh');
export const logicalNot = unary('LogicalNot');

export const addV2 = binary('AddV2');
export const sub = binary('Sub');
export const mul = binary('Mul');
export const realDiv = binary('RealDiv');
export const floorDiv = binary('FloorDiv');
export const floorMod = binary('FloorMod');
export const maximum = binary('Maximum');
export const minimum = binary('Minimum');
export const pow = binary('Pow');
export const squaredDifference = binary('SquaredDifference');
export const equal = binary('Equal');
export const notEqual = binary('NotEqual');
export const greater = binary('Greater');
export const greaterEqual = binary('GreaterEqual');
export const less = binary('Less');
export const lessEqual = binary('LessEqual');
export const logicalAnd = binary('LogicalAnd');
export const logicalOr = binary('LogicalOr');

export function leakyRelu(x: Operand, alpha = 0.2): SymbolicTensor {
  return apply('LeakyRelu', [x], { alpha });
}

export function cast(x: Operand, dtype: DType): SymbolicTensor {
  return apply('Cast', [x], { DstT: { type: dtype } });
}

/** `condition ? t : e`, element by element. */
export function selectV2(condition: Operand, t: Operand, e: Operand): SymbolicTensor {
  return apply('SelectV2', [condition, t, e]);
}
