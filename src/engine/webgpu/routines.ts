/** A session's routines with their pipelines. A routine is compiled once for each form that its feeds come in. */
import type { Program } from '../backend';
import type { Plan } from '../plan';
import { compileRoutine, type CompiledRoutine, workgroupsOf } from './compile';
import { rowSizeOf } from './data';
import type { Pipelines } from './pipelines';
import { placeState, type StatePlaces } from './state-places';
import type { FeedForm } from './text/scope';
import { Words } from './words';

export type RoutineName = 'step' | 'fetch' | 'run';

export interface ReadyRoutine {
  readonly compiled: CompiledRoutine;
  /** In the order of the dispatches. */
  readonly pipelines: readonly GPUComputePipeline[];
}

export class Routines {
  readonly state: StatePlaces;
  readonly words: Words;
  readonly #plan: Plan;
  readonly #rowSizes: readonly number[];
  readonly #pipelines: Pipelines;
  readonly #ready = new Map<string, Promise<ReadyRoutine>>();

  constructor(program: Program, plan: Plan, pipelines: Pipelines) {
    this.#plan = plan;
    this.#pipelines = pipelines;
    this.#rowSizes = program.feeds.map(rowSizeOf);
    this.state = placeState(plan);
    this.words = new Words(plan);
  }

  /** @param forms one per feed */
  get(name: RoutineName, forms: readonly FeedForm[]): Promise<ReadyRoutine> {
    const key = [name, ...forms].join();
    const known = this.#ready.get(key);
    if (known) return known;
    const made = this.#make(name, forms);
    this.#ready.set(key, made);
    made.catch(() => this.#ready.delete(key));
    return made;
  }

  /** As arrays are most likely to come: images as bytes, the rest as floats. */
  likelyForms(): FeedForm[] {
    return this.#rowSizes.map((size) => (size > 1 ? 'bytes' : 'floats'));
  }

  async #make(name: RoutineName, forms: readonly FeedForm[]): Promise<ReadyRoutine> {
    const compiled = compileRoutine(this.#plan[name], {
      plan: this.#plan,
      state: this.state,
      words: this.words,
      feeds: forms.map((form, index) => ({ form, rowSize: this.#rowSizes[index]! })),
    });
    const pipelines = compiled.dispatches.map(({ text }) => this.#pipelines.get(text));
    return { compiled, pipelines: await Promise.all(pipelines) };
  }
}

/** Workgroups in one dimension; more go into a second. */
const MOST_ACROSS = 65_535;

/** Appends one run. @param offset of its uniform block, in bytes */
export function encodeRun(
  pass: GPUComputePassEncoder,
  { compiled, pipelines }: ReadyRoutine,
  { group, offset, batch }: { group: GPUBindGroup; offset: number; batch: number },
): void {
  pass.setBindGroup(0, group, [offset]);
  compiled.dispatches.forEach(({ workgroups }, index) => {
    const count = workgroups.reduce((sum, part) => sum + workgroupsOf(part, batch), 0);
    if (count === 0) return;
    const down = Math.ceil(count / MOST_ACROSS);
    pass.setPipeline(pipelines[index]!);
    pass.dispatchWorkgroups(Math.ceil(count / down), down);
  });
}
