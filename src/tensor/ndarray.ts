/**
 * A row-major n-dimensional array with NumPy's behaviour, on the host. Arrays are read-only by convention: slices and
 * reshaped arrays share memory, and so may two results that hold the same values.
 *
 * An array made from uint8 data by elementwise arithmetic (`x.astype('float32').div(255)`) is kept as the bytes and a
 * table of 256 values until somebody reads `data`: the training images then cost 47 MB, not 188, and the values are
 * exactly those of the eager arithmetic.
 *
 * Differences from NumPy, since there is no float64 by default: whole numbers divided, averaged or put into a
 * mathematical function give float32; places (`argmax`, `argsort`) are int32; a result without axes is a plain number.
 */
import { PyTypeError, ValueError } from '#errors';
import { ArithmeticMethods, type ArrayOrNumber } from './arithmetic';
import {
  gather,
  isByteTable,
  readerOf,
  sizeOf,
  type ArrayValue,
  type ByteTable,
} from './array-value';
import { copyOf } from './cast';
import { asDType, type DType, type TypedArray } from './dtype';
import { formatArray, reprArray } from './format';
import { checkKeywords } from './keywords';
import { matmul } from './matmul';
import { parseNested, toNested, type NestedList, type PlainList } from './nested';
import { expandDims, reshape, squeeze, transpose } from './rearranging';
import { at, compress, slice, take, takeRows } from './selecting';
import { formatTuple } from './shape';
import { argsort, sort } from './sorting';

export class NDArray extends ArithmeticMethods {
  /** Frozen, as a tuple is in Python. */
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly provenance: string | undefined;
  #storage: TypedArray | ByteTable;

  /**
   * @param data elements in row-major order, of the dtype's typed array; kept, not copied
   * @param provenance where the data came from, if results made from it must say so
   * @throws ValueError when the number of elements does not fit the shape
   */
  constructor(
    data: TypedArray | ByteTable,
    shape: readonly number[],
    dtype: DType,
    provenance?: string,
  ) {
    super();
    const length = isByteTable(data) ? data.bytes.length : data.length;
    if (length !== sizeOf(shape)) {
      throw new ValueError(
        `cannot reshape array of size ${length} into shape ${formatTuple(shape, ',')}`,
      );
    }
    this.shape = Object.isFrozen(shape) ? shape : Object.freeze([...shape]);
    this.dtype = dtype;
    this.provenance = provenance;
    this.#storage = data;
  }

  static from(value: ArrayValue): NDArray {
    if (value instanceof NDArray) return value;
    return new NDArray(value.storage, value.shape, value.dtype, value.provenance);
  }

  protected wrap(value: ArrayValue): NDArray {
    return NDArray.from(value);
  }

