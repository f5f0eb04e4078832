/** `x[i]`, `x[1:3, None]` */
import { IndexError, PyTypeError } from '#errors';
import type { NDArray } from '#tensor';
import { arrayValue, typeName, wholeOf, type Value } from './value';

export interface SliceValue {
  readonly start: Value | undefined;
  readonly stop: Value | undefined;
  readonly step: Value | undefined;
}

type Index = Value | SliceValue;

/** @throws TypeError, IndexError */
export function subscript(value: Value, indices: readonly Index[]): Value {
  if (value.kind === 'array') return arrayValue(select(value.array, indices));
  const [index] = indices;
  if ((value.kind !== 'list' && value.kind !== 'tuple') || indices.length !== 1) {
    throw new PyTypeError(`'${typeName(value)}' object is not subscriptable`);
  }
  if (isSlice(index!)) {
    const [start, stop, step] = bounds(index);
    if (step !== 1) throw new PyTypeError('of lists only slices without a step are known');
    return { kind: value.kind, items: value.items.slice(start ?? 0, stop ?? undefined) };
  }
  const item = value.items.at(wholeOf(index!));
  if (!item) throw new IndexError(`${value.kind} index out of range`);
  return item;
}

/** Takes one index after the other, each on the axis that is next. */
function select(array: NDArray, indices: readonly Index[]): NDArray {
  let result = array;
  let axis = 0;
  for (const index of indices) {
    if (!isSlice(index) && index.kind === 'none') {
      result = result.expand_dims(axis++);
      continue;
    }
    if (axis >= result.ndim) {
      throw new IndexError(
        `too many indices for array: array is ${array.ndim}-dimensional, but ${indices.length} were indexed`,
      );
    }
    if (isSlice(index)) result = onAxis(result, axis++, (rows) => rows.slice(...bounds(index)));
    else result = onAxis(result, axis, (rows) => rowAt(rows, wholeOf(index))).squeeze(axis);
  }
  return result;
}

function rowAt(rows: NDArray, index: number): NDArray {
  const length = rows.shape[0]!;
  if (index < -length || index >= length) {
    throw new IndexError(`index ${index} is out of bounds for axis 0 with size ${length}`);
  }
  const start = index < 0 ? index + length : index;
  return rows.slice(start, start + 1);
}

/** Brings the axis to the front, and back after it. */
function onAxis(array: NDArray, axis: number, take: (rows: NDArray) => NDArray): NDArray {
  const others = array.shape.map((_, i) => i).filter((i) => i !== axis);
  const back = array.shape.map((_, i) => (i < axis ? i + 1 : i === axis ? 0 : i));
  return take(array.transpose([axis, ...others])).transpose(back);
}

function bounds({ start, stop, step }: SliceValue): [number | null, number | null, number] {
  return [bound(start), bound(stop), bound(step) ?? 1];
}

function bound(value: Value | undefined): number | null {
  return !value || value.kind === 'none' ? null : wholeOf(value);
}

function isSlice(index: Index): index is SliceValue {
  return !('kind' in index);
}
