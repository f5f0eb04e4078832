/** A group of operations that one workgroup runs one behind the other, on a few samples or on everything. */
import { countOf, type Count, type PlanTensor } from '../../plan';
import type { MapOp } from '../lower/map-op';
import { isBatched } from '../lower/map-op';
import { NOMINAL_BATCH } from '../lower/nominal';
import { GROUP_SAMPLES, type Group } from '../schedule/segments';
import { finishFunction, termFunction, valueFunction } from './fold';
import { WORKGROUP } from './gemm';
import { countText } from './literals';
import type { PoolPlace, Scope } from './scope';

/** Floats of workgroup memory for values between operations. */
const POOL = 768;
/** Sums that are shared out among threads have a place for each. */
export const POOL_SIZE = POOL + WORKGROUP;
/** Shorter sums are not shared out. */
const SHORT = 16;

/** Which results stay in workgroup memory, and where. Those beyond its size go through the work memory. */
export function poolOf({ mode, ops }: Group): Map<number, PoolPlace> {
  const places = new Map<number, PoolPlace>();
  let offset = 0;
  for (const { out } of ops) {
    const { each, isBatched: perSample } = out.count;
    if (perSample && mode === 'whole') continue;
    const size = perSample ? each * GROUP_SAMPLES : each;
    if (offset + size > POOL) continue;
    places.set(out.id, { offset, each, isBatched: perSample });
    offset += size;
  }
  return places;
}

/** Name of the function `(group: u32, lane: u32)`. @param roots what is stored of all that tensors are computed from */
export function groupFunction(
  scope: Scope,
  group: Group,
  roots: (tensors: readonly PlanTensor[]) => readonly PlanTensor[],
): string {
  const writer = new GroupWriter(scope, group);
  const parts = group.ops.map((op) => writer.write(op, roots(op.reads)));
  return scope.define(
    'group',
    (name) => `var<private> ${scope.firstSample}: u32;
fn ${name}(group: u32, lane: u32) {
${writer.head}
${parts.join('\n')}
}`,
  );
}

class GroupWriter {
  readonly #scope: Scope;
  readonly #mode: Group['mode'];
  /** Results since the last barrier. */
  readonly #fresh = new Set<number>();
  #arePartsBusy = false;

  constructor(scope: Scope, { mode }: Group) {
    this.#scope = scope;
    this.#mode = mode;
  }

  get head(): string {
    const first = this.#scope.firstSample;
    if (this.#mode === 'whole') return `${first} = 0u;\nlet samples = P.batch;`;
    return `let sample0 = group * ${GROUP_SAMPLES}u;
${first} = sample0;
let samples = min(${GROUP_SAMPLES}u, P.batch - sample0);`;
  }

  write(op: MapOp, reads: readonly PlanTensor[]): string {
    const threads = this.#threadsPerSum(op);
    const waits =
      reads.some(({ id }) => this.#fresh.has(id)) || (threads > 1 && this.#arePartsBusy);
    const text = threads > 1 ? this.#shared(op, threads) : this.#simple(op);
    if (waits) this.#wait();
    this.#fresh.add(op.out.id);
    if (threads > 1) this.#arePartsBusy = true;
    return waits ? `${BARRIER}\n${text}` : text;
  }

  #wait(): void {
    this.#fresh.clear();
    this.#arePartsBusy = false;
  }

  #simple(op: MapOp): string {
    const value = valueFunction(this.#scope, op);
    const store = this.#scope.store(op.out);
    return `for (var j = lane; j < ${this.#size(op.out)}; j += ${WORKGROUP}u) {
  let i = ${this.#index(op.out)};
  ${store}(i, ${value}(i));
}`;
  }

  /** Several threads add up one element, then by halves what each of them has; the first of them stores it. */
  #shared(op: MapOp, threads: number): string {
    const { length, start, combine } = op.fold!;
    const term = termFunction(this.#scope, op);
    const finish = finishFunction(this.#scope, op);
    const store = this.#scope.store(op.out);
    return `{
  let j = lane / ${threads}u;
  let i = ${this.#index(op.out)};
  var v = ${start};
  if (j < ${this.#size(op.out)}) {
    for (var k = lane % ${threads}u; k < ${countText(length)}; k += ${threads}u) { v = ${combine('v', `${term}(i, k)`)}; }
  }
  pool[${POOL}u + lane] = v;
  for (var half = ${threads / 2}u; half > 0u; half = half / 2u) {
    workgroupBarrier();
    if (lane % ${threads}u < half) {
      v = ${combine('v', `pool[${POOL}u + lane + half]`)};
      pool[${POOL}u + lane] = v;
    }
  }
  if (lane % ${threads}u == 0u && j < ${this.#size(op.out)}) { ${store}(i, ${finish}(i, v)); }
}`;
  }

  #threadsPerSum({ out, fold }: MapOp): number {
    if (!fold || countOf(fold.length, NOMINAL_BATCH) < SHORT) return 1;
    const { each, isBatched: perSample } = out.count;
    if (perSample && this.#mode === 'whole') return 1;
    const results = perSample ? each * GROUP_SAMPLES : each;
    if (results > WORKGROUP / 2) return 1;
    return 2 ** Math.floor(Math.log2(WORKGROUP / results));
  }

  /** Elements that are the workgroup's. */
  #size(out: PlanTensor): string {
    return isBatched(out) ? `${out.count.each}u * samples` : `${out.count.each}u`;
  }

  #index(out: PlanTensor): string {
    return isBatched(out) ? `${this.#scope.firstSample} * ${out.count.each}u + j` : 'j';
  }
}

const BARRIER = 'workgroupBarrier();\nstorageBarrier();';

/** What a group's workgroups are counted by. */
export function groupCount({ mode }: Group): { readonly over: Count; readonly per: number } {
  return mode === 'whole'
    ? { over: { each: 1, isBatched: false }, per: 1 }
    : { over: { each: 1, isBatched: true }, per: GROUP_SAMPLES };
}
