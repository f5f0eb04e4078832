/** Reductions of rows that share a number. */
import { elementCount } from '../../element-types';
import type { Kernel, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import {
  integersOf,
  invalid,
  literal,
  newNumbers,
  numbersOf,
  sameShape,
  scalarOf,
  tensorOf,
  widened,
} from '../shared';
import { finiteExtreme } from './reduce';

interface SegmentRule {
  readonly start: (x: Tensor) => number;
  readonly step: (sum: number, x: number) => number;
  readonly isMean?: boolean;
}

const sum: SegmentRule = { start: (x) => literal(x.dtype, 0), step: (all, x) => all + x };
const product: SegmentRule = { start: (x) => literal(x.dtype, 1), step: (all, x) => all * x };
/** A segment without rows has the finite end of the type's range. */
const largest: SegmentRule = {
  start: (x) => finiteExtreme(x.dtype, false),
  step: (best, x) => (x > best ? x : best),
};
const smallest: SegmentRule = {
  start: (x) => finiteExtreme(x.dtype, true),
  step: (best, x) => (x < best ? x : best),
};

/** @param segments how many, of which numbers below 0 name none; rows of `x` begin after `ids`'s dimensions */
function reduceRows(
  rule: SegmentRule,
  x: Tensor,
  ids: readonly number[],
  inner: readonly number[],
  segments: number,
): Tensor {
  const run = elementCount(inner);
  const out = newNumbers(x.dtype, segments * run);
  const start = rule.start(x);
  for (let i = 0; i < out.length; i++) out[i] = start;
  const source = numbersOf(x);
  const counts = new Array<number>(segments).fill(0);
  ids.forEach((id, row) => {
    if (id < 0) return;
    counts[id]! += 1;
    for (let k = 0; k < run; k++) {
      out[id * run + k] = rule.step(out[id * run + k]!, source[row * run + k]!);
    }
  });
  if (rule.isMean) {
    for (let i = 0; i < out.length; i++) {
      const count = Math.max(counts[Math.floor(i / run)]!, 1);
      out[i] = out[i]! / literal(x.dtype, count);
    }
  }
  return tensorOf(x.dtype, [segments, ...inner], out);
}

/** Ids must not fall; segments without rows are filled with zeros (ones for products). */
function sorted(rule: SegmentRule): Kernel {
  return (call) => {
    const [x, idsInput] = [call.input(0), call.input(1)];
    if (idsInput.shape.length !== 1) invalid('segment_ids should be a vector.');
    const ids = integersOf(idsInput);
    if (ids.length !== x.shape[0]) {
      invalid('segment_ids should be the same size as dimension 0 of input.');
    }
    const segments = (ids.at(-1) ?? -1) + 1;
    if (ids.some((id, i) => i > 0 && id < ids[i - 1]! && ids[0]! >= 0)) {
      invalid('segment ids are not increasing');
    }
    ids.forEach((id) => {
      if (id < 0 || id >= segments) {
        invalid(
          `Segment id ${id} out of range [0, ${segments}), possibly because 'segment_ids' input is not sorted.`,
        );
      }
    });
    const inner = x.shape.slice(1);
    const result = reduceRows(rule, x, ids, inner, segments);
    fillGaps(result, ids, elementCount(inner), rule === product ? 1 : 0);
    return [result];
  };
}

function fillGaps(result: Tensor, ids: readonly number[], run: number, value: number): void {
  const used = new Set(ids);
  const data = numbersOf(result);
  for (let i = 0; i < data.length; i++) {
    if (!used.has(Math.floor(i / run))) data[i] = literal(result.dtype, value);
  }
}

function unsorted(rule: SegmentRule): Kernel {
  return (call) => {
    const [x, idsInput, count] = [call.input(0), call.input(1), call.input(2)];
    if (count.shape.length > 0) {
      invalid(`num_segments should be a scalar, not shape ${shapeText(count.shape)}`);
    }
    const rank = idsInput.shape.length;
    if (!sameShape(x.shape.slice(0, rank), idsInput.shape)) {
      invalid(
        `data.shape = ${shapeText(x.shape)} does not start with segment_ids.shape = ${shapeText(idsInput.shape)}`,
      );
    }
    const segments = scalarOf(count);
    if (segments < 0) invalid(`Input num_segments == ${segments} must not be negative.`);
    const ids = integersOf(idsInput);
    const wrong = ids.findIndex((id) => id >= segments);
    if (wrong >= 0) {
      invalid(`segment_ids[${wrong}] = ${ids[wrong]} is out of range [0, ${segments})`);
    }
    return [reduceRows(rule, x, ids, x.shape.slice(rank), segments)];
  };
}

export const SEGMENT: Kernels = widened({
  SegmentSum: sorted(sum),
  SegmentMean: sorted({ ...sum, isMean: true }),
  SegmentProd: sorted(product),
  SegmentMax: sorted(largest),
  SegmentMin: sorted(smallest),
  UnsortedSegmentSum: unsorted(sum),
  UnsortedSegmentProd: unsorted(product),
  UnsortedSegmentMax: unsorted(largest),
  UnsortedSegmentMin: unsorted(smallest),
});
