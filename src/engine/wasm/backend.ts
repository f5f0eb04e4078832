/** The engine's `Backend` on our own SIMD kernels in WebAssembly. All its sessions share one memory. */
import { NotImplementedError } from '#errors';
import type { Simd } from '#simd';
import type {
  Backend,
  BackendInfo,
  DeviceLostError,
  Program,
  Session,
  SessionState,
} from '../backend';
import { buildPlan, isUncovered, type Plan, type Uncovered } from '../plan';
import { WasmSession } from './session';

export class WasmBackend implements Backend {
  readonly info: Omit<BackendInfo, 'reason'>;
  /** Memory and threads of one's own are never lost. */
  readonly lost = new Promise<DeviceLostError>(() => undefined);
  readonly #simd: Simd;
  readonly #end: () => void;
  readonly #plans = new WeakMap<Program, Plan | Uncovered>();

  /** @param end ends the threads that work for `simd` */
  constructor(simd: Simd, end: () => void) {
    this.#simd = simd;
    this.#end = end;
    this.info = { id: 'wasm', device: describe(simd) };
  }

  uncovered(program: Program): readonly string[] {
    const plan = this.#planOf(program);
    return isUncovered(plan) ? plan.ops : [];
  }

  /** @throws NotImplementedError for a program that is not covered */
  async open(program: Program, state: SessionState, seed: number): Promise<Session> {
    const plan = this.#planOf(program);
    if (!isUncovered(plan)) return new WasmSession(this.#simd, program, plan, state, seed);
    throw new NotImplementedError(`WASM does not cover ${plan.ops.join(', ')}.`);
  }

  dispose(): void {
    this.#end();
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
