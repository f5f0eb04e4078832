/** Loaded versions as the request handlers see them, and the states that status answers tell. */
import type { StatusCode, Tensor } from '#executor';
import type { MetaGraphDef } from '#formats/saved-model/schema';

/** Which version a request means: one of them, one by label, or the latest. */
export interface ModelSpec {
  readonly name: string;
  readonly version?: bigint;
  readonly label?: string;
}

/** A version that a request runs on; it is not unloaded before `release`. */
export interface ServableHandle {
  readonly name: string;
  readonly version: bigint;
  readonly metaGraph: MetaGraphDef;
  readonly run: RunVersion;
  release(): void;
}

/** As `Session.run`, by way of the batching queue where batching is on. @throws StatusError */
export type RunVersion = (
  feeds: ReadonlyMap<string, Tensor>,
  fetches: readonly string[],
  options: RunOptions,
) => Promise<readonly Tensor[]>;

export interface RunOptions {
  /** Milliseconds since the epoch of time: what still waits then is given up. */
  readonly deadline: number;
}

export type ManagerState = 'START' | 'LOADING' | 'AVAILABLE' | 'UNLOADING' | 'END';

export interface VersionStatus {
  readonly version: bigint;
  readonly state: ManagerState;
  /** Why it is at its end; OK otherwise. */
  readonly code: StatusCode | 'OK';
  readonly message: string;
}

/** What request handlers ask of the server's core. */
export interface Servables {
  /**
   * @throws StatusError NOT_FOUND `Servable not found for request: Latest(M)` or `… Specific(M, V)`;
   * INVALID_ARGUMENT `Unrecognized servable version label: L`
   */
  get(spec: ModelSpec): Promise<ServableHandle>;
  /** Every version ever seen, highest first; undefined for a model without any. */
  states(model: string): readonly VersionStatus[] | undefined;
}
