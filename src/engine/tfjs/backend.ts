/** The engine's `Backend` on one tfjs backend. */
import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import type {
  Backend,
  BackendInfo,
  DeviceLostError,
  Program,
  Session,
  SessionState,
} from '../backend';
import { DeviceGuard, type GuardedDevice } from '../device-guard';
import { uncoveredKernels } from './coverage';
import { TfjsSession } from './session';

/** A tfjs backend that has started. */
export interface Driver extends GuardedDevice {
  /** What tfjs calls the backend. */
  readonly name: string;
  /** What runs it, in words. */
  readonly device: string;
  /** Resolves, never rejects, when the device has done what was queued so far. */
  readonly settle?: () => Promise<void>;
  /** Frees the device. */
  dispose(): void;
}

export class TfjsBackend implements Backend {
  readonly info: Omit<BackendInfo, 'reason'>;
  readonly #driver: Driver;
  readonly #guard: DeviceGuard;

  constructor(driver: Driver) {
    this.#driver = driver;
    this.#guard = new DeviceGuard(driver);
    this.info = { id: driver.id, device: driver.device };
  }

  get lost(): Promise<DeviceLostError> {
    return this.#guard.lost;
  }

  uncovered(program: Program): readonly string[] {
    return uncoveredKernels(this.#driver.name, program);
  }

  open(program: Program, state: SessionState, seed: number): Promise<Session> {
    const use = <T>(work: () => T) => this.#use(work);
    const guard = <T>(work: () => T | Promise<T>) => this.#guard.guard(() => use(work));
    const host = { guard, use, settle: this.#driver.settle };
    return guard(() => new TfjsSession(host, program, state, seed));
  }

  dispose(): void {
    if (this.#guard.dispose()) this.#driver.dispose();
  }

  /** tfjs has one current backend per thread; a started one becomes it synchronously. */
  #use<T>(work: () => T): T {
    const { name } = this.#driver;
    if (getBackend() !== name) void setBackend(name);
    return work();
  }
}
