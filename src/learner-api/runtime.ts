/**
 * What the learner API needs from the kernel that hosts it. One per worker, as Python's Keras has one global state:
 * the kernel sets it before the first cell runs, tests set one of their own.
 */
import type { BackendInfo, Program, Session, SessionState } from '#engine';
import type { CellOutput } from '#protocol';
import type { Workspace } from '#workspace';

export interface OpenedSession {
  readonly session: Session;
  readonly backend: BackendInfo;
}

export interface Runtime {
  readonly workspace: Workspace;
  /** Absolute address of the app's folder, with a trailing slash; data files are at `data/` below it. */
  readonly baseUrl: string;
  /**
   * Opens the program on the best backend that covers it. After a `DeviceLostError` the caller opens again with its
   * last good state and gets the next backend.
   */
  open(program: Program, state: SessionState, seed: number): Promise<OpenedSession>;
  /** Shows something below the running cell. */
  emit(output: CellOutput): void;
  /** Aborted when the learner stops the running cell. Another signal for every run: read it anew. */
  readonly signal: AbortSignal;
  /**
   * Lets messages in (a Stop among them) if the last pause is over 16 ms ago, else returns at once.
   * Call between batches of any loop.
   */
  pause(): Promise<void>;
  /**
   * Says that work goes on which ends by itself within about `patience` ms after a stop; 0 when it is over.
   * @param what what a stop waits for, as it ends the sentence “Stopping after …”: `the current batch of fit`
   */
  busy(what: string, patience: number): void;
  /** Offered a trained model at the end of each epoch; the kernel keeps it under the name of the variable that holds it. */
  checkpoint(model: unknown, epoch: number, epochs: number): Promise<void>;
}

let current: Runtime | undefined;

export function setRuntime(runtime: Runtime): void {
  current = runtime;
}

/** @throws Error before the kernel has booted */
export function getRuntime(): Runtime {
  if (!current) throw new Error('The kernel has not started yet.');
  return current;
}
