/** Arrays put together. */
import { ValueError } from '#errors';
import { generate, readerOf, sizeOf, type ArrayValue } from './array-value';
import { promote } from './dtype';
import { normalizeAxis } from './shape';
import { expandDims } from './rearranging';

/** One after the other along an axis that is there already. @throws ValueError */
export function concatenate(arrays: readonly ArrayValue[], axis: number): ArrayValue {
  const first = arrays[0];
  if (!first) throw new ValueError('need at least one array to concatenate');
  if (first.shape.length === 0) {
    throw new ValueError('zero-dimensional arrays cannot be concatenated');
  }
  const along = normalizeAxis(axis, first.shape.length);
  for (const [k, other] of arrays.entries()) checkFit(first, other, k, along);
  const dtype = arrays.map((array) => array.dtype).reduce(promote);
  const lengths = arrays.map((array) => array.shape[along]!);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const shape = first.shape.with(along, total);
  const storage = generate(dtype, sizeOf(shape), joinedReader(arrays, shape, along));
  return { shape, dtype, storage, provenance: arrays.find((a) => a.provenance)?.provenance };
}

/** One after the other along a new axis. @throws ValueError */
export function stack(arrays: readonly ArrayValue[], axis: number): ArrayValue {
  const shape = arrays[0]?.shape.join();
  if (shape === undefined) throw new ValueError('need at least one array to stack');
  if (arrays.some((array) => array.shape.join() !== shape)) {
    throw new ValueError('all input arrays must have the same shape');
  }
  return concatenate(
    arrays.map((array) => expandDims(array, axis)),
    axis,
  );
}

/** Reads element i of the joined array from the array that it comes from. */
function joinedReader(arrays: readonly ArrayValue[], shape: readonly number[], along: number) {
  const inner = sizeOf(shape.slice(along + 1));
  const total = shape[along]!;
  const owner: number[] = [];
  const start: number[] = [];
  for (const [k, array] of arrays.entries()) {
    const before = owner.length;
    for (let i = 0; i < array.shape[along]!; i++) {
      owner.push(k);
      start.push(before);
    }
  }
  const readers = arrays.map(readerOf);
  return (index: number) => {
    const place = Math.floor(index / inner) % total;
    const outer = Math.floor(index / inner / total);
    const k = owner[place]!;
    const row = outer * arrays[k]!.shape[along]! + place - start[place]!;
    return readers[k]!(row * inner + (index % inner));
  };
}

function checkFit(first: ArrayValue, other: ArrayValue, k: number, along: number): void {
  const [ndim, otherNdim] = [first.shape.length, other.shape.length];
  if (ndim !== otherNdim) {
    throw new ValueError(
      `all the input arrays must have same number of dimensions, but the array at index 0 has ${ndim} dimension(s) and the array at index ${k} has ${otherNdim} dimension(s)`,
    );
  }
  const bad = first.shape.findIndex((dim, axis) => axis !== along && dim !== other.shape[axis]);
  if (bad === -1) return;
  throw new ValueError(
    `all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${bad}, the array at index 0 has size ${first.shape[bad]} and the array at index ${k} has size ${other.shape[bad]}`,
  );
}
