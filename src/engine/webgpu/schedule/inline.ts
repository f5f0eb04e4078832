/** Which results are computed where they are read, and never stored. */
import type { PlanResult, PlanTensor } from '../../plan';
import type { Item } from '../lower/item';
import type { MapOp } from '../lower/map-op';

/** Loads that one element may take through operations within operations. */
const MOST_LOADS = 12;
/** Up to this cost an element is computed again for each reader. */
const CHEAP = 2;
/** Up to this cost even where each element is read for many results. */
const TRIVIAL = 1;

export interface Inlining {
  /** By tensor id. */
  readonly inlined: ReadonlyMap<number, MapOp>;
  /** The items that are left. */
  readonly items: readonly Item[];
}

export function inlineMaps(items: readonly Item[], results: readonly PlanResult[]): Inlining {
  const readers = readersOf(items);
  const isResult = new Set(results.map(({ tensor }) => tensor.id));
  const inlined = new Map<number, MapOp>();
  const costs = new Map<number, number>();
  const left = items.filter((item, index) => {
    if (item.kind !== 'map' || isResult.has(item.op.out.id)) return true;
    const { op } = item;
    const places = readers.get(op.out.id) ?? [];
    const cost = costOf(op, costs);
    const isFit = places.every((place) => canRead(items[place]!, op, cost, places.length));
    if (!isFit || changesBetween(items, index, places, op, inlined)) return true;
    inlined.set(op.out.id, op);
    costs.set(op.out.id, cost);
    return false;
  });
  return { inlined, items: left };
}

/** What is stored of everything that these tensors are computed from. */
export function rootsOf(
  tensors: readonly PlanTensor[],
  inlined: ReadonlyMap<number, MapOp>,
): PlanTensor[] {
  return tensors.flatMap((tensor) => {
    const op = inlined.get(tensor.id);
    return op ? rootsOf(op.reads, inlined) : [tensor];
  });
}

export function readsOf(item: Item): readonly PlanTensor[] {
  return item.kind === 'map' ? item.op.reads : item.reads;
}

export function writesOf(item: Item): readonly PlanTensor[] {
  return item.kind === 'map' ? [item.op.out] : item.writes;
}

function canRead(reader: Item, op: MapOp, cost: number, readers: number): boolean {
  if (cost > MOST_LOADS) return reader.kind === 'effect' && readers === 1;
  if (reader.kind === 'effect' && readers === 1) return true;
  if (op.fold) return false;
  const isSpread = reader.kind === 'gemm' || (reader.kind === 'map' && reader.op.isSpread);
  if (isSpread) return cost <= TRIVIAL && !isMoving(op);
  return readers === 1 || cost <= CHEAP;
}

/** More than one load to compute a place is too much for what reads an element many times. */
function isMoving(op: MapOp): boolean {
  return op.reads.length > 1;
}

function costOf(op: MapOp, costs: ReadonlyMap<number, number>): number {
  return op.reads.reduce((sum, { id }) => sum + (costs.get(id) ?? 1) - 1, op.cost);
}

/** Whether a variable that the operation reads has changed where its result is read. */
function changesBetween(
  items: readonly Item[],
  index: number,
  places: readonly number[],
  op: MapOp,
  inlined: ReadonlyMap<number, MapOp>,
): boolean {
  const roots = new Set(rootsOf(op.reads, inlined).map(({ id }) => id));
  const last = Math.max(index, ...places);
  return items
    .slice(index + 1, last + 1)
    .some((item) => item.kind !== 'map' && writesOf(item).some(({ id }) => roots.has(id)));
}

function readersOf(items: readonly Item[]): Map<number, number[]> {
  const readers = new Map<number, number[]>();
  items.forEach((item, index) => {
    for (const { id } of new Set(readsOf(item))) {
      const known = readers.get(id);
      if (known) known.push(index);
      else readers.set(id, [index]);
    }
  });
  return readers;
}
