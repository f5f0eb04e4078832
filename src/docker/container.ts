/**
 * One container from `docker run` to `docker rm`: its server, its state, what it counts. It knows neither the other
 * containers nor who asks; its host is told of every change.
 */
import type { Answer, Environment, ModelServer, ServerSnapshot, StartModelServer } from '#serving';
import type { ContainerInfo, ContainerSpec, RawRequest, RawResponse } from '#protocol';
import { commandOf } from './image';
import type { KeptVersions } from './kept-versions';
import { launchServer } from './launch';
import { modelStatus } from './model-status';
import type { StoredContainer } from './stored';
import { Traffic } from './traffic';

/** One request that was answered. */
export interface Exchange {
  readonly container: Container;
  readonly request: RawRequest;
  readonly answer: Answer;
  /** When it came, and how long the answer took, in milliseconds. */
  readonly time: number;
  readonly milliseconds: number;
}

/** What a container needs of its host. */
export interface Surroundings extends Omit<Environment, 'log'> {
  readonly startServer: StartModelServer;
  /** Undefined where nothing outlives this host. */
  readonly kept: KeptVersions | undefined;
  write(stream: 'stdout' | 'stderr', time: number, text: string): void;
  /** Something has changed that changes answers. */
  changed(): void;
  /** The process has ended by itself. */
  ended(container: Container): void;
  record(exchange: Exchange): void;
}

/** Milliseconds that requests get to finish in before a container is stopped: what `docker stop` waits. */
const GRACE = 10_000;
/** SIGKILL. SIGTERM too ends in it: the script that is process 1 of the image does not hand it on. */
const KILLED = 137;
/** What an abort of the process would give; only a mistake of ours gets here. */
const ABORTED = 134;

export class Container {
  readonly id: string;
  readonly name: string;
  readonly spec: ContainerSpec;
  readonly #around: Surroundings;
  readonly #created: number;
  #started: number;
  #exit: { readonly code: number; readonly at: number } | undefined;
  #server: ModelServer | undefined;
  #launching: Promise<void> = Promise.resolve();
  /** What is left to do for servers that have ended. */
  #ending: Promise<void> = Promise.resolve();
  #snapshot: ServerSnapshot | undefined;
  /** Grows with every start and end, so that a server of an earlier life is not heard. */
  #life = 0;
  #polling: Promise<void> | undefined;
  readonly #traffic: Traffic;

  /** As `stored` says; neither `start` nor `goOn` has been called yet. */
  constructor(stored: StoredContainer, around: Surroundings) {
    this.id = stored.id;
    this.name = stored.name;
    this.spec = stored.spec;
    this.#around = around;
    this.#created = stored.created;
    this.#started = stored.started;
    this.#snapshot = stored.server;
    this.#traffic = new Traffic(around.clock, stored);
    if (stored.state === 'exited') {
      this.#exit = { code: stored.exitCode ?? 0, at: stored.finished ?? stored.started };
    }
  }

  get isRunning(): boolean {
    return this.#exit === undefined;
  }

  get finished(): number | undefined {
    return this.#exit?.at;
  }

  /** Starts the process anew. */
  start(): void {
    this.#exit = undefined;
    this.#traffic.open();
    this.#snapshot = undefined;
    this.#started = this.#around.clock.now();
    this.#launch(undefined);
  }

  /** Goes on where another process of the browser was ended. */
  goOn(): void {
    if (this.isRunning) this.#launch(this.#snapshot);
  }

  info(): ContainerInfo {
    const { listening, ports } = this.#server ?? {};
    const open = this.isRunning && listening && ports;
    return {
      ...this.#facts(),
      command: commandOf(this.spec).join(' '),
      listening: open
        ? [...(listening.grpc ? [ports.grpc] : []), ...(listening.rest ? [ports.rest] : [])]
        : [],
      models: this.#server?.models().map(modelStatus) ?? [],
    };
  }

