/** NumPy's elementwise operators and reductions as methods. What they do is in `operators` and `reduce`. */
import { PyTypeError } from '#errors';
import type { ArrayValue, ByteTable } from './array-value';
import type { Axis } from './axes';
import { castTo, roundElements } from './cast';
import type { DType, TypedArray } from './dtype';
import { applyBinary, applyUnary } from './elementwise';
import { checkKeywords } from './keywords';
import { parseNested, type NestedList } from './nested';
import type { NDArray } from './ndarray';
import type { BinaryName, UnaryName } from './operators';
import { REDUCERS, reduce, spread, type Reducer } from './reduce';
import { isScalar } from './scalar';

/** What may stand on the other side of an operator. */
export type Operand = ArrayValue | NestedList;

/**
 * An array, or a plain number where no axis is left (`y.at(0)`, `p.argmax()` of one row). Which of the two it is
 * depends on the shape, which TypeScript does not know; the type lets both be used without a cast.
 */
export type ArrayOrNumber = NDArray & number;

export interface ReduceOptions {
  /** The axis or axes to reduce; all of them by default. */
  readonly axis?: Axis;
  /** Leaves the reduced axes in place with length 1. */
  readonly keepdims?: boolean;
}

export interface SpreadOptions extends ReduceOptions {
  /** Taken off the number of elements in the divisor; 0 by default. */
  readonly ddof?: number;
}

type Axes = number | readonly number[];
/** The axis by itself, as Python takes it by position, or all options. */
export type ReduceArgument = ReduceOptions | Axes;

export abstract class ArithmeticMethods implements ArrayValue {
  abstract readonly shape: readonly number[];
  abstract readonly dtype: DType;
  abstract get storage(): TypedArray | ByteTable;
  abstract readonly provenance: string | undefined;
  protected abstract wrap(value: ArrayValue): NDArray;

  /** `x + y` */
  add(other: Operand): NDArray {
    return this.#binary('add', other);
  }
  /** `x - y` */
  sub(other: Operand): NDArray {
    return this.#binary('subtract', other);
  }
  /** `x * y` */
  mul(other: Operand): NDArray {
    return this.#binary('multiply', other);
  }
  /** `x / y`; whole numbers give float32. */
  div(other: Operand): NDArray {
    return this.#binary('divide', other);
  }
  /** `x // y` */
  floordiv(other: Operand): NDArray {
    return this.#binary('floor_divide', other);
  }
  /** `x % y`, with the sign of `y`. */
  mod(other: Operand): NDArray {
    return this.#binary('remainder', other);
  }
  /** `x ** y` */
  pow(other: Operand): NDArray {
    return this.#binary('power', other);
  }
  /** The larger of the two, element by element. */
  maximum(other: Operand): NDArray {
    return this.#binary('maximum', other);
  }
  /** The smaller of the two, element by element. */
  minimum(other: Operand): NDArray {
    return this.#binary('minimum', other);
  }
  /** `x == y` */
  equal(other: Operand): NDArray {
    return this.#binary('equal', other);
  }
  /** `x != y` */
  not_equal(other: Operand): NDArray {
    return this.#binary('not_equal', other);
  }
  /** `x < y` */
  less(other: Operand): NDArray {
    return this.#binary('less', other);
  }
  /** `x <= y` */
  less_equal(other: Operand): NDArray {
    return this.#binary('less_equal', other);
  }
  /** `x > y` */
  greater(other: Operand): NDArray {
    return this.#binary('greater', other);
  }
  /** `x >= y` */
  greater_equal(other: Operand): NDArray {
    return this.#binary('greater_equal', other);
  }
  logical_and(other: Operand): NDArray {
    return this.#binary('logical_and', other);
  }
  logical_or(other: Operand): NDArray {
    return this.#binary('logical_or', other);
  }
  logical_not(): NDArray {
    return this.#unary('logical_not');
  }
  /** `-x` */
  neg(): NDArray {
    return this.#unary('negative');
  }
  abs(): NDArray {
    return this.#unary('absolute');
  }
  sqrt(): NDArray {
    return this.#unary('sqrt');
  }
  exp(): NDArray {
    return this.#unary('exp');
  }
  /** Natural logarithm. */
  log(): NDArray {
    return this.#unary('log');
  }

  /** Rounds half to even at this many digits after the point. */
  round(decimals = 0): NDArray {
    return this.wrap(roundElements(this, decimals));
  }

  /** Limits every element to min … max; null leaves that side open. */
  clip(min: Operand | null, max: Operand | null = null): NDArray {
    const above = min === null ? this.wrap(this) : this.maximum(min);
    return max === null ? above : above.minimum(max);
  }

