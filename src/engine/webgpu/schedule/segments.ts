/**
 * Which items run together. A segment is what one set of workgroups does on its own; segments of one level do not depend
 * on each other and share a dispatch. Every level costs a dispatch, so items join earlier groups where they can.
 */
import type { PlanTensor } from '../../plan';
import { countOf } from '../../plan';
import type { Effect, Gemm, Item } from '../lower/item';
import { isBatched, type MapOp } from '../lower/map-op';
import { NOMINAL_BATCH } from '../lower/nominal';
import { type Inlining, readsOf, rootsOf, writesOf } from './inline';

export type Segment = Group | Wide | GemmSegment | EffectSegment;

/** Operations in order: on a few samples for each workgroup (`rows`), or on everything in a single one (`whole`). */
export interface Group {
  readonly kind: 'group';
  readonly mode: 'rows' | 'whole';
  readonly ops: MapOp[];
  readonly level: number;
}

/** One thread for each element. */
interface Wide {
  readonly kind: 'wide';
  readonly op: MapOp;
  readonly level: number;
}

interface GemmSegment {
  readonly kind: 'gemm';
  readonly gemm: Gemm;
  readonly level: number;
}

interface EffectSegment {
  readonly kind: 'effect';
  readonly effect: Effect;
  readonly level: number;
}

/** Samples of a workgroup in a `rows` group. */
export const GROUP_SAMPLES = 4;

/** Elements of a sample up to which it is left to part of a workgroup. */
const LIGHT_SAMPLE = 2048;
const LIGHT_SAMPLE_WORK = 64 * 1024;
const LIGHT_WHOLE = 2048;
const LIGHT_WHOLE_WORK = 32 * 1024;

export function segmentsOf({ items, inlined }: Inlining): Segment[] {
  const levels = new Levels();
  const segments: Segment[] = [];
  for (const item of items) {
    const reads = rootsOf(readsOf(item), inlined);
    const writes = writesOf(item);
    let segment: Segment | undefined;
    if (item.kind === 'map') {
      segment = groupFor(item.op, segments, reads, levels);
      segment?.ops.push(item.op);
    }
    if (!segment) segments.push((segment = segmentFor(item, levels.after(reads, writes))));
    levels.note(reads, writes, segment.level);
  }
  return segments;
}

export function tensorsIn(segment: Segment): { reads: PlanTensor[]; writes: PlanTensor[] } {
  switch (segment.kind) {
    case 'group':
      return {
        reads: segment.ops.flatMap(({ reads }) => reads),
        writes: segment.ops.map(({ out }) => out),
      };
    case 'wide':
      return { reads: [...segment.op.reads], writes: [segment.op.out] };
    case 'gemm':
      return { reads: [...segment.gemm.reads], writes: [...segment.gemm.writes] };
    case 'effect':
      return { reads: [...segment.effect.reads], writes: [...segment.effect.writes] };
  }
}

/** The latest group that has part of what the operation reads, if all the rest is there when that group runs. */
function groupFor(
  op: MapOp,
  segments: Segment[],
  reads: readonly PlanTensor[],
  levels: Levels,
): Group | undefined {
  const mode = modeOf(op);
  if (!mode) return undefined;
  const ids = new Set(reads.map(({ id }) => id));
  const group = segments.findLast(
    (segment): segment is Group =>
      segment.kind === 'group' &&
      segment.mode === mode &&
      segment.ops.some(({ out }) => ids.has(out.id)),
  );
  if (!group) return undefined;
  const own = new Set(group.ops.map(({ out }) => out.id));
  const others = reads.filter(({ id }) => !own.has(id));
  return levels.after(others, []) <= group.level ? group : undefined;
}

function segmentFor(item: Item, level: number): Segment {
  switch (item.kind) {
    case 'gemm':
      return { kind: 'gemm', gemm: item, level };
    case 'effect':
      return { kind: 'effect', effect: item, level };
    case 'map': {
      const mode = modeOf(item.op);
      if (mode) return { kind: 'group', mode, ops: [item.op], level };
      return { kind: 'wide', op: item.op, level };
    }
  }
}

function modeOf({ out, fold, isSampleLocal }: MapOp): Group['mode'] | undefined {
  const terms = fold ? countOf(fold.length, NOMINAL_BATCH) : 1;
  const { each } = out.count;
  if (isBatched(out)) {
    const isLight = each <= LIGHT_SAMPLE && each * terms <= LIGHT_SAMPLE_WORK;
    return isSampleLocal && isLight ? 'rows' : undefined;
  }
  return each <= LIGHT_WHOLE && each * terms <= LIGHT_WHOLE_WORK ? 'whole' : undefined;
}

/** At which level each tensor was last written and read. */
class Levels {
  readonly #written = new Map<number, number>();
  readonly #read = new Map<number, number>();

  /** The first level at which something with these operands can run. */
  after(reads: readonly PlanTensor[], writes: readonly PlanTensor[]): number {
    const behind = (levels: Map<number, number>) => (tensor: PlanTensor) =>
      (levels.get(tensor.id) ?? -1) + 1;
    return Math.max(
      0,
      ...reads.map(behind(this.#written)),
      ...writes.map(behind(this.#written)),
      ...writes.map(behind(this.#read)),
    );
  }

  note(reads: readonly PlanTensor[], writes: readonly PlanTensor[], level: number): void {
    for (const { id } of reads) this.#read.set(id, Math.max(level, this.#read.get(id) ?? 0));
    for (const { id } of writes) this.#written.set(id, level);
  }
}
