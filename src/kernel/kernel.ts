/**
 * The kernel: runs cells one after the other, each on its lesson's scope, and tells the page what they show.
 * It knows neither workers nor the page: whoever makes it gives it a workspace, an engine, the learner API and a way
 * to send events.
 */
import { KeyboardInterrupt } from '#errors';
import type { Engine } from '#engine';
import type {
  CheckpointInfo,
  KernelApi,
  KernelEvent,
  RunRequest,
  RunResult,
  ServingApi,
} from '#protocol';
import type { Workspace } from '#workspace';
import { Checkpoints } from './checkpoints';
import { createConsole } from './console';
import { errorOutput } from './error-output';
import { KernelRuntime, type RuntimeHost } from './kernel-runtime';
import { CellFailure, type LanguageContext } from './language';
import { loadLanguage } from './languages';
import type { LearnerApi } from './learner-api';
import { LessonScope } from './lesson-scope';
import type { Peers } from './peers';
import { Places, type Frame } from './places';
import { Run } from './run';
import { Speakers } from './speakers';
import { createTimers } from './timers';
import { describeVariables } from './variables';

export interface KernelHost {
  readonly workspace: Workspace;
  readonly engine: Pick<Engine, 'open'>;
  readonly learner: LearnerApi;
  readonly peers: Peers;
  /** The container host, for cells of the shell. */
  readonly serving: ServingApi;
  /** Absolute address of the app's folder, with a trailing slash. */
  readonly baseUrl: string;
  /** Resolves when the page has taken the event. */
  emit(event: KernelEvent): void | Promise<void>;
}

export interface Kernel extends Omit<KernelApi, 'boot'> {
  /** An error that nothing caught: shown in the running cell, else on the console. */
  report(error: unknown): void;
}

/** Calls that would cut the worker off from its page. */
const HIDDEN = { close: undefined, postMessage: undefined };

export function createKernel(host: KernelHost): Kernel {
  return new CellKernel(host);
}

class CellKernel implements Kernel {
  readonly #host: KernelHost;
  readonly #runtime: KernelRuntime;
  readonly #speakers = new Speakers();
  readonly #checkpoints: Checkpoints;
  readonly #places = new Places();
  readonly #scopes = new Map<string, LessonScope>();
  readonly #console;
  /** Runs that have been told that checkpoints cannot be saved. */
  readonly #unsaved = new WeakSet<Run>();
  #queue: Promise<unknown> = Promise.resolve();
  #taken: Promise<void> = Promise.resolve();