  /** The elements converted to another type; of uint8 data the result is a view. */
  protected cast(dtype: DType): NDArray {
    return this.wrap(castTo(this, dtype));
  }

  /** The sum; whole numbers are summed up as int64. */
  sum(): number;
  sum(axis: ReduceArgument): ArrayOrNumber;
  sum(options?: ReduceArgument): NDArray | number {
    return this.#reduce('sum', REDUCERS.sum, options);
  }
  /** The product; of whole numbers as int64. */
  prod(): number;
  prod(axis: ReduceArgument): ArrayOrNumber;
  prod(options?: ReduceArgument): NDArray | number {
    return this.#reduce('prod', REDUCERS.prod, options);
  }
  /** The mean; of whole numbers it is float32. */
  mean(): number;
  mean(axis: ReduceArgument): ArrayOrNumber;
  mean(options?: ReduceArgument): NDArray | number {
    return this.#reduce('mean', REDUCERS.mean, options);
  }
  /** The standard deviation. */
  std(): number;
  std(axis: SpreadOptions | Axes): ArrayOrNumber;
  std(options?: SpreadOptions | Axes): NDArray | number {
    return this.#reduce('std', spread(ddofOf(options), true), options);
  }
  /** The variance. */
  var(): number;
  var(axis: SpreadOptions | Axes): ArrayOrNumber;
  var(options?: SpreadOptions | Axes): NDArray | number {
    return this.#reduce('var', spread(ddofOf(options), false), options);
  }
  min(): number;
  min(axis: ReduceArgument): ArrayOrNumber;
  min(options?: ReduceArgument): NDArray | number {
    return this.#reduce('min', REDUCERS.min, options);
  }
  max(): number;
  max(axis: ReduceArgument): ArrayOrNumber;
  max(options?: ReduceArgument): NDArray | number {
    return this.#reduce('max', REDUCERS.max, options);
  }
  /** The place of the largest element, the first of several; int32. */
  argmax(): number;
  argmax(axis: ReduceArgument): ArrayOrNumber;
  argmax(options?: ReduceArgument): NDArray | number {
    return this.#reduce('argmax', REDUCERS.argmax, options);
  }
  /** The place of the smallest element, the first of several; int32. */
  argmin(): number;
  argmin(axis: ReduceArgument): ArrayOrNumber;
  argmin(options?: ReduceArgument): NDArray | number {
    return this.#reduce('argmin', REDUCERS.argmin, options);
  }
  /** Whether all elements are other than 0. */
  all(): boolean;
  all(axis: ReduceArgument): NDArray & boolean;
  all(options?: ReduceArgument): NDArray | boolean {
    return truth(this.#reduce('all', REDUCERS.all, options));
  }
  /** Whether any element is other than 0. */
  any(): boolean;
  any(axis: ReduceArgument): NDArray & boolean;
  any(options?: ReduceArgument): NDArray | boolean {
    return truth(this.#reduce('any', REDUCERS.any, options));
  }

  #unary(name: UnaryName): NDArray {
    return this.wrap(applyUnary(name, this));
  }

  #binary(name: BinaryName, other: Operand): NDArray {
    return this.wrap(applyBinary(name, this, operandValue(other)));
  }

  #reduce(name: string, reducer: Reducer, given: ReduceArgument | undefined): NDArray | number {
    const { axis, keepdims = false } = reduceOptions(name, given);
    const result = reduce(reducer, this, axis, keepdims);
    return typeof result === 'number' ? result : this.wrap(result);
  }
}

/** Lists become arrays; numbers stay as they are, since they adapt to the other side's type. */
export function operandValue(operand: Operand): ArrayValue | number | boolean | bigint {
  if (isScalar(operand)) return operand;
  if (Array.isArray(operand) || ArrayBuffer.isView(operand))
    return parseNested(operand as NestedList);
  if (typeof operand === 'object' && operand !== null && 'storage' in operand) return operand;
  throw new PyTypeError(
    `unsupported operand: an array and ${operand === null ? 'null' : typeof operand}`,
  );
}

function reduceOptions(name: string, given: ReduceArgument | undefined): ReduceOptions {
  if (given === undefined) return {};
  if (isAxes(given)) return { axis: given };
  const known = ['axis', 'keepdims', ...(name === 'std' || name === 'var' ? ['ddof'] : [])];
  checkKeywords(name, given, known);
  return given;
}

function isAxes(given: object | Axes): given is Axes {
  return typeof given === 'number' || Array.isArray(given);
}

function ddofOf(options: SpreadOptions | Axes | undefined): number {
  return options === undefined || isAxes(options) ? 0 : (options.ddof ?? 0);
}

function truth<T>(result: T | number): T | boolean {
  return typeof result === 'number' ? result !== 0 : result;
}
