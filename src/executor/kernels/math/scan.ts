/** What runs along one axis: running sums and products, the place of the best. */
import { elementCount } from '../../element-types';
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import {
  axisOf,
  invalid,
  literal,
  newNumbers,
  numbersOf,
  scalarOf,
  splitAt,
  tensorOf,
  widened,
} from '../shared';
import { extreme } from './reduce';

function scan(start: 0 | 1, step: (sum: number, x: number) => number): Kernel {
  return (call) => {
    const x = call.input(0);
    const axis = scanAxis(call, x.shape.length);
    const { before, size, after } = splitAt(x.shape, axis);
    const [exclusive, reverse] = [call.bool('exclusive', false), call.bool('reverse', false)];
    const source = numbersOf(x);
    const out = newNumbers(x.dtype, before * size * after);
    for (let lane = 0; lane < before * after; lane++) {
      const base = Math.floor(lane / after) * size * after + (lane % after);
      let sum = literal(x.dtype, start);
      for (let k = 0; k < size; k++) {
        const at = base + (reverse ? size - 1 - k : k) * after;
        if (exclusive) out[at] = sum;
        sum = step(sum, source[at]!);
        if (!exclusive) out[at] = sum;
      }
    }
    return [tensorOf(x.dtype, x.shape, out)];
  };
}

function scanAxis(call: KernelCall, rank: number): number {
  const axis = call.input(1);
  if (axis.shape.length > 0) {
    invalid(`ScanOp: axis must be a scalar, not ${shapeText(axis.shape)}`);
  }
  const named = scalarOf(axis);
  const shown = named < 0 ? named + rank : named;
  return (
    axisOf(named, rank) ??
    invalid(`ScanOp: Expected scan axis in the range [${-rank}, ${rank}), but got ${shown}`)
  );
}

/** The first best one; a NaN is never better. */
function place(isLargest: boolean): Kernel {
  const isBetter = isLargest
    ? (x: number, than: number) => x > than
    : (x: number, than: number) => x < than;
  return (call) => {
    const x = call.input(0);
    const axis = placeAxis(call);
    const { before, size, after } = splitAt(x.shape, axis);
    const shape = x.shape.filter((_, at) => at !== axis);
    if (size === 0) invalid(`Reduction axis ${axis} is empty in shape ${shapeText(x.shape)}`);
    const dtype = call.type('output_type', 'int64');
    const source = numbersOf(x);
    const worst = extreme(x.dtype, !isLargest);
    const out = newNumbers(dtype, elementCount(shape));
    for (let lane = 0; lane < before * after; lane++) {
      const base = Math.floor(lane / after) * size * after + (lane % after);
      let best = 0;
      let record = worst;
      for (let k = 0; k < size; k++) {
        const value = source[base + k * after]!;
        if (!isBetter(value, record)) continue;
        best = k;
        record = value;
      }
      out[lane] = literal(dtype, best);
    }
    return [tensorOf(dtype, shape, out)];
  };
}

function placeAxis(call: KernelCall): number {
  const [x, axis] = [call.input(0), call.input(1)];
  const rank = x.shape.length;
  if (axis.shape.length > 0) {
    invalid(`dim must be a scalar, but received tensor of shape: ${shapeText(axis.shape)}`);
  }
  const named = scalarOf(axis);
  return (
    axisOf(named, rank) ??
    invalid(`Expected dimension in the range [${-rank}, ${rank}), but got ${named}`)
  );
}

export const SCAN: Kernels = widened({
  Cumsum: scan(0, (sum, x) => sum + x),
  Cumprod: scan(1, (sum, x) => sum * x),
  ArgMax: place(true),
  ArgMin: place(false),
});
