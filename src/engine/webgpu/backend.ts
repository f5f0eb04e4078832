/** The engine's `Backend` on our own WGSL kernels. Its sessions share a device and the pipelines compiled for it. */
import { NotImplementedError } from '#errors';
import type {
  Backend,
  BackendInfo,
  DeviceLostError,
  Program,
  Session,
  SessionState,
} from '../backend';
import { DeviceGuard } from '../device-guard';
import { buildPlan, isUncovered, type Plan, type Uncovered } from '../plan';
import { Pipelines } from './pipelines';
import { type SessionHost, WebgpuSession } from './session';
import { placeState } from './state-places';

export class WebgpuBackend implements Backend {
  readonly info: Omit<BackendInfo, 'reason'>;
  readonly #host: SessionHost;
  readonly #plans = new WeakMap<Program, Plan | Uncovered>();

  /** @param name the adapter in words */
  constructor(device: GPUDevice, name: string) {
    let fault: string | undefined;
    device.addEventListener('uncapturederror', ({ error }) => (fault ??= error.message));
    const guard = new DeviceGuard({
      id: 'webgpu',
      lost: device.lost.then(({ message }) => message),
      fault: () => {
        const said = fault;
        fault = undefined;
        return said;
      },
    });
    this.info = { id: 'webgpu', device: name };
    this.#host = { device, guard, pipelines: new Pipelines(device) };
  }

  get lost(): Promise<DeviceLostError> {
    return this.#host.guard.lost;
  }

  uncovered(program: Program): readonly string[] {
    const plan = this.#planOf(program);
    if (isUncovered(plan)) return plan.ops;
    const bytes = 4 * placeState(plan).size;
    const { maxStorageBufferBindingSize, maxBufferSize } = this.#host.device.limits;
    const isLarge = bytes > Math.min(maxStorageBufferBindingSize, maxBufferSize);
    return isLarge ? [`room for ${Math.ceil(bytes / 2 ** 20)} MB of weights`] : [];
  }

  /** @throws NotImplementedError for a program that is not covered */
  open(program: Program, state: SessionState, seed: number): Promise<Session> {
    const plan = this.#covered(program);
    return this.#host.guard.guard(() => {
      const session = new WebgpuSession(this.#host, program, plan, state, seed);
      // What goes wrong here goes wrong again, and is told, where it is needed.
      session.prepare().catch(() => undefined);
      return session;
    });
  }

  dispose(): void {
    if (this.#host.guard.dispose()) this.#host.device.destroy();
  }

  #covered(program: Program): Plan {
    const plan = this.#planOf(program);
    if (!isUncovered(plan)) return plan;
    throw new NotImplementedError(`WebGPU has no ${plan.ops.join(', ')}.`);
  }

  #planOf(program: Program): Plan | Uncovered {
    const known = this.#plans.get(program);
    if (known) return known;
    const plan = buildPlan(program);
    this.#plans.set(program, plan);
    return plan;
  }
}