  /** Number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  get ndim(): number {
    return this.shape.length;
  }

  /** The elements; computes them first if the array is still a view of bytes, and lets the bytes go. Do not write. */
  get data(): TypedArray {
    const storage = this.#storage;
    if (!isByteTable(storage)) return storage;
    return (this.#storage = lookUp(storage));
  }

  /** The elements or, while the array is a view of bytes, the bytes and their table. */
  get storage(): TypedArray | ByteTable {
    return this.#storage;
  }

  /** The bytes and the table behind the array while it is only a view of uint8 data, else undefined. */
  get byteTable(): ByteTable | undefined {
    return isByteTable(this.#storage) ? this.#storage : undefined;
  }

  /** The axes in reverse order. */
  get T(): NDArray {
    return this.transpose();
  }

  /** Converts the elements. @throws TypeError for an unknown type */
  astype(dtype: DType | 'float' | 'int'): NDArray {
    return this.cast(asDType(dtype));
  }

  /** An array with its own memory. */
  copy(): NDArray {
    return this.wrap(copyOf(this));
  }

  /** The same elements in another shape, given as a list or one by one; one dimension may be -1. */
  reshape(...shape: readonly number[] | [readonly number[]]): NDArray {
    return this.wrap(reshape(this, listOf(shape)));
  }

  /** In one dimension. */
  flatten(): NDArray {
    return this.reshape(-1);
  }

  /** In one dimension. */
  ravel(): NDArray {
    return this.reshape(-1);
  }

  /** The axes in this order, in reverse by default. */
  transpose(...axes: readonly number[] | [readonly number[]]): NDArray {
    return this.wrap(transpose(this, axes.length === 0 ? undefined : listOf(axes)));
  }

  /** Without axes of length 1, or without the given ones. */
  squeeze(axis?: number | readonly number[]): NDArray {
    return this.wrap(squeeze(this, axis));
  }

  /** With a new axis of length 1 at this place. */
  expand_dims(axis: number): NDArray {
    return this.wrap(expandDims(this, axis));
  }

  /** `x[start:stop:step]`; null stands for what Python lets you leave out. Shares memory when the step is 1. */
  slice(start: number | null = null, stop: number | null = null, step = 1): NDArray {
    return this.wrap(slice(this, start, stop, step));
  }

  /** `x[i]`, `x[i, j]`: a row, or a plain number when no axis is left. */
  at(...indices: readonly number[]): ArrayOrNumber {
    const part = at(this, indices);
    if (part.shape.length > 0) return this.wrap(part) as ArrayOrNumber;
    return toNested(part) as unknown as ArrayOrNumber;
  }

  /** `np.take(x, indices, axis)`: elements by their places; in the flattened array without an axis. */
  take(
    indices: NDArray | NestedList,
    options: { readonly axis?: number | null } = {},
  ): ArrayOrNumber {
    checkKeywords('take', options, ['axis']);
    const places = indices instanceof NDArray ? indices : parseNested(indices);
    const taken = take(this, places, options.axis ?? null);
    if (taken.shape.length > 0) return this.wrap(taken) as ArrayOrNumber;
    return toNested(taken) as unknown as ArrayOrNumber;
  }

  /** `x[mask]`: the rows for which the mask is true. */
  compress(mask: NDArray | NestedList): NDArray {
    return this.wrap(compress(this, mask instanceof NDArray ? mask : parseNested(mask)));
  }

  /** Copies these rows of the first dimension, in this order; a view of bytes stays one. */
  takeRows(rows: Uint32Array): NDArray {
    return this.wrap(takeRows(this, rows));
  }

  /** The places that would sort the elements along the axis. */
  argsort(axis = -1): NDArray {
    return this.wrap(argsort(this, axis));
  }

  /** A sorted copy (NumPy's `np.sort`). */
  sort(axis = -1): NDArray {
    return this.wrap(sort(this, axis));
  }

  /** `x @ y` for one and two dimensions. */
  matmul(other: NDArray | NestedList): NDArray {
    return this.wrap(matmul(this, other instanceof NDArray ? other : parseNested(other)));
  }

  /** The only element, or the one at this place in the flattened array. */
  item(index?: number): number {
    if (index !== undefined) return this.ravel().at(index);
    if (this.size !== 1) {
      throw new ValueError('can only convert an array of size 1 to a Python scalar');
    }
    return toNested({ ...pick(this), shape: [] }) as number;
  }

  /** Nested lists of plain numbers. */
  tolist(): PlainList {
    return toNested(this) as PlainList;
  }

  /** The same values as a view marked with where they came from. */
  withProvenance(provenance: string): NDArray {
    return new NDArray(this.#storage, this.shape, this.dtype, provenance);
  }

  /** The rows, or the numbers of a one-dimensional array. */
  *[Symbol.iterator](): Generator<ArrayOrNumber> {
    if (this.ndim === 0) throw new PyTypeError('iteration over a 0-d array');
    for (let i = 0; i < this.shape[0]!; i++) yield this.at(i);
  }

  /** As Python's `print` shows it. */
  override toString(): string {
    return formatArray(this);
  }

  /** As Python's `repr` shows it. */
  repr(): string {
    return reprArray(this);
  }

  /** @throws TypeError always, as Python's json does */
  toJSON(): never {
    throw new PyTypeError('Object of type ndarray is not JSON serializable', {
      hint: 'Use .tolist() to get nested lists of numbers.',
    });
  }

  /** @throws TypeError where JavaScript's operators would make NaN of an array */
  [Symbol.toPrimitive](wanted: 'number' | 'string' | 'default'): string | number {
    if (wanted !== 'number') return this.toString();
    if (this.size === 1) return readerOf(this)(0);
    throw new PyTypeError('only 0-dimensional arrays can be converted to Python scalars', {
      hint: 'TypeScript has no operators for arrays: write x.div(255), x.add(y), x.less(y).',
    });
  }
}

function pick({ dtype, storage, provenance }: ArrayValue) {
  return { dtype, storage, provenance };
}

function listOf(numbers: readonly number[] | readonly [readonly number[]]): readonly number[] {
  return typeof numbers[0] === 'object' ? numbers[0] : (numbers as readonly number[]);
}

function lookUp({ bytes, values }: ByteTable): TypedArray {
  return gather(values, bytes.length, (i) => bytes[i]!) as TypedArray;
}
