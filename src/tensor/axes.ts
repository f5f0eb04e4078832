/** Walks an array along some of its axes: which elements belong to which result. */
import type { ArrayValue, Reader } from './array-value';
import { readerOf, sizeOf } from './array-value';
import { normalizeAxes, stridesOf } from './shape';

export type Axis = number | readonly number[] | null | undefined;

/** The elements that one result is made of, read by their place among them. */
export interface Lane {
  readonly length: number;
  readonly read: Reader;
}

export interface Lanes {
  /** Number of lanes. */
  readonly count: number;
  /** Number of elements in each. */
  readonly length: number;
  /** Index in the array of element `place` of lane `lane`. */
  readonly position: (lane: number, place: number) => number;
  /** The array's shape without the walked axes, or with a 1 in their place. */
  readonly shape: (keepdims: boolean) => number[];
}

export function lanesOf(shape: readonly number[], axis: Axis): Lanes {
  const walked = normalizeAxes(axis, shape.length);
  const kept = shape.map((_, i) => i).filter((i) => !walked.includes(i));
  const [outer, inner] = [offsets(shape, kept), offsets(shape, walked)];
  return {
    count: sizeOf(kept.map((i) => shape[i]!)),
    length: sizeOf(walked.map((i) => shape[i]!)),
    position: (lane, place) => outer(lane) + inner(place),
    shape: (keepdims) =>
      keepdims ? shape.map((dim, i) => (walked.includes(i) ? 1 : dim)) : kept.map((i) => shape[i]!),
  };
}

/** Elements that are copied at once, and lanes at most. */
const BLOCK = { elements: 2 ** 21, lanes: 64 };

/** Calls `visit` for every lane in row-major order of the results. */
export function forEachLane(
  x: ArrayValue,
  lanes: Lanes,
  visit: (lane: Lane, index: number) => void,
): void {
  const read = readerOf(x);
  if (lanes.count === 1) return visit({ length: lanes.length, read }, 0);
  const fitting = Math.min(Math.floor(BLOCK.elements / lanes.length), BLOCK.lanes);
  const width = Math.max(fitting, 1);
  for (let start = 0; start < lanes.count; start += width) {
    const count = Math.min(width, lanes.count - start);
    const elements =
      width > 1
        ? copyLanes(read, lanes, start, count)
        : (_: number, place: number) => read(lanes.position(start, place));
    for (let k = 0; k < count; k++) {
      visit({ length: lanes.length, read: (place) => elements(k, place) }, start + k);
    }
  }
}

/** Neighbouring lanes are read side by side: one by one, each element of an image stack would be a cache miss. */
function copyLanes(
  read: Reader,
  lanes: Lanes,
  start: number,
  count: number,
): (lane: number, place: number) => number {
  const { length, position } = lanes;
  const block = new Float64Array(count * length);
  for (let place = 0; place < length; place++) {
    for (let k = 0; k < count; k++) block[k * length + place] = read(position(start + k, place));
  }
  return (k, place) => block[k * length + place]!;
}

/** Offset of the n-th combination of coordinates along these axes. */
function offsets(shape: readonly number[], axes: readonly number[]): Reader {
  const strides = stridesOf(shape);
  const [first, last] = [axes[0] ?? 0, axes.at(-1) ?? 0];
  if (axes.length === 0) return () => 0;
  if (last - first === axes.length - 1) return (n) => n * strides[last]!;
  const inner = stridesOf(axes.map((axis) => shape[axis]!));
  return (n) =>
    axes.reduce((sum, axis, k) => {
      const coordinate = Math.floor(n / inner[k]!) % shape[axis]!;
      return sum + coordinate * strides[axis]!;
    }, 0);
}