  stored(): StoredContainer {
    this.#snapshot = this.#server?.snapshot() ?? this.#snapshot;
    return {
      ...this.#facts(),
      server: this.#snapshot,
      loaded: this.#around.kept?.loaded ?? {},
    };
  }

  /** @returns undefined for a connection that is refused, or broken off */
  async answer(request: RawRequest): Promise<RawResponse | undefined> {
    if (this.#snapshot) await this.#launching;
    const server = this.#server;
    if (!this.#traffic.accepts || !server) return undefined;
    const life = this.#life;
    const { clock } = this.#around;
    const time = clock.now();
    return this.#traffic.pass(async () => {
      const answering = this.#ask(server, request);
      // Only now: a poll that is long overdue is one that the answer waits for.
      void this.poll();
      const answer = await answering;
      if (!answer || life !== this.#life) return undefined;
      this.#traffic.count(answer);
      const milliseconds = Math.max(0, clock.now() - time);
      this.#around.record({ container: this, request, answer, time, milliseconds });
      return answer.response;
    });
  }

  /** Lets the server do what is due. Resolves when it has looked; loads go on. */
  async poll(): Promise<void> {
    const server = this.#server;
    if (!server || this.#around.clock.now() < server.nextPoll()) return;
    this.#polling ??= this.#guard(() => server.poll()).finally(() => {
      this.#polling = undefined;
    });
    await this.#polling;
  }

  /** Nothing goes on any more. */
  async settled(): Promise<void> {
    await this.#launching;
    await this.#polling;
    await this.#server?.settled();
    await this.#ending;
  }

  /** Lets requests finish, then ends the process. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const life = this.#life;
    await this.#traffic.close(GRACE);
    if (life === this.#life) this.#end(KILLED);
  }

  kill(): void {
    if (this.isRunning) this.#end(KILLED);
  }

  #facts(): Omit<StoredContainer, 'server' | 'loaded'> {
    const exit = this.#exit;
    return {
      id: this.id,
      name: this.name,
      spec: this.spec,
      created: this.#created,
      started: this.#started,
      ...(exit
        ? { state: 'exited', finished: exit.at, exitCode: exit.code }
        : { state: 'running' }),
      requests: this.#traffic.requests,
      errors: this.#traffic.errors,
    };
  }

  #launch(restored: ServerSnapshot | undefined): void {
    const life = ++this.#life;
    const { spec } = this;
    const around = this.#around;
    const { kept } = around;
    const isCurrent = () => life === this.#life;
    const changed = () => this.#look();
    this.#launching = this.#guard(async () => {
      await this.#ending;
      const server = await launchServer({ spec, around, isCurrent, changed }, restored);
      if (life !== this.#life) return server.stop();
      this.#server = server;
      await kept?.keepOnly(server.keptKeys());
      this.#look();
    });
  }

  async #ask(server: ModelServer, request: RawRequest): Promise<Answer | undefined> {
    const port = this.spec.ports.find(({ host }) => host === request.port)?.container;
    if (port === server.ports.rest) return server.handle(request);
    return port === server.ports.grpc ? server.handleGrpc(request) : undefined;
  }

  #look(): void {
    const code = this.#server?.exited?.code;
    if (code === undefined) return this.#around.changed();
    this.#end(code);
    this.#around.ended(this);
  }

  #end(code: number): void {
    const server = this.#server;
    const { clock, kept, changed } = this.#around;
    this.#life++;
    this.#exit = { code, at: clock.now() };
    this.#server = this.#snapshot = undefined;
    this.#ending = this.#ending
      .then(() => server?.stop())
      .then(() => kept?.keepOnly([]))
      .catch((error: unknown) => this.#say(error));
    changed();
  }

  /** A server says what goes wrong by itself: what it throws is a mistake of its makers, and ends it. */
  async #guard(work: () => Promise<void>): Promise<void> {
    const life = this.#life;
    try {
      await work();
    } catch (error) {
      if (life !== this.#life) return;
      this.#say(error);
      this.#end(ABORTED);
      this.#around.ended(this);
    }
  }

  #say(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#around.write('stderr', this.#around.clock.now(), text);
  }
}
