/** Page ⇄ kernel worker. The worker `satisfies KernelApi`; the page only imports these types. */
import type { CellOutput } from './output';
import type { PageServing } from './serving';

export interface KernelOptions {
  /** From `?backend=`; undefined = choose. */
  readonly backend: string | undefined;
  /** Absolute address of the app's folder, for data and WASM files. */
  readonly baseUrl: string;
}

/** A way to the page's own workspace: the kernel takes it where either of them is refused storage. */
export interface PageFiles {
  readonly storage: 'opfs' | 'memory';
  readonly port: MessagePort;
}

export interface BackendBadge {
  readonly id: string;
  readonly device: string;
  readonly reason: string;
}

export interface RunRequest {
  /** Grows with every run in this page; late output of an older run of a cell is dropped by it. */
  readonly runId: number;
  readonly cellId: string;
  /** The lesson's slug; cells of one lesson share one scope. */
  readonly lesson: string;
  readonly language: string;
  readonly code: string;
  /** The lesson's other cells as they stand: a missing name or file is traced to the one that makes it. */
  readonly others?: readonly OtherCell[];
}

export interface OtherCell {
  readonly title: string;
  readonly language: string;
  readonly code: string;
}

export interface RunResult {
  readonly status: 'ok' | 'error' | 'stopped';
  /** Milliseconds. */
  readonly elapsed: number;
  /** Backend that computed something during the run, if any did. */
  readonly ranOn: string | undefined;
  /** Top-level names that the cell reads from other cells, and declares. */
  readonly reads: readonly string[];
  readonly declares: readonly string[];
}

export interface VariableInfo {
  readonly name: string;
  /** `NDArray`, `Sequential`, `number`, … */
  readonly type: string;
  /** One line: shape and dtype, parameter count, value. */
  readonly summary: string;
}

/** A model saved by itself during training, so that a killed kernel loses at most one epoch. */
export interface CheckpointInfo {
  /** Path in the workspace, under `.slipway/`. */
  readonly path: string;
  readonly lesson: string;
  /** Name of the variable that held the model. */
  readonly variable: string;
  /** Epochs done, as in `2/3`. */
  readonly epoch: number;
  readonly epochs: number;
  /** Milliseconds since the epoch of time. */
  readonly saved: number;
}

export type KernelEvent =
  | { readonly type: 'output'; readonly runId: number; readonly output: CellOutput }
  | { readonly type: 'backend'; readonly backend: BackendBadge }
  /** A backend is being loaded; undefined = no longer. */
  | { readonly type: 'loading'; readonly backend: string | undefined }
  /**
   * The kernel is inside work that ends by itself within about `patience` ms after a stop; 0 = back to learner code.
   * `what` ends the sentence “Stopping after …”: `the current batch of fit`.
   */
  | {
      readonly type: 'busy';
      readonly runId: number;
      readonly what: string;
      readonly patience: number;
    }
  | { readonly type: 'checkpoint'; readonly checkpoint: CheckpointInfo }
  | {
      readonly type: 'variables';
      readonly lesson: string;
      readonly variables: readonly VariableInfo[];
    };

/** Asks the page for the container host; it starts one if there is none. */
export type ConnectServing = () => Promise<PageServing>;

export interface KernelApi {
  /** Must be called once, first. `emit` and `connectServing` are comlink proxies; `files` is transferred. */
  boot(
    options: KernelOptions,
    emit: (event: KernelEvent) => void,
    files?: PageFiles,
    connectServing?: ConnectServing,
  ): Promise<void>;
  run(request: RunRequest): Promise<RunResult>;
  /** Asks the running cell to stop; answers at once. The run's own promise tells when it has. */
  interrupt(): Promise<void>;
  /** Loads a checkpoint and puts it back into its variable. */
  restore(checkpoint: CheckpointInfo): Promise<void>;
}