  constructor(host: KernelHost) {
    this.#host = host;
    const { workspace, engine, baseUrl, learner, peers } = host;
    this.#checkpoints = new Checkpoints({
      workspace,
      peers,
      saveModel: (model, path) => learner.saveModel(model, path),
      onSaved: (checkpoint) => this.#emit({ type: 'checkpoint', checkpoint }),
    });
    const checkpoint: RuntimeHost['checkpoint'] = (...offer) => this.#checkpoint(...offer);
    this.#runtime = new KernelRuntime({ workspace, engine, baseUrl, checkpoint }, this.#speakers);
    this.#console = createConsole({
      emit: (output) => this.#runtime.emit(output),
      repr: (value) => learner.repr(value),
    });
    learner.setRuntime(this.#runtime);
  }

  run(request: RunRequest): Promise<RunResult> {
    return this.#enqueue(() => this.#execute(new Run(request, (event) => this.#emit(event))));
  }

  async interrupt(): Promise<void> {
    this.#speakers.running?.stop();
  }

  restore({ lesson, variable, path }: CheckpointInfo): Promise<void> {
    return this.#enqueue(async () => {
      this.#scope(lesson).set(variable, await this.#host.learner.loadModel(path));
      this.#emitVariables(lesson);
    });
  }

  report(error: unknown): void {
    if (error instanceof KeyboardInterrupt) return;
    const startedBy = this.#places.framesOf(error).at(-1)?.cellId;
    const own = startedBy === undefined ? undefined : this.#speakers.ofCell(startedBy);
    const run = own ?? this.#speakers.current;
    if (run) this.#show(run, error);
    else console.error('Before the first cell:', error);
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined); // Whoever asked for the work is told.
    return done;
  }

  async #execute(run: Run): Promise<RunResult> {
    this.#speakers.begin(run);
    try {
      return run.finish(await this.#tryCell(run));
    } finally {
      this.#speakers.end();
      this.#emitVariables(run.request.lesson);
      await this.#taken;
    }
  }

  async #tryCell(run: Run): Promise<RunResult['status']> {
    try {
      await this.#runCell(run);
      return 'ok';
    } catch (error) {
      const isStop = run.signal.aborted && error instanceof KeyboardInterrupt;
      if (!isStop && !(error instanceof CellFailure)) this.#show(run, error);
      run.stop(); // For work that the cell began and did not wait for.
      await run.activity.idle();
      return isStop ? 'stopped' : 'error';
    }
  }

  async #runCell(run: Run): Promise<void> {
    const { learner } = this.#host;
    const language = await loadLanguage(run.request.language);
    const value = await language.run(run.request, this.#context(run));
    if (value !== undefined) await run.wait(learner.display(value));
    await run.wait(run.activity.idle());
    run.signal.throwIfAborted();
  }

  #context(run: Run): LanguageContext {
    return {
      scope: this.#scope(run.request.lesson),
      places: this.#places,
      workspace: this.#host.workspace,
      serving: this.#host.serving,
      signal: run.signal,
      name: (names) => (run.names = names),
      wait: (value, frame) => this.#wait(value, frame),
      emit: (output) => run.output.emit(output),
      pause: () => this.#runtime.pause(),
    };
  }

  /** For whichever run speaks: functions of an earlier cell wait for the run that calls them. */
  async #wait<T>(value: T, frame: Frame): Promise<Awaited<T>> {
    const run = this.#speakers.current!;
    try {
      const result = await run.wait(value);
      if (run === this.#speakers.running) await this.#runtime.pause();
      run.signal.throwIfAborted();
      return result;
    } catch (error) {
      this.#places.addAwaited(error, frame);
      throw error;
    } finally {
      this.#speakers.resume(run);
    }
  }

  #scope(lesson: string): LessonScope {
    const known = this.#scopes.get(lesson);
    if (known) return known;
    const scope = new LessonScope({
      ...HIDDEN,
      ...createTimers(this.#speakers, (error) => this.report(error)),
      ...this.#host.learner.createLearnerScope(),
      console: this.#console,
    });
    this.#scopes.set(lesson, scope);
    return scope;
  }

  #show(run: Run, error: unknown): void {
    const { request, output } = run;
    const frames = this.#places.framesOf(error);
    const scope = this.#scope(request.lesson);
    output.emit(errorOutput(error, frames, request, scope, this.#host.learner.repr));
  }

  async #checkpoint(run: Run, model: unknown, epoch: number, epochs: number): Promise<void> {
    const { lesson } = run.request;
    const variable = this.#scope(lesson).nameOf(model) ?? (model as { name?: string }).name;
    try {
      await this.#checkpoints.offer(
        model,
        { lesson, variable: variable ?? 'model' },
        epoch,
        epochs,
      );
    } catch (error) {
      if (this.#unsaved.has(run)) return;
      this.#unsaved.add(run);
      run.output.emit({ kind: 'note', text: `No checkpoint was saved: ${String(error)}` });
    }
  }

  #emitVariables(lesson: string): void {
    const { repr } = this.#host.learner;
    const variables = describeVariables(this.#scope(lesson).entries(), repr);
    this.#emit({ type: 'variables', lesson, variables });
  }

  #emit(event: KernelEvent): void {
    this.#taken = Promise.resolve(this.#host.emit(event)).catch((error: unknown) => {
      console.error(`The page did not take a ${event.type} event:`, error);
    });
  }
}
