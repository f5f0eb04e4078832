/**
 * A row-major n-dimensional array with NumPy's behaviour, on the host.
 *
 * An array made from uint8 data by elementwise arithmetic (`x.astype('float32').div(255)`) is kept as the bytes and a
 * table of 256 values until somebody reads `data`: the training images then cost 47 MB, not 188, and the values are
 * exactly those of the eager arithmetic.
 */
import { DTYPES, type DType, type TypedArray } from './dtype';

/** Bytes seen through a table: element i is `values[bytes[i]]`. */
export interface ByteTable {
  readonly bytes: Uint8Array;
  /** 256 values of the array's dtype. */
  readonly values: TypedArray;
}

export class NDArray {
  readonly shape: readonly number[];
  readonly dtype: DType;
  #data: TypedArray | undefined;
  readonly #table: ByteTable | undefined;

  /**
   * @param data elements in row-major order, of the dtype's typed array; kept, not copied
   * @throws RangeError when the number of elements does not fit the shape
   */
  constructor(data: TypedArray | ByteTable, shape: readonly number[], dtype: DType) {
    const length = 'bytes' in data ? data.bytes.length : data.length;
    const size = shape.reduce((product, dim) => product * dim, 1);
    if (length !== size) {
      throw new RangeError(
        `cannot reshape array of size ${length} into shape (${shape.join(',')})`,
      );
    }
    this.shape = shape;
    this.dtype = dtype;
    if ('bytes' in data) this.#table = data;
    else this.#data = data;
  }

  /** Number of elements. */
  get size(): number {
    return this.shape.reduce((product, dim) => product * dim, 1);
  }

  get ndim(): number {
    return this.shape.length;
  }

  /** The elements; computes them first if the array is still a view of bytes. Do not write into it. */
  get data(): TypedArray {
    this.#data ??= lookUp(this.#table!, this.dtype);
    return this.#data;
  }

  /** The bytes and the table behind the array while it is only a view of uint8 data, else undefined. */
  get byteTable(): ByteTable | undefined {
    return this.#data ? undefined : this.#table;
  }

  /** Copies these rows of the first dimension, in this order; a view of bytes stays one. */
  takeRows(rows: Uint32Array): NDArray {
    const rowSize = this.size / (this.shape[0] ?? 1);
    const shape = [rows.length, ...this.shape.slice(1)];
    const table = this.byteTable;
    const source = table ? table.bytes : this.data;
    const target = new (source.constructor as new (n: number) => Uint8Array)(rows.length * rowSize);
    for (let i = 0; i < rows.length; i++) {
      const from = rows[i]! * rowSize;
      target.set((source as Uint8Array).subarray(from, from + rowSize), i * rowSize);
    }
    return new NDArray(table ? { bytes: target, values: table.values } : target, shape, this.dtype);
  }
}

function lookUp(table: ByteTable, dtype: DType): TypedArray {
  const { bytes, values } = table;
  const out = new DTYPES[dtype].array(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[i] = values[bytes[i]!]!;
  return out;
}
