/** Python's operators on numbers and arrays. */
import { PyTypeError } from '#errors';
import { DTYPES, type NDArray } from '#tensor';
import { arrayValue, asArray, numberOf, typeName, type Value } from './value';

type ArrayMethod =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'floordiv'
  | 'mod'
  | 'pow'
  | 'matmul'
  | 'less'
  | 'greater'
  | 'less_equal'
  | 'greater_equal'
  | 'equal'
  | 'not_equal';

interface Operator {
  readonly onArrays: ArrayMethod;
  readonly onNumbers?: (a: number, b: number) => number;
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': { onArrays: 'add', onNumbers: (a, b) => a + b },
  '-': { onArrays: 'sub', onNumbers: (a, b) => a - b },
  '*': { onArrays: 'mul', onNumbers: (a, b) => a * b },
  '/': { onArrays: 'div', onNumbers: (a, b) => a / b },
  '//': { onArrays: 'floordiv', onNumbers: (a, b) => Math.floor(a / b) },
  '%': { onArrays: 'mod', onNumbers: (a, b) => a - Math.floor(a / b) * b },
  '**': { onArrays: 'pow', onNumbers: (a, b) => a ** b },
  '@': { onArrays: 'matmul' },
  '<': { onArrays: 'less' },
  '>': { onArrays: 'greater' },
  '<=': { onArrays: 'less_equal' },
  '>=': { onArrays: 'greater_equal' },
  '==': { onArrays: 'equal' },
  '!=': { onArrays: 'not_equal' },
};

/** @throws TypeError for values that the operator does not take */
export function applyOperator(op: string, left: Value, right: Value): Value {
  const { onArrays, onNumbers } = OPERATORS[op]!;
  if (onNumbers && isNumber(left) && isNumber(right)) {
    const value = onNumbers(numberOf(left), numberOf(right));
    const isFloat = left.kind === 'float' || right.kind === 'float' || op === '/';
    return { kind: isFloat || !Number.isInteger(value) ? 'float' : 'int', value };
  }
  if (left.kind !== 'array' && right.kind !== 'array') {
    throw new PyTypeError(
      `unsupported operand type(s) for ${op}: '${typeName(left)}' and '${typeName(right)}'`,
    );
  }
  const [a, b] = alike(left, right, op);
  return arrayValue(a[onArrays](b));
}

/** `-x`, `+x` */
export function applySign(op: string, value: Value): Value {
  if (value.kind === 'array') return arrayValue(op === '-' ? value.array.neg() : value.array);
  if (!isNumber(value)) {
    throw new PyTypeError(`bad operand type for unary ${op}: '${typeName(value)}'`);
  }
  const number = numberOf(value);
  return { kind: value.kind === 'float' ? 'float' : 'int', value: op === '-' ? -number : number };
}

function isNumber(value: Value): boolean {
  return value.kind === 'int' || value.kind === 'float' || value.kind === 'bool';
}

/**
 * Both sides as arrays of one kind, by NumPy's rules: a plain number takes the other side's type, unless it is a
 * fraction and the other side holds whole numbers; whole numbers are divided as float64.
 */
function alike(left: Value, right: Value, op: string): readonly [NDArray, NDArray] {
  const [a, b] = [asArray(left), asArray(right)];
  if (op === '/' && !isFloat(a) && !isFloat(b)) return [a.astype('float64'), b.astype('float64')];
  if (isNumber(left)) return [a.astype(isFloat(a) && !isFloat(b) ? 'float64' : b.dtype), b];
  if (isNumber(right)) return [a, b.astype(isFloat(b) && !isFloat(a) ? 'float64' : a.dtype)];
  if (isFloat(a) === isFloat(b)) return [a, b];
  return isFloat(a) ? [a, wide(b)] : [wide(a), b];
}

/** Whole numbers of 32 bits and more meet floats as float64. */
function wide(array: NDArray): NDArray {
  return DTYPES[array.dtype].bytes >= 4 ? array.astype('float64') : array;
}

function isFloat(array: NDArray): boolean {
  return DTYPES[array.dtype].isFloat;
}
