/** A server that has read its configuration: models come and go, ports open, requests are answered. */
import type { StatusError } from '#executor';
import type { ServerFlags } from './config/flags';
import type { ServerConfig } from './config/server-config';
import { ABORTED, FAILED } from './ended-server';
import type { Environment } from './environment';
import type { Answer, HttpRequest, PortHandler } from './http';
import { ServerCore, type SavedCore } from './lifecycle/core';
import { statusOf } from './errors';
import { VersionManager, type SavedManager } from './lifecycle/manager';
import { Poller } from './lifecycle/poller';
import { Reloader } from './lifecycle/reloader';
import { Schedule, type SavedSchedule } from './lifecycle/schedule';
import { createServables } from './lifecycle/servables';
import { AT } from './log-sources';
import { StateMonitor, type SavedStatus } from './lifecycle/state-monitor';
import { createLoader } from './loader';
import { createMetrics, type MetricsRegistry, type MetricsSnapshot } from './metrics';
import type { ModelServer, ModelView, ServerOptions, ServerSnapshot } from './model-server';
import { announceGrpc, announceRest, openPorts, readMonitoring, type Ports } from './ports';

/** JSON. */
export interface SavedProcess {
  /** Text of the batching parameters in effect; undefined without batching. */
  readonly batching: string | undefined;
  /** Text of the monitoring configuration in effect; undefined until the ports open, or without. */
  readonly monitoring?: string | undefined;
  readonly isServing?: boolean;
  readonly schedule?: SavedSchedule;
  readonly core?: SavedCore;
  readonly manager?: SavedManager;
  readonly states?: readonly SavedStatus[];
  readonly metrics?: MetricsSnapshot;
}

export class ServerProcess implements ModelServer {
  readonly #flags: ServerFlags;
  readonly #environment: Environment;
  readonly #options: ServerOptions;
  readonly #batching: string | undefined;
  readonly #metrics: MetricsRegistry;
  readonly #monitor: StateMonitor;
  readonly #manager: VersionManager;
  readonly #core: ServerCore;
  readonly #reloader: Reloader;
  readonly #schedule: Schedule;
  readonly #poller: Poller;
  #ports: Ports | undefined;
  #monitoring: string | undefined;
  #exit: { readonly code: number } | undefined;
  #opening: Promise<void> | undefined;

