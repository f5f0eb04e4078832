/** Parts of an array. A view of bytes stays one; a run of whole rows shares the memory of its source. */
import { IndexError, PyTypeError } from '#errors';
import {
  gather,
  rearrange,
  readerOf,
  sizeOf,
  type ArrayValue,
  type ByteTable,
} from './array-value';
import type { TypedArray } from './dtype';
import { normalizeAxis } from './shape';

/** A place along an axis, counted from the end when negative. @throws IndexError */
function resolveIndex(index: number, axis: number, length: number): number {
  if (!Number.isInteger(index)) {
    throw new PyTypeError(`array indices must be integers, not ${index}`);
  }
  if (index < -length || index >= length) {
    throw new IndexError(`index ${index} is out of bounds for axis ${axis} with size ${length}`, {
      hint: length === 0 ? 'The array is empty.' : `Indices run from 0 to ${length - 1}.`,
    });
  }
  return index < 0 ? index + length : index;
}

/** What is left after indexing the first axes; of shape () for a single element. @throws IndexError */
export function at(x: ArrayValue, indices: readonly number[]): ArrayValue {
  const { dtype, provenance } = x;
  const ndim = x.shape.length;
  if (indices.length > ndim) {
    throw new IndexError(
      `too many indices for array: array is ${ndim}-dimensional, but ${indices.length} were indexed`,
    );
  }
  const shape = x.shape.slice(indices.length);
  const size = sizeOf(shape);
  const row = indices.reduce(
    (row, index, axis) => row * x.shape[axis]! + resolveIndex(index, axis, x.shape[axis]!),
    0,
  );
  return { shape, dtype, storage: run(x.storage, row * size, size), provenance };
}

/** Rows start … stop-1 of the first axis in steps, by Python's rules for slices. @throws IndexError */
export function slice(
  x: ArrayValue,
  start: number | null,
  stop: number | null,
  step: number,
): ArrayValue {
  const { dtype, provenance } = x;
  const length = x.shape[0];
  if (length === undefined) {
    throw new IndexError('too many indices for array: array is 0-dimensional, but 1 were indexed');
  }
  if (step !== 1) return takeRows(x, sliceRows(length, start, stop, step));
  const from = bound(start ?? 0, length);
  const count = Math.max(bound(stop ?? length, length) - from, 0);
  const rowSize = sizeOf(x.shape.slice(1));
  const storage = run(x.storage, from * rowSize, count * rowSize);
  return { shape: [count, ...x.shape.slice(1)], dtype, storage, provenance };
}

/** Copies these rows of the first axis, in this order; the rows must be there. */
export function takeRows(x: ArrayValue, rows: ArrayLike<number>): ArrayValue {
  const { dtype, provenance } = x;
  const inner = x.shape.slice(1);
  const size = sizeOf(inner);
  const storage = rearrange<Uint8Array>(x.storage, (elements) => {
    const out = new (elements.constructor as new (length: number) => Uint8Array)(
      rows.length * size,
    );
    for (let i = 0; i < rows.length; i++) {
      out.set(elements.subarray(rows[i]! * size, (rows[i]! + 1) * size), i * size);
    }
    return out;
  });
  return { shape: [rows.length, ...inner], dtype, storage, provenance };
}

/** Elements by their places along an axis, or in the flattened array for null. @throws IndexError */
export function take(x: ArrayValue, indices: ArrayValue, axis: number | null): ArrayValue {
  const source = axis === null ? { ...flat(x) } : x;
  const along = axis === null ? 0 : normalizeAxis(axis, x.shape.length);
  const length = source.shape[along]!;
  const read = readerOf(indices);
  const places = Array.from({ length: sizeOf(indices.shape) }, (_, i) =>
    resolveIndex(read(i), along, length),
  );
  const inner = sizeOf(source.shape.slice(along + 1));
  const shape = source.shape.toSpliced(along, 1, ...indices.shape);
  const storage = gather(source.storage, sizeOf(shape), (i) => {
    const [outer, rest] = [Math.floor(i / inner / places.length), i % inner];
    const place = places[Math.floor(i / inner) % places.length]!;
    return (outer * length + place) * inner + rest;
  });
  return { shape, dtype: x.dtype, storage, provenance: x.provenance };
}

/** Rows for which the mask is true. @throws IndexError when the mask has another length */
export function compress(x: ArrayValue, mask: ArrayValue): ArrayValue {
  const [rows, length] = [x.shape[0] ?? 0, sizeOf(mask.shape)];
  if (mask.shape.length !== 1 || length !== rows) {
    throw new IndexError(
      `boolean index did not match indexed array along axis 0; size of axis is ${rows} but size of corresponding boolean axis is ${mask.shape[0] ?? 1}`,
    );
  }
  return takeRows(x, truePlaces(mask));
}

/** Places of the elements that are not zero, in the flattened array. */
function truePlaces(mask: ArrayValue): number[] {
  const read = readerOf(mask);
  const places: number[] = [];
  for (let i = 0; i < sizeOf(mask.shape); i++) if (read(i) !== 0) places.push(i);
  return places;
}

function flat(x: ArrayValue): ArrayValue {
  return { shape: [sizeOf(x.shape)], dtype: x.dtype, storage: x.storage };
}

function run(storage: TypedArray | ByteTable, from: number, count: number): TypedArray | ByteTable {
  return rearrange(storage, (elements) => elements.subarray(from, from + count));
}

function bound(index: number, length: number): number {
  return Math.min(Math.max(index < 0 ? index + length : index, 0), length);
}

function sliceRows(
  length: number,
  start: number | null,
  stop: number | null,
  step: number,
): number[] {
  const rows: number[] = [];
  if (step > 0) {
    const end = bound(stop ?? length, length);
    for (let row = bound(start ?? 0, length); row < end; row += step) rows.push(row);
    return rows;
  }
  const last = (index: number) =>
    Math.max(Math.min(index < 0 ? index + length : index, length - 1), -1);
  const end = stop === null ? -1 : last(stop);
  for (let row = last(start ?? length - 1); row > end; row += step) rows.push(row);
  return rows;
}
