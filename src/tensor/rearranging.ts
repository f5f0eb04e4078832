/** Shapes and orders changed without touching the values; a view of bytes stays one. */
import { ValueError } from '#errors';
import { gather, sizeOf, type ArrayValue } from './array-value';
import { formatTuple, normalizeAxes, normalizeAxis, resolveShape, stridesOf } from './shape';

/** The same elements in another shape; one dimension may be -1. @throws ValueError */
export function reshape(x: ArrayValue, target: readonly number[]): ArrayValue {
  const { dtype, storage, provenance } = x;
  return { shape: resolveShape(sizeOf(x.shape), target), dtype, storage, provenance };
}

/** @param axes the old axis at each new place; all in reverse by default. @throws ValueError */
export function transpose(x: ArrayValue, axes?: readonly number[]): ArrayValue {
  const { shape, dtype, provenance } = x;
  const order = axes ?? shape.map((_, i) => shape.length - 1 - i);
  if (order.length !== shape.length) throw new ValueError("axes don't match array");
  const from = order.map((axis) => normalizeAxis(axis, shape.length));
  if (new Set(from).size < from.length) throw new ValueError('repeated axis in transpose');
  const target = from.map((axis) => shape[axis]!);
  const [oldStrides, newStrides] = [stridesOf(shape), stridesOf(target)];
  const position = (index: number) =>
    from.reduce((sum, axis, k) => {
      const coordinate = Math.floor(index / newStrides[k]!) % target[k]!;
      return sum + coordinate * oldStrides[axis]!;
    }, 0);
  const storage = gather(x.storage, sizeOf(shape), position);
  return { shape: target, dtype, storage, provenance };
}

/** Without the axes of length 1, or without the given ones. @throws ValueError */
export function squeeze(x: ArrayValue, axis?: number | readonly number[] | null): ArrayValue {
  const isAll = axis === undefined || axis === null;
  const dropped = normalizeAxes(axis, x.shape.length).filter((i) => !isAll || x.shape[i] === 1);
  if (dropped.some((i) => x.shape[i] !== 1)) {
    throw new ValueError('cannot select an axis to squeeze out which has size not equal to one', {
      hint: `The array's shape is ${formatTuple(x.shape)}.`,
    });
  }
  return reshape(
    x,
    x.shape.filter((_, i) => !dropped.includes(i)),
  );
}

/** With a new axis of length 1 before the given one. @throws AxisError */
export function expandDims(x: ArrayValue, axis: number): ArrayValue {
  const at = normalizeAxis(axis, x.shape.length + 1);
  return reshape(x, x.shape.toSpliced(at, 0, 1));
}
