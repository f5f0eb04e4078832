/** Order along one axis. */
import { generate, readerOf, sizeOf, type ArrayValue } from './array-value';
import { lanesOf } from './axes';
import type { DType } from './dtype';

/** The places of the elements in ascending order, NaN last; equal elements keep their order. */
export function argsort(x: ArrayValue, axis: number): ArrayValue {
  return arrange(x, axis, 'int32', (order) => order);
}

/** The elements in ascending order, NaN last. */
export function sort(x: ArrayValue, axis: number): ArrayValue {
  return arrange(x, axis, x.dtype, (order, read) => order.map(read));
}

function arrange(
  x: ArrayValue,
  axis: number,
  dtype: DType,
  result: (order: number[], read: (place: number) => number) => number[],
): ArrayValue {
  const read = readerOf(x);
  const lanes = lanesOf(x.shape, axis);
  const out = new Float64Array(sizeOf(x.shape));
  for (let lane = 0; lane < lanes.count; lane++) {
    const element = (place: number) => read(lanes.position(lane, place));
    const order = Array.from({ length: lanes.length }, (_, place) => place);
    order.sort((a, b) => compare(element(a), element(b)));
    for (const [place, value] of result(order, element).entries()) {
      out[lanes.position(lane, place)] = value;
    }
  }
  const { shape, provenance } = x;
  return { shape, dtype, storage: generate(dtype, out.length, (i) => out[i]!), provenance };
}

function compare(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  return x - y;
}
