/**
 * A routine of a plan as a fixed list of dispatches. Nothing in it depends on the size of the batch, which kernels read
 * from a uniform; so a routine is compiled once.
 */
import { countOf, type Count, type Plan, type PlanTensor, type Routine } from '../plan';
import { updateRule } from '../update-rule';
import { FreshTensors } from './lower/fresh-tensors';
import { lower } from './lower/lower';
import { type Inlining, inlineMaps, rootsOf } from './schedule/inline';
import { type Lifetime, placeWork, type WorkPlaces } from './schedule/placement';
import { type Segment, segmentsOf, tensorsIn } from './schedule/segments';
import { valueFunction } from './text/fold';
import { gemmFunction, tileOf, tileRows, tileSize, WORKGROUP, workgroupsAcross } from './text/gemm';
import { groupCount, groupFunction, POOL_SIZE, poolOf } from './text/group';
import { countText } from './text/literals';
import { moduleText, type SegmentText } from './text/module';
import { type FeedForm, type Layout, type Place, Scope } from './text/scope';
import type { StatePlaces } from './state-places';
import type { Words } from './words';

/** Workgroups: `times` for each `per` of what is counted. */
export interface WorkgroupCount {
  readonly over: Count;
  readonly per: number;
  readonly times: number;
}

export interface Dispatch {
  /** WGSL with the entry point `main`. */
  readonly text: string;
  /** Of its segments, which lie behind each other. */
  readonly workgroups: readonly WorkgroupCount[];
}

/** Where a result lies in the results' memory. */
export interface ResultPlace {
  readonly count: Count;
  /** Elements a sample that lie before. */
  readonly each: number;
  readonly offset: number;
}

export interface CompiledRoutine {
  readonly dispatches: readonly Dispatch[];
  /** In the order of the routine's results. */
  readonly results: readonly ResultPlace[];
  /** Elements of the memories for a batch: `each` a sample and `fixed` in all. */
  readonly work: MemorySize;
  /** Of one slot. */
  readonly resultSize: MemorySize;
}

export interface MemorySize {
  readonly each: number;
  readonly fixed: number;
}

export interface CompileInput {
  readonly plan: Plan;
  readonly state: StatePlaces;
  readonly words: Words;
  /** In the order of the plan's feeds. */
  readonly feeds: readonly { readonly rowSize: number; readonly form: FeedForm }[];
}

export function workgroupsOf({ over, per, times }: WorkgroupCount, batch: number): number {
  return Math.ceil(countOf(over, batch) / per) * times;
}

export function sizeFor({ each, fixed }: MemorySize, batch: number): number {
  return each * batch + fixed;
}

export function compileRoutine(routine: Routine, input: CompileInput): CompiledRoutine {
  const { plan, words } = input;
  const rule = plan.optimizer && updateRule(plan.optimizer);
  const items = lower(routine.ops, rule, new FreshTensors(plan.tensors.length));
  const inlining = inlineMaps(items, routine.results);
  const segments = segmentsOf(inlining);
  const results = placeResults(routine);
  const work = placeWork(lifetimesOf(segments, inlining, results.places));
  const layout = layoutOf(input, inlining, results, work);
  const dispatches = levelsOf(segments).map((level, number) => {
    const texts = level.map((segment, n) =>
      segmentText(segment, `s${number}_${n}_`, layout, inlining),
    );
    return {
      text: moduleText(texts, words.text),
      workgroups: texts.map(({ workgroups }) => workgroups),
    };
  });
  return {
    dispatches,
    results: routine.results.map(({ tensor }) => results.places.get(tensor.id)!),
    work: { each: work.eachSize, fixed: work.fixedSize },
    resultSize: results.size,
  };
}

/** Segments that run together. Those of a single workgroup come first: they take longest. */
function levelsOf(segments: readonly Segment[]): Segment[][] {
  const levels: Segment[][] = [];
  for (const segment of segments) (levels[segment.level] ??= []).push(segment);
  const isSingle = (segment: Segment) => segment.kind === 'group' && segment.mode === 'whole';
  return levels.map((level) => level.sort((a, b) => Number(isSingle(b)) - Number(isSingle(a))));
}

interface ResultPlaces {
  readonly places: ReadonlyMap<number, ResultPlace>;
  readonly size: MemorySize;
}

