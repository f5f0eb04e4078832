/** Counting, and places in sorted lists. */
import { elementCount } from '../../element-types';
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import type { Tensor } from '../../tensor';
import { makeTensor } from '../../tensor';
import {
  integersOf,
  invalid,
  literal,
  newNumbers,
  numbersOf,
  scalarOf,
  sizeOf,
  tensorOf,
  widen,
  type Numbers,
} from '../shared';

function binCount(call: KernelCall): number {
  const size = call.input(1);
  if (size.shape.length > 0) invalid(`Shape must be rank 0 but is rank ${size.shape.length}`);
  const count = scalarOf(size);
  if (count < 0) invalid(`size (${count}) must be non-negative`);
  return count;
}

/** Adds to the bins from `to` on; what lies beyond the last bin is not counted. */
function countInto(
  bins: Numbers,
  to: number,
  size: number,
  values: readonly number[],
  weightOf: (i: number) => number,
  isBinary: boolean,
): void {
  values.forEach((value, i) => {
    if (value < 0) invalid('Input arr must be non-negative!');
    if (value >= size) return;
    bins[to + value] = isBinary ? weightOf(-1) : bins[to + value]! + weightOf(i);
  });
}

function weightReader(weights: Tensor, start: number): (i: number) => number {
  const one = literal(weights.dtype, 1);
  const data = numbersOf(weights);
  return (i) => (i < 0 || data.length === 0 ? one : data[start + i]!);
}

const bincount: Kernel = (call) => {
  const [values, weights] = [call.input(0), call.input(2)];
  const size = binCount(call);
  if (sizeOf(weights) > 0 && sizeOf(weights) !== sizeOf(values)) {
    invalid('Input indices and weights must have the same size.');
  }
  const bins = newNumbers(weights.dtype, size);
  countInto(bins, 0, size, integersOf(values), weightReader(weights, 0), false);
  return [tensorOf(weights.dtype, [size], bins)];
};

const denseBincount: Kernel = (call) => {
  const [values, weights] = [call.input(0), call.input(2)];
  if (values.shape.length > 2) {
    invalid(`Shape must be at most rank 2 but is rank ${values.shape.length}`);
  }
  const size = binCount(call);
  const isBinary = call.bool('binary_output', false);
  const [rows, columns] = values.shape.length === 2 ? values.shape : [1, sizeOf(values)];
  const bins = newNumbers(weights.dtype, rows! * size);
  const all = integersOf(values);
  for (let row = 0; row < rows!; row++) {
    const start = row * columns!;
    const own = all.slice(start, start + columns!);
    countInto(bins, row * size, size, own, weightReader(weights, start), isBinary);
  }
  const shape = values.shape.length === 2 ? [rows!, size] : [size];
  return [tensorOf(weights.dtype, shape, bins)];
};

/** How many of the sorted numbers from `from` to `to` are less than `value` (or not more). */
function bound(sorted: Numbers, from: number, to: number, value: number, isUpper: boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle]!;
    if (isUpper ? at <= value : at < value) low = middle + 1;
    else high = middle;
  }
  return low - from;
}

const bucketize: Kernel = (call) => {
  const x = widen(call.input(0));
  const boundaries = call.floats('boundaries', []);
  const values = numbersOf(x);
  const places = Int32Array.from({ length: sizeOf(x) }, (_, i) =>
    bound(boundaries as unknown as Numbers, 0, boundaries.length, Number(values[i]), true),
  );
  return [makeTensor('int32', x.shape, places)];
};

function searching(isUpper: boolean): Kernel {
  return (call) => {
    const [sorted, values] = [widen(call.input(0)), widen(call.input(1))];
    for (const [name, { shape }] of [
      ['sorted_inputs', sorted],
      ['values', values],
    ] as const) {
      if (shape.length !== 2) {
        invalid(`Shape must be rank 2 but is rank ${shape.length} for \`${name}\` argument`);
      }
    }
    if (sorted.shape[0] !== values.shape[0]) {
      invalid('Leading dim_size of both tensors must match.');
    }
    const dtype = call.type('out_type', 'int32');
    const out = newNumbers(dtype, elementCount(values.shape));
    const [width, count] = [sorted.shape[1]!, values.shape[1]!];
    for (let i = 0; i < out.length; i++) {
      const from = Math.floor(i / count) * width;
      const at = bound(numbersOf(sorted), from, from + width, numbersOf(values)[i]!, isUpper);
      out[i] = literal(dtype, at);
    }
    return [tensorOf(dtype, values.shape, out)];
  };
}

export const BINS: Kernels = {
  Bincount: bincount,
  DenseBincount: denseBincount,
  Bucketize: bucketize,
  LowerBound: searching(false),
  UpperBound: searching(true),
};
