/**
 * The container host: runs containers, sends each request to the one that has published its port, and remembers what it
 * has to. Every call first waits until what an earlier process has left is read.
 */
import type {
  ContainerInfo,
  ContainerSpec,
  DockerResult,
  EjectedFile,
  LogLine,
  RawRequest,
  RawResponse,
  RequestDetail,
  ServingApi,
  ServingChanges,
} from '#protocol';
import { Container } from './container';
import { eject } from './eject';
import { Fleet, type FleetOptions } from './fleet';
import { refuseCommand, refuseImage } from './image';
import { refuse, type Refusal } from './refusal';

export type HostOptions = FleetOptions;

export interface ContainerHost extends ServingApi {
  /** Reads what an earlier process has left; every other call does so by itself. */
  wake(): Promise<void>;
  /** Whether a container has published this port of the host. */
  publishes(port: number): Promise<boolean>;
  /** Writes down everything that is to be remembered. */
  flush(): Promise<void>;
  /** Resolves when nothing goes on in the background and everything is written down. */
  settled(): Promise<void>;
  /** Another process is the host now: what is under way here ends, and nothing is written down any more. */
  retire(): void;
}

export function createContainerHost(options: HostOptions): ContainerHost {
  return new Host(options);
}

class Host implements ContainerHost {
  readonly #options: HostOptions;
  readonly #fleet: Fleet;
  #waking: Promise<void> | undefined;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#fleet = new Fleet(options);
  }

  wake(): Promise<void> {
    return (this.#waking ??= this.#fleet.restore().catch((error: unknown) => {
      this.#waking = undefined;
      throw error;
    }));
  }

  async http(request: RawRequest): Promise<RawResponse | undefined> {
    await this.wake();
    return this.#fleet.registry.publisher(request.port)?.answer(request);
  }

  async publishes(port: number): Promise<boolean> {
    await this.wake();
    return this.#fleet.registry.publisher(port) !== undefined;
  }

  async run(spec: ContainerSpec): Promise<DockerResult<string>> {
    await this.wake();
    const name = spec.name ?? this.#fleet.registry.newName();
    const refusal =
      refuseImage(spec.image) ??
      this.#fleet.registry.refuseName(name) ??
      this.#fleet.registry.refusePorts(name, spec, 125) ??
      refuseCommand(spec);
    if (refusal) return refusal;
    const now = this.#options.clock.now();
    const container = this.#fleet.create({
      id: this.#fleet.registry.newId(),
      name,
      spec,
      created: now,
      started: now,
      state: 'running',
      requests: 0,
      errors: 0,
      loaded: {},
    });
    container.start();
    await this.#fleet.save();
    return { ok: true, value: container.id };
  }

  start(reference: string): Promise<DockerResult<string>> {
    return this.#with(reference, async (container) => {
      if (container.isRunning) return undefined;
      const refusal = this.#fleet.registry.refusePorts(container.name, container.spec, 1);
      if (!refusal) container.start();
      return refusal;
    });
  }

  stop(reference: string): Promise<DockerResult<string>> {
    return this.#with(reference, async (container) => {
      await container.stop();
      if (container.spec.autoRemove) this.#fleet.remove(container);
      return undefined;
    });
  }

  kill(reference: string): Promise<DockerResult<string>> {
    return this.#with(reference, async (container) => {
      if (!container.isRunning) {
        const problem = `container ${container.id} is not running`;
        return refuse(`cannot kill container: ${reference}: ${problem}`);
      }
      container.kill();
      if (container.spec.autoRemove) this.#fleet.remove(container);
      return undefined;
    });
  }

  remove(reference: string, force: boolean): Promise<DockerResult<string>> {
    return this.#with(reference, async (container) => {
      if (container.isRunning && !force) {
        const advice = 'stop the container before removing or force remove';
        return refuse(
          `cannot remove container "/${container.name}": container is running: ${advice}`,
        );
      }
      container.kill();
      this.#fleet.remove(container);
      return undefined;
    });
  }

  async containers(): Promise<readonly ContainerInfo[]> {
    await this.wake();
    return this.#fleet.registry.all.map((container) => container.info());
  }

  async logs(reference: string): Promise<DockerResult<readonly LogLine[]>> {
    await this.wake();
    const container = this.#fleet.registry.find(reference);
    if (!(container instanceof Container)) return container;
    return { ok: true, value: this.#fleet.chronicle.linesOf(container.id) };
  }

  async changes(cursor: number): Promise<ServingChanges> {
    await this.wake();
    for (const container of this.#fleet.registry.all) void container.poll();
    // All of one moment: what is said after it comes with the next call, and only then.
    return {
      cursor: this.#fleet.chronicle.sequence,
      containers: this.#fleet.registry.all.map((container) => container.info()),
      logs: this.#fleet.chronicle.linesAfter(cursor),
      requests: this.#fleet.chronicle.requestsAfter(cursor),
    };
  }

  async request(seq: number): Promise<RequestDetail | undefined> {
    await this.wake();
    return this.#fleet.chronicle.request(seq);
  }

  async clearRequests(): Promise<void> {
    await this.wake();
    this.#fleet.chronicle.clearRequests();
    await this.#fleet.flush();
  }

  async eject(reference: string): Promise<DockerResult<readonly EjectedFile[]>> {
    await this.wake();
    const container = this.#fleet.registry.find(reference);
    if (!(container instanceof Container)) return container;
    const { workspace } = this.#options;
    const files = await eject(container.info(), workspace, this.#fleet.chronicle.requests);
    return { ok: true, value: files };
  }

  async flush(): Promise<void> {
    await this.wake();
    await this.#fleet.flush();
  }

  async settled(): Promise<void> {
    await this.wake();
    await this.#fleet.settled();
  }

  retire(): void {
    this.#fleet.retire();
  }

  async #with(
    reference: string,
    act: (container: Container) => Promise<Refusal | undefined>,
  ): Promise<DockerResult<string>> {
    await this.wake();
    const container = this.#fleet.registry.find(reference);
    if (!(container instanceof Container)) return container;
    const refusal = await act(container);
    await this.#fleet.save();
    return refusal ?? { ok: true, value: reference };
  }
}
