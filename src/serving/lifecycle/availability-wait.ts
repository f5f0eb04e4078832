/**
 * Waiting for models to become available: each model's first version that is ready, or has failed for good, decides. The
 * start of the server waits so for all models, a new config for those that are new in it.
 */
import { StatusError } from '#executor';
import type { VersionStatus } from '../servable';
import { nameOf } from '../log-sources';

interface Decided {
  readonly version: string;
  /** As text; undefined for a version that is available. */
  readonly error?: string;
}

export class AvailabilityWait {
  readonly models: readonly string[];
  /** What they are called in the message: `servable(s)` at the start, `model(s)` later. */
  readonly noun: string;
  readonly #decided: Map<string, Decided>;

  constructor(
    models: readonly string[],
    noun: string,
    decided: Iterable<readonly [string, Decided]> = [],
  ) {
    this.models = models;
    this.noun = noun;
    this.#decided = new Map(decided);
  }

  heard(model: string, { version, state, code, message }: VersionStatus): void {
    if (state !== 'AVAILABLE' && state !== 'END') return;
    if (this.#decided.has(model) || !this.models.includes(model)) return;
    const error =
      state === 'AVAILABLE' ? undefined : code === 'OK' ? '' : ` due to error: ${code}: ${message}`;
    this.#decided.set(model, {
      version: String(version),
      ...(error === undefined ? {} : { error }),
    });
  }

  get isOver(): boolean {
    return this.#decided.size === this.models.length;
  }

  /** Why it ended badly; undefined when every model has a version. */
  get failure(): StatusError | undefined {
    const failed = [...this.#decided].filter(([, { error }]) => error !== undefined);
    if (failed.length === 0) return undefined;
    const each = failed.map(
      ([model, { version, error }]) => `{${nameOf(model, BigInt(version))}${error}}, `,
    );
    const count = `${failed.length} ${this.noun} did not become available`;
    return new StatusError('UNKNOWN', `${count}: {${each.join('')}}`);
  }

  save(): SavedWait {
    return { models: this.models, noun: this.noun, decided: [...this.#decided] };
  }
}

export interface SavedWait {
  readonly models: readonly string[];
  readonly noun: string;
  readonly decided: readonly (readonly [string, Decided])[];
}
