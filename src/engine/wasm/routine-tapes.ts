/** A session's tapes: made when a batch size first comes, kept for the next time as long as there is memory. */
import { TooLargeError } from '#errors';
import type { Plan } from '../plan';
import { type FeedSource, formOf } from './feed-source';
import { RoutineTape, type RoutineSpec } from './routine-tape';
import type { SessionMemory } from './session-memory';

export type RoutineName = 'step' | 'fetch' | 'run';

/** Full and last batches of training and of prediction, and some to spare; more would only hold memory. */
const MOST_TAPES = 6;

export class RoutineTapes {
  readonly #memory: SessionMemory;
  readonly #plan: Plan;
  readonly #rule: RoutineSpec['rule'];
  /** The one used last comes last. */
  readonly #tapes = new Map<string, RoutineTape>();

  constructor(memory: SessionMemory, plan: Plan, rule: RoutineSpec['rule']) {
    this.#memory = memory;
    this.#plan = plan;
    this.#rule = rule;
  }

  /** @throws TooLargeError when memory does not suffice, even without all other tapes */
  get(name: RoutineName, batch: number, sources: readonly FeedSource[]): RoutineTape {
    const key = [name, batch, ...sources.map(formOf)].join(' ');
    const tape = this.#tapes.get(key) ?? this.#make(name, batch, sources);
    this.#tapes.delete(key);
    this.#tapes.set(key, tape);
    return tape;
  }

  free(): void {
    for (const tape of this.#tapes.values()) tape.free();
    this.#tapes.clear();
  }

  #make(name: RoutineName, batch: number, sources: readonly FeedSource[]): RoutineTape {
    if (this.#tapes.size === MOST_TAPES) {
      const [[oldest, tape]] = this.#tapes as unknown as [[string, RoutineTape]];
      tape.free();
      this.#tapes.delete(oldest);
    }
    const plan = this.#plan;
    const spec = { plan, routine: plan[name], rule: this.#rule, batch, sources };
    try {
      return new RoutineTape(this.#memory, spec);
    } catch (error) {
      if (!(error instanceof TooLargeError) || this.#tapes.size === 0) throw error;
      this.free();
      return new RoutineTape(this.#memory, spec);
    }
  }
}
