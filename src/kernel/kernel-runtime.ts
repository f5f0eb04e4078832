/** The learner API's host inside the kernel: what it shows, opens and waits for belongs to the run that goes on. */
import type { Engine, Program, SessionState } from '#engine';
import type { OpenedSession, Runtime } from '#learner-api';
import type { CellOutput } from '#protocol';
import type { Workspace } from '#workspace';
import { Pacer } from './pause';
import type { Run } from './run';
import type { Speakers } from './speakers';

export interface RuntimeHost {
  readonly workspace: Workspace;
  readonly engine: Pick<Engine, 'open'>;
  readonly baseUrl: string;
  /** Keeps a model that the run has trained. */
  checkpoint(run: Run, model: unknown, epoch: number, epochs: number): Promise<void>;
}

const NEVER = new AbortController().signal;

export class KernelRuntime implements Runtime {
  readonly #host: RuntimeHost;
  readonly #speakers: Speakers;
  readonly #pacer = new Pacer();

  constructor(host: RuntimeHost, speakers: Speakers) {
    this.#host = host;
    this.#speakers = speakers;
  }

  get #run(): Run | undefined {
    return this.#speakers.running;
  }

  get workspace(): Workspace {
    return this.#host.workspace;
  }

  get baseUrl(): string {
    return this.#host.baseUrl;
  }

  get signal(): AbortSignal {
    return this.#run?.signal ?? NEVER;
  }

  async open(program: Program, state: SessionState, seed: number): Promise<OpenedSession> {
    const run = this.#run;
    const opened = await this.#host.engine.open(program, state, seed);
    if (run) run.ranOn = opened.backend.id;
    return opened;
  }

  emit(output: CellOutput): void {
    this.#speakers.current?.output.emit(output);
  }

  pause(): Promise<void> {
    return this.#pacer.pause();
  }

  busy(what: string, patience: number): void {
    this.#run?.activity.set(what, patience);
  }

  async checkpoint(model: unknown, epoch: number, epochs: number): Promise<void> {
    const run = this.#run;
    if (run) await this.#host.checkpoint(run, model, epoch, epochs);
  }
}
