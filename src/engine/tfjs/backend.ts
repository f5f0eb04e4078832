/** The engine's `Backend` on one tfjs backend. */
import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import { PyRuntimeError, PythonError } from '#errors';
import {
  type Backend,
  type BackendId,
  type BackendInfo,
  DeviceLostError,
  type Program,
  type Session,
  type SessionState,
} from '../backend';
import { uncoveredKernels } from './coverage';
import { TfjsSession } from './session';

/** A tfjs backend that has started. */
export interface Driver {
  readonly id: BackendId;
  /** What tfjs calls the backend. */
  readonly name: string;
  /** What runs it, in words. */
  readonly device: string;
  /** Resolves with the browser's explanation when the device is gone; absent where that cannot happen. */
  readonly lost?: Promise<string>;
  /** Resolves, never rejects, when the device has done what was queued so far. */
  readonly settle?: () => Promise<void>;
  /** What the device complained about since it was last asked; results since then are not to be trusted. */
  readonly fault?: () => string | undefined;
  /** Frees the device. */
  dispose(): void;
}

/** How long to wait for the news of a loss after a call failed, in milliseconds: a browser's own error hints at one. */
const GRACE = { browserError: 10_000, otherError: 500 };

export class TfjsBackend implements Backend {
  readonly info: Omit<BackendInfo, 'reason'>;
  readonly lost: Promise<DeviceLostError>;
  readonly #driver: Driver;
  /** Rejects of the calls under way. */
  readonly #pending = new Set<(loss: DeviceLostError) => void>();
  #loss: DeviceLostError | undefined;
  #isDisposed = false;

  constructor(driver: Driver) {
    this.#driver = driver;
    this.info = { id: driver.id, device: driver.device };
    this.lost = new Promise((resolve) => {
      void driver.lost?.then((detail) => {
        if (this.#isDisposed) return;
        const loss = (this.#loss = new DeviceLostError(driver.id, detail));
        for (const reject of this.#pending) reject(loss);
        resolve(loss);
      });
    });
  }

  uncovered(program: Program): readonly string[] {
    return uncoveredKernels(this.#driver.name, program);
  }

  open(program: Program, state: SessionState, seed: number): Promise<Session> {
    const host = {
      guard: <T>(work: () => T | Promise<T>) => this.#guard(work),
      use: <T>(work: () => T) => this.#use(work),
      settle: this.#driver.settle,
    };
    return this.#guard(() => new TfjsSession(host, program, state, seed));
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#driver.dispose();
  }

  /** tfjs has one current backend per thread; a started one becomes it synchronously. */
  #use<T>(work: () => T): T {
    const { name } = this.#driver;
    if (getBackend() !== name) void setBackend(name);
    return work();
  }

  async #guard<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#loss) throw this.#loss;
    if (!this.#driver.lost) return this.#use(work);
    let rejectCall: (loss: DeviceLostError) => void = () => undefined;
    const lost = new Promise<never>((_, reject) => (rejectCall = reject));
    this.#pending.add(rejectCall);
    try {
      const result = await Promise.race([this.#started(work), lost]);
      this.#refuseFault();
      return result;
    } catch (error) {
      throw await this.#lossBehind(error);
    } finally {
      this.#pending.delete(rejectCall);
    }
  }

  #refuseFault(): void {
    const fault = this.#driver.fault?.();
    if (fault === undefined) return;
    throw new PyRuntimeError(`The ${this.info.id} device refused a command: ${fault}`, {
      hint: 'Open the page with ?backend=wasm to run without the GPU.',
    });
  }

  async #started<T>(work: () => T | Promise<T>): Promise<T> {
    return this.#use(work);
  }

  async #lossBehind(error: unknown): Promise<unknown> {
    if (error instanceof DeviceLostError) return error;
    if (error instanceof PythonError && error.cause === undefined) return error;
    const patience = error instanceof DOMException ? GRACE.browserError : GRACE.otherError;
    const grace = new Promise<void>((resolve) => setTimeout(resolve, patience));
    await Promise.race([this.lost, grace]);
    return this.#loss ?? error;
  }
}
