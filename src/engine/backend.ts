/**
 * The engine's one interface: what training, evaluation, prediction and calibration need from a compute backend.
 *
 * A caller traces its model into a `Program`, opens a `Session` for it on a backend, binds the arrays once, and steps
 * through rows. The backend decides how to hold the data (gather on the host, or resident on the device).
 * The host copy of the variables is brought up to date only by `readState`; whoever opened the session writes it back.
 */
import type { Graph, GraphVariable, TensorRef } from '#graph';
import type { NDArray } from '#tensor';

/** `webgpu` and `wasm` are our own engines; the others are TensorFlow.js. */
export type BackendId = 'webgpu' | 'wasm' | 'tfjs-webgpu' | 'tfjs-wasm' | 'webgl' | 'cpu';

export interface BackendInfo {
  readonly id: BackendId;
  /** What runs it, in words: an adapter's description, or "SIMD, 1 thread". */
  readonly device: string;
  /** Why this backend and not a faster one, one sentence for the learner. */
  readonly reason: string;
}

/** Update rule and hyper-parameters, with Keras's names and defaults already filled in (`epsilon: 1e-7`). */
export interface OptimizerSpec {
  readonly className: 'SGD' | 'RMSprop' | 'Adam' | 'AdamW';
  readonly config: Readonly<Record<string, number | boolean | null>>;
}

export interface TrainingSpec {
  /** Scalar float32 to be minimised, regularisation included. */
  readonly loss: TensorRef;
  readonly optimizer: OptimizerSpec;
  /** What the gradient is taken for, in Keras's `trainable_variables` order. */
  readonly trainable: readonly GraphVariable[];
}

export interface Program {
  readonly graph: Graph;
  /** Placeholders in the order of the arrays that `bind` takes; the batch is their first dimension. */
  readonly feeds: readonly TensorRef[];
  /** What `fetch` returns, in this order. */
  readonly fetches: readonly TensorRef[];
  /** Tensors whose values `step` adds up over batches (metric totals and counts, loss times batch size, …). */
  readonly totals: readonly TensorRef[];
  /** Absent for evaluation and prediction. Assign ops in the graph run on each step in either case. */
  readonly training?: TrainingSpec;
  /** Only `Session.run` will be called: inputs may have any sizes, and first dimensions may differ from array to array. */
  readonly isWhole?: boolean;
}

/** Everything that training changes. Arrays are owned by the receiver. */
export interface SessionState {
  /** In the order of `program.graph.variables`. */
  readonly variables: readonly NDArray[];
  /** Optimizer steps taken. */
  readonly iterations: number;
  /** Slot variables in Keras's order (Adam: m0, v0, m1, v1, …; SGD with momentum, RMSprop: one per variable); empty = zeros. */
  readonly slots: readonly NDArray[];
}

export interface Session {
  /** Names the arrays that rows are taken from, one per feed, equal first dimension. May be called again. */
  bind(arrays: readonly NDArray[]): void;
  /** Runs one batch made of these rows and adds to the totals; trains if the program says so. Resolves when it is safe to queue the next. */
  step(rows: Uint32Array): Promise<void>;
  /** Runs one batch and returns `program.fetches`. Neither trains nor assigns. */
  fetch(rows: Uint32Array): Promise<NDArray[]>;
  /** Runs once on these arrays as they are, one per feed, and returns `program.fetches`; unlike `fetch` it takes scalars and any first dimensions, and assigns. Nothing need be bound. */
  run(arrays: readonly NDArray[]): Promise<NDArray[]>;
  /** Sums since `clearTotals`, one array per `program.totals`. Waits for the device. */
  readTotals(): Promise<NDArray[]>;
  clearTotals(): void;
  setLearningRate(value: number): void;
  readState(): Promise<SessionState>;
  writeState(state: SessionState): void;
  /** Frees device memory. Safe to call twice. */
  close(): void;
}

export interface Backend {
  readonly info: Omit<BackendInfo, 'reason'>;
  /** Op names in the program (or gradients they need) that this backend cannot run; empty = it can. */
  uncovered(program: Program): readonly string[];
  /** @param seed fixes everything random in the graph (dropout) for this session. */
  open(program: Program, state: SessionState, seed: number): Promise<Session>;
  /**
   * Resolves, never rejects, when the device is gone; pending and later calls reject with `DeviceLostError`. They also do
   * when memory does not suffice for one program, which is uncovered from then on.
   */
  readonly lost: Promise<DeviceLostError>;
  dispose(): void;
}

/**
 * The device was lost (driver reset, sleep, memory pressure), or has too little memory for this program: another backend
 * may go on. The host copy of the variables is untouched.
 */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
  readonly code = 'device-lost';
  constructor(
    readonly backend: BackendId,
    readonly detail: string,
    message = `The ${backend} device was lost${detail ? `: ${detail}` : ''}.`,
  ) {
    super(message);
  }
}
