/** NumPy's elementwise operators and reductions as methods. What they do is in `operators` and `reduce`. */
import { PyTypeError } from '#errors';
import type { ArrayValue, ByteTable } from './array-value';
import type { Axis } from './axes';
import { castTo, roundElements } from './cast';
import type { DType, TypedArray } from './dtype';
import { applyBinary, applyUnary } from './elementwise';
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
  sum(axis: ReduceOptions | number): ArrayOrNumber;
  sum(options?: ReduceOptions | number): NDArray | number {
    return this.#reduce(REDUCERS.sum, options);
  }
  /** The product; of whole numbers as int64. */
  prod(): number;
  prod(axis: ReduceOptions | number): ArrayOrNumber;
  prod(options?: ReduceOptions | number): NDArray | number {
    return this.#reduce(REDUCERS.prod, options);
  }
  /** The mean; of whole numbers it is float32. */
  mean(): number;
  mean(axis: ReduceOptions | number): ArrayOrNumber;
  mean(options?: ReduceOptions | number): NDArray | number {
    return this.#reduce(REDUCERS.mean, options);
  }
  /** The standard deviation. */
  std(): number;
  std(axis: SpreadOptions | number): ArrayOrNumber;
  std(options?: SpreadOptions | number): NDArray | number {
    return this.#reduce(spread(ddofOf(options), true), options);
  }
  /** The variance. */
  var(): number;
  var(axis: SpreadOptions | number): ArrayOrNumber;
  var(options?: SpreadOptions | number): NDArray | number {
    return this.#reduce(spread(ddofOf(options), false), options);
  }
  min(): number;
  min(axis: ReduceOptions | number): ArrayOrNumber;
  min(options?: ReduceOptions | number): NDArray | number {
    return this.#reduce(REDUCERS.min, options);
  }
  max(): number;
  max(axis: ReduceOptions | number): ArrayOrNumber;
  max(options?: ReduceOptions | number): NDArray | number {
    return this.#reduce(REDUCERS.max, options);
  }
  /** The place of the largest element, the first of several; int32. */
  argmax(): number;
  argmax(axis: ReduceOptions | number): ArrayOrNumber;
  argmax(options?: ReduceOptions | number): NDArray | number {
    return this.#reduce(REDUCERS.argmax, options);
  }
  /** The place of the smallest element, the first of several; int32. */
  argmin(): number;
  argmin(axis: ReduceOptions | number): ArrayOrNumber;
  argmin(options?: ReduceOptions | number): NDArray | number {
    return this.#reduce(REDUCERS.argmin, options);
  }
  /** Whether all elements are other than 0. */
  all(): boolean;
  all(axis: ReduceOptions | number): NDArray & boolean;
  all(options?: ReduceOptions | number): NDArray | boolean {
    return truth(this.#reduce(REDUCERS.all, options));
  }
  /** Whether any element is other than 0. */
  any(): boolean;
  any(axis: ReduceOptions | number): NDArray & boolean;
  any(options?: ReduceOptions | number): NDArray | boolean {
    return truth(this.#reduce(REDUCERS.any, options));
  }

  #unary(name: UnaryName): NDArray {
    return this.wrap(applyUnary(name, this));
  }

  #binary(name: BinaryName, other: Operand): NDArray {
    return this.wrap(applyBinary(name, this, operandValue(other)));
  }

  #reduce(reducer: Reducer, options: SpreadOptions | number | undefined): NDArray | number {
    const { axis, keepdims = false } =
      typeof options === 'number' ? { axis: options } : (options ?? {});
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

function ddofOf(options: SpreadOptions | number | undefined): number {
  return typeof options === 'object' ? (options.ddof ?? 0) : 0;
}

function truth<T>(result: T | number): T | boolean {
  return typeof result === 'number' ? result !== 0 : result;
}