  constructor(
    flags: ServerFlags,
    environment: Environment,
    options: ServerOptions,
    saved: SavedProcess,
  ) {
    this.#flags = flags;
    this.#environment = environment;
    this.#options = options;
    this.#batching = saved.batching;
    this.#metrics = createMetrics(saved.metrics);
    this.#schedule = new Schedule(flags, environment.clock, saved.schedule);
    this.#monitor = new StateMonitor((...change) => this.#core.heard(...change));
    this.#manager = new VersionManager({
      environment,
      loader: createLoader(flags, environment, this.#metrics, saved.batching),
      monitor: this.#monitor,
      kept: options.kept,
      retries: flags.maxNumLoadRetries,
      retryIntervalMs: flags.loadRetryIntervalMicros / 1000,
      changed: () => this.#changed(),
    });
    this.#core = new ServerCore({
      environment,
      manager: this.#manager,
      monitor: this.#monitor,
      allowUnavailableLabels: flags.allowVersionLabelsForUnavailableModels,
      flushCaches: flags.flushFilesystemCaches,
      configured: (failure) => this.#configured(failure),
      aborted: () => this.#end(ABORTED),
    });
    this.#reloader = new Reloader({
      core: this.#core,
      environment,
      file: flags.modelConfigFile,
      changed: () => this.#changed(),
    });
    this.#poller = new Poller({
      schedule: this.#schedule,
      core: this.#core,
      manager: this.#manager,
      reloader: this.#reloader,
    });
  }

  get listening(): ModelServer['listening'] {
    return this.#ports?.listening ?? { grpc: false, rest: false };
  }

  get ports(): ModelServer['ports'] {
    return { grpc: this.#flags.port, rest: this.#flags.restApiPort };
  }

  get exited(): ModelServer['exited'] {
    return this.#exit;
  }

  /** The first configuration: ports open when its models are there. */
  async begin(config: ServerConfig): Promise<void> {
    try {
      await this.#core.reload(config);
    } catch (error) {
      this.#fail(statusOf(error));
    }
    this.#schedule.looked();
    await this.#opening;
  }

  /** Goes on where the process that wrote the snapshot was ended. */
  async goOn({ core, manager, states, isServing, monitoring }: SavedProcess): Promise<void> {
    if (core) this.#core.restore(core);
    if (manager) this.#manager.restore(manager);
    this.#monitor.restore(states ?? []);
    if (isServing) this.#open(monitoring);
    else if (!this.#core.isConfiguring) await this.#listen();
    const wasLoading = this.#manager.isInterrupted;
    this.#manager.advance();
    this.#core.conclude();
    if (wasLoading) await this.#manager.settled();
  }

  async handle(request: HttpRequest): Promise<Answer | undefined> {
    return this.#answer((ports) => ports.rest, request);
  }

  async handleGrpc(request: HttpRequest): Promise<Answer | undefined> {
    return this.#answer((ports) => ports.grpc, request);
  }

  poll(): Promise<void> {
    return this.#exit ? Promise.resolve() : this.#poller.poll();
  }

  async settled(): Promise<void> {
    await this.#manager.settled();
    await this.#opening;
  }

  nextPoll(): number {
    return this.#exit ? Infinity : this.#poller.next;
  }

  models(): readonly ModelView[] {
    return this.#monitor.names().map((name) => ({
      name,
      versions: (this.#monitor.states(name) ?? []).map((status) => ({
        ...status,
        labels: this.#core.labelsOf(name, status.version),
      })),
    }));
  }

  keptKeys(): readonly string[] {
    return this.#manager.keys();
  }

  snapshot(): ServerSnapshot {
    if (this.#exit) return { format: 1, state: { exitCode: this.#exit.code } };
    const state: SavedProcess = {
      batching: this.#batching,
      monitoring: this.#monitoring,
      isServing: this.#ports !== undefined,
      schedule: this.#schedule.save(),
      core: this.#core.save(),
      manager: this.#manager.save(),
      states: this.#monitor.save(),
      metrics: this.#metrics.snapshot(),
    };
    return { format: 1, state };
  }

  async stop(): Promise<void> {
    this.#manager.stop();
    this.#ports = undefined;
    this.#exit ??= { code: 0 };
    await this.#manager.settled();
  }

  async #answer(
    port: (ports: Ports) => PortHandler | undefined,
    request: HttpRequest,
  ): Promise<Answer | undefined> {
    if (this.#poller.isOverdue) {
      await this.poll();
      await this.settled();
    }
    return this.#ports && port(this.#ports)?.(request);
  }

  #configured(failure: StatusError | undefined): void {
    if (this.#exit) return;
    if (this.#ports) this.#reloader.configured(failure);
    else if (failure) this.#fail(failure);
    else this.#opening = this.#listen();
  }

  async #listen(): Promise<void> {
    const { log } = this.#environment;
    try {
      announceGrpc(this.#flags, log);
      const monitoring = await readMonitoring(this.#flags, this.#environment);
      if (this.#exit) return;
      this.#open(monitoring);
      announceRest(this.#flags, log);
      this.#schedule.beginConfig();
    } catch (error) {
      this.#fail(statusOf(error));
    }
    this.#changed();
  }

  #open(monitoring: string | undefined): void {
    this.#monitoring = monitoring;
    this.#ports = openPorts({
      flags: this.#flags,
      environment: this.#environment,
      metrics: this.#metrics,
      servables: createServables(this.#core, this.#manager, this.#monitor),
      monitoring,
      reload: (config) => this.#reloader.fromRequest(config),
    });
  }

  #fail(error: StatusError): void {
    const { log } = this.#environment;
    log.log('I', AT.unloadAll, 'Unload all remaining servables in the manager.');
    log.print('stdout', `Failed to start server. Error: ${error}\n`);
    this.#end(FAILED);
  }

  #end(code: number): void {
    this.#exit ??= { code };
    this.#ports = undefined;
    this.#manager.stop();
    this.#changed();
  }

  #changed(): void {
    this.#core.conclude();
    this.#options.changed?.();
  }
}