function placeResults({ results }: Routine): ResultPlaces {
  const tensors = [...new Map(results.map(({ tensor }) => [tensor.id, tensor])).values()];
  const places = new Map<number, ResultPlace>();
  const fixed = tensors
    .filter(({ count }) => !count.isBatched)
    .reduce((offset, { id, count }) => {
      places.set(id, { count, each: 0, offset });
      return offset + count.each;
    }, 0);
  const each = tensors
    .filter(({ count }) => count.isBatched)
    .reduce((before, { id, count }) => {
      places.set(id, { count, each: before, offset: fixed });
      return before + count.each;
    }, 0);
  return { places, size: { each, fixed } };
}

/** Of the tensors that have to be in the work memory: neither results, nor seen by one workgroup only. */
function lifetimesOf(
  segments: readonly Segment[],
  { inlined }: Inlining,
  results: ReadonlyMap<number, ResultPlace>,
): Lifetime[] {
  const readers = new Map<number, Segment[]>();
  for (const segment of segments) {
    for (const { id } of rootsOf(tensorsIn(segment).reads, inlined)) {
      readers.set(id, [...(readers.get(id) ?? []), segment]);
    }
  }
  return segments.flatMap((segment) => {
    const pool = segment.kind === 'group' ? poolOf(segment) : undefined;
    const stored = tensorsIn(segment).writes.filter(({ id, source }) => {
      if (source !== 'computed' || results.has(id)) return false;
      return !pool?.has(id) || readers.get(id)?.some((reader) => reader !== segment);
    });
    return stored.map((tensor) => {
      const uses = (readers.get(tensor.id) ?? []).map(({ level }) => level);
      return { tensor, from: segment.level, to: Math.max(segment.level, ...uses) };
    });
  });
}

function layoutOf(
  { plan, state, words, feeds }: CompileInput,
  { inlined }: Inlining,
  results: ResultPlaces,
  work: WorkPlaces,
): Layout {
  const slot = results.size.each > 0 ? 0 : results.size.fixed;
  const feedIndex = new Map(plan.feeds.map(({ id }, index) => [id, index]));
  const place = ({ id }: PlanTensor): Place | undefined => {
    const index = feedIndex.get(id);
    if (index !== undefined) return { at: 'feed', index, ...feeds[index]! };
    const kept = state.offsets.get(id);
    if (kept !== undefined) return { at: 'state', offset: kept };
    const result = results.places.get(id);
    if (result) return { at: 'results', each: result.each, offset: result.offset, slot };
    const each = work.each.get(id);
    if (each !== undefined) return { at: 'work', each, offset: work.fixedSize };
    const offset = work.fixed.get(id);
    return offset === undefined ? undefined : { at: 'work', each: 0, offset };
  };
  return {
    place,
    inlined: ({ id }) => inlined.get(id),
    keyWord: (stream) => words.keyWord(stream),
    feedWord: (index) => words.feedWord(index),
  };
}

function segmentText(
  segment: Segment,
  prefix: string,
  layout: Layout,
  { inlined }: Inlining,
): SegmentText {
  const pool = segment.kind === 'group' ? poolOf(segment) : undefined;
  const scope = new Scope(prefix, layout, pool);
  const none = { tile: 0, pool: 0 };
  switch (segment.kind) {
    case 'group': {
      const entry = groupFunction(scope, segment, (reads) => rootsOf(reads, inlined));
      const workgroups = { ...groupCount(segment), times: 1 };
      return { ...none, entry, text: scope.text, workgroups, pool: POOL_SIZE };
    }
    case 'gemm': {
      const { gemm } = segment;
      const tile = tileOf(gemm);
      const entry = gemmFunction(scope, gemm);
      const times = workgroupsAcross(gemm, tile);
      const workgroups = { over: gemm.m, per: tileRows(tile), times };
      return { ...none, entry, text: scope.text, workgroups, tile: tileSize(tile) };
    }
    case 'wide': {
      const { op } = segment;
      const body = `${scope.store(op.out)}(i, ${valueFunction(scope, op)}(i));`;
      return { ...none, ...perElement(scope, op.out.count, body) };
    }
    case 'effect': {
      const { count, text } = segment.effect;
      return { ...none, ...perElement(scope, count, text(scope)) };
    }
  }
}

/** @param body statements for element `i` */
function perElement(scope: Scope, count: Count, body: string) {
  const entry = scope.define(
    'each',
    (name) => `fn ${name}(group: u32, lane: u32) {
  let i = group * ${WORKGROUP}u + lane;
  if (i >= ${countText(count)}) { return; }
  ${body}
}`,
  );
  return { entry, text: scope.text, workgroups: { over: count, per: WORKGROUP, times: 1 } };
}
