/** Memory of computed tensors: those that are needed at different times share it. */
import type { PlanTensor } from '../../plan';

/** A tensor and the levels from its first to its last use. */
export interface Lifetime {
  readonly tensor: PlanTensor;
  readonly from: number;
  readonly to: number;
}

export interface WorkPlaces {
  /** Of tensors that grow with the batch: elements a sample that lie before. */
  readonly each: ReadonlyMap<number, number>;
  /** Of the others. */
  readonly fixed: ReadonlyMap<number, number>;
  readonly eachSize: number;
  readonly fixedSize: number;
}

/**
 * The work memory has a fixed part, and one that has room for `eachSize` elements of each sample behind it. So places
 * are the same in words whatever the batch.
 */
export function placeWork(lifetimes: readonly Lifetime[]): WorkPlaces {
  const each = pack(lifetimes.filter(({ tensor }) => tensor.count.isBatched));
  const fixed = pack(lifetimes.filter(({ tensor }) => !tensor.count.isBatched));
  return {
    each: each.places,
    fixed: fixed.places,
    eachSize: each.size,
    fixedSize: fixed.size,
  };
}

interface Placed extends Lifetime {
  readonly offset: number;
}

/** Each tensor at the lowest place that is free all through its life, large ones first. */
function pack(lifetimes: readonly Lifetime[]): { places: Map<number, number>; size: number } {
  const placed: Placed[] = [];
  const bySize = [...lifetimes].sort((a, b) => b.tensor.count.each - a.tensor.count.each);
  for (const lifetime of bySize) {
    const rivals = placed
      .filter(({ from, to }) => from <= lifetime.to && lifetime.from <= to)
      .sort((a, b) => a.offset - b.offset);
    placed.push({ ...lifetime, offset: firstGap(rivals, lifetime.tensor.count.each) });
  }
  const size = Math.max(0, ...placed.map(({ offset, tensor }) => offset + tensor.count.each));
  return { places: new Map(placed.map(({ tensor, offset }) => [tensor.id, offset])), size };
}

/** @param rivals in the order of their offsets */
function firstGap(rivals: readonly Placed[], size: number): number {
  let offset = 0;
  for (const rival of rivals) {
    if (rival.offset - offset >= size) break;
    offset = Math.max(offset, rival.offset + rival.tensor.count.each);
  }
  return offset;
}
