/** The elementwise operations: their result types and their arithmetic, by NumPy's names. */
import { PyTypeError, ValueError } from '#errors';
import { floatFor, isInteger, type DType } from './dtype';
import { roundHalfEven } from './rounding';

export type BinaryFunction = (x: number, y: number) => number;

export interface BinaryOperator {
  /** The result's type, from the type that both operands were brought to. @throws PyTypeError where NumPy has none */
  readonly result: (common: DType) => DType;
  /** The arithmetic for operands of the common type; rounding to the result's type comes afterwards. */
  readonly compute: (common: DType) => BinaryFunction;
  /** Comparisons take any number on the other side, also one that the type cannot hold. */
  readonly isComparison?: boolean;
}

const same = (dtype: DType): DType => dtype;
const toBool = (): DType => 'bool';
const numeric = (dtype: DType): DType => (dtype === 'bool' ? 'int8' : dtype);

function arithmetic(compute: BinaryFunction): BinaryOperator {
  return { result: same, compute: () => compute };
}

function comparison(compute: (x: number, y: number) => boolean): BinaryOperator {
  return { result: toBool, compute: () => (x, y) => Number(compute(x, y)), isComparison: true };
}

export const BINARY = {
  add: arithmetic((x, y) => x + y),
  subtract: { result: noBool, compute: () => (x, y) => x - y },
  multiply: { result: same, compute: (dtype) => (isWord(dtype) ? Math.imul : (x, y) => x * y) },
  divide: { result: floatFor, compute: () => (x, y) => x / y },
  floor_divide: { result: numeric, compute: (dtype) => floorDivideFor(dtype) },
  remainder: { result: numeric, compute: (dtype) => remainderFor(dtype) },
  power: { result: numeric, compute: (dtype) => (isInteger(dtype) ? integerPower : Math.pow) },
  maximum: arithmetic(Math.max),
  minimum: arithmetic(Math.min),
  equal: comparison((x, y) => x === y),
  not_equal: comparison((x, y) => x !== y),
  less: comparison((x, y) => x < y),
  less_equal: comparison((x, y) => x <= y),
  greater: comparison((x, y) => x > y),
  greater_equal: comparison((x, y) => x >= y),
  logical_and: comparison((x, y) => x !== 0 && y !== 0),
  logical_or: comparison((x, y) => x !== 0 || y !== 0),
  logical_xor: comparison((x, y) => (x !== 0) !== (y !== 0)),
} as const satisfies Record<string, BinaryOperator>;

export type BinaryName = keyof typeof BINARY;

export interface UnaryOperator {
  readonly result: (dtype: DType) => DType;
  readonly compute: (x: number) => number;
}

function mathematical(compute: (x: number) => number): UnaryOperator {
  return { result: floatFor, compute };
}

function test(compute: (x: number) => boolean): UnaryOperator {
  return { result: toBool, compute: (x) => Number(compute(x)) };
}

export const UNARY = {
  negative: { result: noNegativeBool, compute: (x) => -x },
  absolute: { result: same, compute: Math.abs },
  sign: { result: same, compute: Math.sign },
  square: { result: same, compute: (x) => x * x },
  sqrt: mathematical(Math.sqrt),
  exp: mathematical(Math.exp),
  expm1: mathematical(Math.expm1),
  log: mathematical(Math.log),
  log2: mathematical(Math.log2),
  log10: mathematical(Math.log10),
  log1p: mathematical(Math.log1p),
  sin: mathematical(Math.sin),
  cos: mathematical(Math.cos),
  tan: mathematical(Math.tan),
  tanh: mathematical(Math.tanh),
  floor: { result: same, compute: Math.floor },
  ceil: { result: same, compute: Math.ceil },
  rint: { result: floatFor, compute: roundHalfEven },
  isnan: test(Number.isNaN),
  isinf: test((x) => x === Infinity || x === -Infinity),
  isfinite: test(Number.isFinite),
  logical_not: test((x) => x === 0),
} as const satisfies Record<string, UnaryOperator>;

export type UnaryName = keyof typeof UNARY;

/** 32-bit products need all 64 bits before they wrap, which a double does not have. */
function isWord(dtype: DType): boolean {
  return dtype === 'int32' || dtype === 'uint32';
}

function noBool(dtype: DType): DType {
  if (dtype !== 'bool') return dtype;
  throw new PyTypeError(
    'numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.',
  );
}

function noNegativeBool(dtype: DType): DType {
  if (dtype !== 'bool') return dtype;
  throw new PyTypeError(
    'The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.',
  );
}

/** Python's sign rule: the remainder has the divisor's sign. */
function floatRemainder(x: number, y: number): number {
  const rest = x % y;
  if (rest === 0) return y < 0 ? -0 : 0;
  return rest < 0 !== y < 0 ? rest + y : rest;
}

function remainderFor(dtype: DType): BinaryFunction {
  if (!isInteger(dtype)) return floatRemainder;
  return (x, y) => (y === 0 ? 0 : floatRemainder(x, y));
}

function floorDivideFor(dtype: DType): BinaryFunction {
  if (isInteger(dtype)) return (x, y) => (y === 0 ? 0 : Math.floor(x / y));
  return (x, y) => (y === 0 ? x / y : roundHalfEven((x - floatRemainder(x, y)) / y));
}

/** By squaring, so that it wraps around at 32 bits as the multiplications in C do. */
function integerPower(base: number, exponent: number): number {
  if (exponent < 0) throw new ValueError('Integers to negative integer powers are not allowed.');
  const exact = base ** exponent;
  if (Number.isSafeInteger(exact)) return exact;
  let result = 1;
  for (let rest = exponent, square = base; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}
