/** The engine's `Backend` on our own SIMD kernels in WebAssembly. All its sessions share one memory. */
import { NotImplementedError, TooLargeError } from '#errors';
import type { Simd } from '#simd';
import {
  type Backend,
  type BackendInfo,
  DeviceLostError,
  type Program,
  type Session,
  type SessionState,
} from '../backend';
import { buildPlan, isUncovered, type Plan, type Uncovered } from '../plan';
import { type Guard, WasmSession } from './session';

export class WasmBackend implements Backend {
  readonly info: Omit<BackendInfo, 'reason'>;
  readonly lost: Promise<DeviceLostError>;
  #lose!: (loss: DeviceLostError) => void;
  readonly #simd: Simd;
  readonly #end: () => void;
  readonly #plans = new WeakMap<Program, Plan | Uncovered>();
  /** Programs that memory did not suffice for. */
  readonly #tooLarge = new WeakSet<Program>();

  /** @param end ends the threads that work for `simd` */
  constructor(simd: Simd, end: () => void) {
    this.#simd = simd;
    this.#end = end;
    this.info = { id: 'wasm', device: describe(simd) };
    this.lost = new Promise((resolve) => (this.#lose = resolve));
  }

  uncovered(program: Program): readonly string[] {
    if (this.#tooLarge.has(program)) return ['batches that need over 1 GB of memory'];
    const plan = this.#planOf(program);
    return isUncovered(plan) ? plan.ops : [];
  }

  /** @throws NotImplementedError for a program that is not covered; DeviceLostError when memory does not suffice */
  async open(program: Program, state: SessionState, seed: number): Promise<Session> {
    const plan = this.#planOf(program);
    if (isUncovered(plan)) {
      throw new NotImplementedError(`WASM does not cover ${plan.ops.join(', ')}.`);
    }
    const guard: Guard = (work) => this.#guard(program, work);
    return guard(() => new WasmSession({ simd: this.#simd, guard }, program, plan, state, seed));
  }

  dispose(): void {
    this.#end();
  }

  #guard<T>(program: Program, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof TooLargeError) {
        this.#tooLarge.add(program);
        throw new DeviceLostError('wasm', error.message, error.message);
      }
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      const loss = new DeviceLostError('wasm', error.message);
      this.#lose(loss);
      throw loss;
    }
  }

  #planOf(program: Program): Plan | Uncovered {
    const known = this.#plans.get(program);
    if (known) return known;
    const plan = buildPlan(program);
    this.#plans.set(program, plan);
    return plan;
  }
}

function describe({ tier, threads }: Simd): string {
  const simd = tier === 'relaxed' ? 'relaxed SIMD' : 'SIMD';
  return `WebAssembly ${simd}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}
