/** One version in the manager's hands, from the moment it is wanted until it is gone. */
import { StatusError, type StatusCode } from '#executor';
import type { VersionView } from './availability-policy';
import type { LoadedVersion } from './version-loader';

/** `waiting` is between two attempts to load; to everybody else it is loading. */
type HarnessState = VersionView['state'] | 'waiting';

export class Harness {
  readonly model: string;
  readonly version: bigint;
  readonly path: string;
  state: HarnessState = 'new';
  wanted = true;
  /** Attempts to load that have failed. */
  attempts = 0;
  /** When the next one is due, in milliseconds since the epoch of time. */
  retryAt = 0;
  /** Of the last attempt. */
  error: StatusError | undefined;
  /** Under which the files it was loaded from are kept. */
  key: string | undefined;
  loaded: LoadedVersion | undefined;
  opening: Promise<LoadedVersion> | undefined;
  #handles = 0;
  #drained: (() => void) | undefined;

  constructor(model: string, version: bigint, path: string) {
    this.model = model;
    this.version = version;
    this.path = path;
  }

  get view(): VersionView {
    const state = this.state === 'waiting' ? 'loading' : this.state;
    return { version: this.version, state, wanted: this.wanted };
  }

  hold(): void {
    this.#handles++;
  }

  release(): void {
    this.#handles--;
    if (this.#handles === 0) this.#drained?.();
  }

  /** Resolves when no request runs on it any more. */
  async drained(): Promise<void> {
    if (this.#handles === 0) return;
    await new Promise<void>((resolve) => {
      this.#drained = resolve;
    });
  }
}

export interface SavedHarness {
  readonly model: string;
  readonly version: string;
  readonly path: string;
  readonly state: HarnessState;
  readonly wanted: boolean;
  readonly attempts: number;
  readonly retryAt: number;
  readonly key?: string;
  readonly error?: { readonly code: StatusCode; readonly message: string };
}

export function saveHarness(harness: Harness): SavedHarness {
  const { model, version, path, state, wanted, attempts, retryAt, key, error } = harness;
  return {
    model,
    version: String(version),
    path,
    state,
    wanted,
    attempts,
    retryAt,
    ...(key === undefined ? {} : { key }),
    ...(error && { error: { code: error.code, message: error.message } }),
  };
}

/** An attempt that was under way when the process ended is made again at once. */
export function restoreHarness(saved: SavedHarness): Harness {
  const harness = new Harness(saved.model, BigInt(saved.version), saved.path);
  const wasLoading = saved.state === 'loading';
  harness.state = wasLoading ? 'waiting' : saved.state;
  harness.retryAt = wasLoading ? 0 : saved.retryAt;
  harness.wanted = saved.wanted;
  harness.attempts = saved.attempts;
  harness.key = saved.key;
  harness.error = saved.error && new StatusError(saved.error.code, saved.error.message);
  return harness;
}
