/**
 * Calls on a GPU device that may be lost, or refuse a command, at any time: every failure comes out as what it is.
 */
import { PyRuntimeError, PythonError } from '#errors';
import { type BackendId, DeviceLostError } from './backend';

export interface GuardedDevice {
  readonly id: BackendId;
  /** Resolves with the browser's explanation when the device is gone; absent where that cannot happen. */
  readonly lost?: Promise<string> | undefined;
  /** What the device complained about since it was last asked; results since then are not to be trusted. */
  readonly fault?: (() => string | undefined) | undefined;
}

/** How long to wait for the news of a loss after a call failed, in milliseconds: a browser's own error hints at one. */
const GRACE = { browserError: 10_000, otherError: 500 };

export class DeviceGuard {
  /** Resolves, never rejects, when the device is gone. */
  readonly lost: Promise<DeviceLostError>;
  readonly #device: GuardedDevice;
  /** Rejects of the calls under way. */
  readonly #pending = new Set<(loss: DeviceLostError) => void>();
  #loss: DeviceLostError | undefined;
  #isDisposed = false;

  constructor(device: GuardedDevice) {
    this.#device = device;
    this.lost = new Promise((resolve) => {
      void device.lost?.then((detail) => {
        if (this.#isDisposed) return;
        const loss = (this.#loss = new DeviceLostError(device.id, detail));
        for (const reject of this.#pending) reject(loss);
        resolve(loss);
      });
    });
  }

  /** What the browser says from now on is no news. @returns whether this is the first time */
  dispose(): boolean {
    const isFirst = !this.#isDisposed;
    this.#isDisposed = true;
    return isFirst;
  }

  /** @throws DeviceLostError when the device is or gets lost; PyRuntimeError when it refused a command */
  async guard<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#loss) throw this.#loss;
    if (!this.#device.lost) return work();
    let rejectCall: (loss: DeviceLostError) => void = () => undefined;
    const lost = new Promise<never>((_, reject) => (rejectCall = reject));
    this.#pending.add(rejectCall);
    try {
      const result = await Promise.race([start(work), lost]);
      this.#refuseFault();
      return result;
    } catch (error) {
      throw await this.#lossBehind(error);
    } finally {
      this.#pending.delete(rejectCall);
    }
  }

  #refuseFault(): void {
    const fault = this.#device.fault?.();
    if (fault === undefined) return;
    throw new PyRuntimeError(`The ${this.#device.id} device refused a command: ${fault}`, {
      hint: 'Open the page with ?backend=wasm to run without the GPU.',
    });
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

/** Turns what is thrown at once into a rejection. */
async function start<T>(work: () => T | Promise<T>): Promise<T> {
  return work();
}
