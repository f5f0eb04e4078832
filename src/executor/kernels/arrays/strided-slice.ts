/** `x[1:, ::-1, None, ..., 3]`: the specification, made dense, and the slice that it cuts. */
import type { Kernel, KernelCall } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import { integersOf, invalid, reshaped, strided, stridesOf } from '../shared';

/** What one entry of the specification does with a dimension of the input. */
interface Entry {
  readonly begin: number;
  readonly end: number;
  readonly stride: number;
  readonly hasBegin: boolean;
  readonly hasEnd: boolean;
  readonly shrinks: boolean;
}

const WHOLE: Entry = {
  begin: 0,
  end: 0,
  stride: 1,
  hasBegin: false,
  hasEnd: false,
  shrinks: false,
};

interface Dense {
  readonly entries: readonly Entry[];
  /** Axes of the input in the result; null for a new one. */
  readonly layout: readonly (number | null)[];
}

export const stridedSlice: Kernel = (call) => {
  const x = call.input(0);
  const { entries, layout } = dense(call, x);
  const strides = stridesOf(x.shape);
  const cuts = entries.map((entry, axis) => cut(entry, axis, x.shape[axis]!));
  const offset = cuts.reduce((sum, { from }, axis) => sum + from * strides[axis]!, 0);
  const shape = cuts.map(({ count }) => count);
  const steps = cuts.map(({ step }, axis) => step * strides[axis]!);
  const result = strided(x, shape, steps, offset);
  return [
    reshaped(
      result,
      layout.map((axis) => (axis === null ? 1 : shape[axis]!)),
    ),
  ];
};

function dense(call: KernelCall, x: Tensor): Dense {
  const specs = [call.input(1), call.input(2), call.input(3)] as const;
  checkSpecs(specs);
  const [begins, ends, strides] = specs.map(integersOf) as [number[], number[], number[]];
  const mask = (name: string, i: number): boolean => ((call.int(name, 0) >> i) & 1) === 1;
  const zero = strides.indexOf(0);
  const rank = x.shape.length;
  const { ellipsis, consumed } = countEntries(begins.length, mask);
  if (rank === 0 && consumed > 0) invalid('Attempting to slice scalar input.');
  if (zero >= 0) invalid(`strides[${zero}] must be non-zero`);
  const entries: Entry[] = [];
  const layout: (number | null)[] = [];
  const skip = (count: number): void => {
    for (let k = 0; k < count; k++) {
      layout.push(entries.length);
      entries.push(WHOLE);
    }
  };
  for (let i = 0; i < begins.length; i++) {
    if (i === ellipsis) skip(rank - consumed);
    else if (mask('new_axis_mask', i)) layout.push(null);
    else {
      const shrinks = mask('shrink_axis_mask', i);
      if (entries.length >= rank) tooMany(entries.length, rank);
      if (!shrinks) layout.push(entries.length);
      entries.push({
        begin: begins[i]!,
        end: ends[i]!,
        stride: strides[i]!,
        hasBegin: !mask('begin_mask', i),
        hasEnd: !mask('end_mask', i),
        shrinks,
      });
    }
  }
  skip(rank - entries.length);
  return { entries, layout };
}

function checkSpecs([begin, end, strides]: readonly [Tensor, Tensor, Tensor]): void {
  const shapes = [begin, end, strides].map(({ shape }) => shape);
  if (shapes.every((shape) => shape.length === 1 && shape[0] === shapes[0]![0])) return;
  const [b, e, s] = shapes.map(shapeText);
  invalid(
    `Expected begin, end, and strides to be 1D equal size tensors, but got shapes ${b}, ${e}, and ${s} instead.`,
  );
}

/** Where the ellipsis is (-1 for none), and how many dimensions of the input the other entries take. */
function countEntries(
  count: number,
  mask: (name: string, i: number) => boolean,
): { ellipsis: number; consumed: number } {
  let ellipsis = -1;
  let consumed = 0;
  for (let i = 0; i < count; i++) {
    if (mask('ellipsis_mask', i)) {
      if (ellipsis >= 0) invalid('Multiple ellipses in slice spec not allowed');
      ellipsis = i;
    } else if (!mask('new_axis_mask', i)) consumed++;
  }
  return { ellipsis, consumed };
}

function tooMany(axis: number, rank: number): never {
  invalid(`Index out of range using input dim ${axis}; input has only ${rank} dims`);
}

interface Cut {
  readonly from: number;
  readonly step: number;
  readonly count: number;
}

function cut(entry: Entry, axis: number, size: number): Cut {
  return entry.shrinks ? pick(entry, axis, size) : range(entry, size);
}

function pick({ begin, stride, hasBegin }: Entry, axis: number, size: number): Cut {
  if (stride <= 0) invalid('only stride 1 allowed on non-range indexing.');
  const named = hasBegin ? begin : 0;
  const from = named < 0 ? named + size : named;
  if (from < 0 || from >= size) {
    invalid(`slice index ${from} of dimension ${axis} out of bounds.`);
  }
  return { from, step: 1, count: 1 };
}

function range({ begin, end, stride, hasBegin, hasEnd }: Entry, size: number): Cut {
  const [low, high] = stride > 0 ? [0, size] : [-1, size - 1];
  const clamp = (named: number): number =>
    Math.min(Math.max(named < 0 ? named + size : named, low), high);
  const from = hasBegin ? clamp(begin) : stride > 0 ? low : high;
  const to = hasEnd ? clamp(end) : stride > 0 ? high : low;
  return { from, step: stride, count: Math.max(0, Math.ceil((to - from) / stride)) };
}
