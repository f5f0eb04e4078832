/** NumPy's broadcasting, as rows: runs of elements in which every operand either stands still or moves by one. */
import { stridesOf } from '#tensor';
import { elementCount } from '../../element-types';
import { shapeText } from '../../shape';
import { invalid } from './fail';

/** The common shape; undefined when there is none. */
export function broadcastShape(shapes: readonly (readonly number[])[]): number[] | undefined {
  const rank = Math.max(...shapes.map(({ length }) => length));
  const result: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((one) => one !== 1) ?? 1;
    if (sizes.some((one) => one !== 1 && one !== size)) return undefined;
    result.push(size);
  }
  return result;
}

/** The same. @throws StatusError as TensorFlow's binary ops */
export function commonShape(a: readonly number[], b: readonly number[]): number[] {
  return (
    broadcastShape([a, b]) ?? invalid(`Incompatible shapes: ${shapeText(a)} vs. ${shapeText(b)}`)
  );
}

interface Dimension {
  readonly size: number;
  /** Per operand, in elements. */
  readonly steps: readonly number[];
}

/** How to walk several operands at once. */
interface Rows {
  /** Elements of a row. */
  readonly count: number;
  /** Per operand, 0 or 1. */
  readonly steps: readonly number[];
  readonly outer: readonly Dimension[];
  readonly rows: number;
}

/** @param shape that all of `shapes` broadcast to */
export function rowsOf(shape: readonly number[], shapes: readonly (readonly number[])[]): Rows {
  const dimensions = collapse(dimensionsOf(shape, shapes));
  const last = dimensions.at(-1) ?? { size: 1, steps: shapes.map(() => 0) };
  const outer = dimensions.slice(0, -1);
  const rows = elementCount(shape) === 0 ? 0 : elementCount(outer.map(({ size }) => size));
  return { count: last.size, steps: last.steps, outer, rows };
}

function dimensionsOf(
  shape: readonly number[],
  shapes: readonly (readonly number[])[],
): Dimension[] {
  const strides = shapes.map((one) => broadcastStrides(one, shape.length));
  return shape
    .map((size, axis) => ({ size, steps: strides.map((stride) => stride[axis]!) }))
    .filter(({ size }) => size !== 1);
}

/** Strides of a row-major array as if it had `rank` dimensions; 0 where it is repeated. */
export function broadcastStrides(shape: readonly number[], rank: number): number[] {
  const strides = new Array<number>(rank).fill(0);
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    strides[axis + rank - shape.length] = shape[axis] === 1 ? 0 : step;
    step *= shape[axis]!;
  }
  return strides;
}

/** Where each element of a broadcast array stands in the array of shape `from`. */
export function broadcastPositions(from: readonly number[], to: readonly number[]): number[] {
  const steps = broadcastStrides(from, to.length);
  const strides = stridesOf(to);
  return Array.from({ length: elementCount(to) }, (_, index) =>
    steps.reduce(
      (at, step, axis) => at + step * (Math.floor(index / strides[axis]!) % to[axis]!),
      0,
    ),
  );
}

/** Joins neighbours that every operand walks through in even steps. */
function collapse(dimensions: readonly Dimension[]): Dimension[] {
  const joined: Dimension[] = [];
  for (const inner of dimensions) {
    const outer = joined.at(-1);
    const even = outer?.steps.every((step, k) => step === inner.steps[k]! * inner.size);
    if (outer && even) joined[joined.length - 1] = { ...inner, size: outer.size * inner.size };
    else joined.push(inner);
  }
  return joined;
}

/**
 * Calls `visit` for each row, in row-major order.
 * @param visit gets the row's number and the operands' positions at its start (the same array each time)
 */
export function forEachRow(
  { rows, outer }: Rows,
  visit: (row: number, at: readonly number[]) => void,
): void {
  const operands = outer[0]?.steps.length ?? 8;
  const at = new Array<number>(operands).fill(0);
  const index = new Array<number>(outer.length).fill(0);
  for (let row = 0; row < rows; row++) {
    visit(row, at);
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      const { size, steps } = outer[axis]!;
      index[axis]! += 1;
      for (let k = 0; k < operands; k++) at[k]! += steps[k]!;
      if (index[axis]! < size) break;
      index[axis] = 0;
      for (let k = 0; k < operands; k++) at[k]! -= steps[k]! * size;
    }
  }
}
