/**
 * A model in a runtime's memory: which shapes it has been given, whether it is allocated, what it was fed. An interpreter
 * that is dropped without `close()` takes its session along when the garbage is collected.
 */
import { NotImplementedError, PyRuntimeError } from '#errors';
import { readTflite, withInputShapes, type SubGraph } from '#formats/tflite';
import type { LiteRuntime, RuntimeModel } from '#interpreter';
import type { NDArray } from '#tensor';
import { warn } from '../../../output';
import type { OpenedModel } from './open-model';

export class Session {
  readonly #runtime: LiteRuntime;
  readonly #opened: OpenedModel;
  readonly #graph: SubGraph;
  /** Of inputs that were resized. */
  readonly #shapes = new Map<number, readonly number[]>();
  /** What inputs were set to, where the runtime does not tell. */
  readonly #values = new Map<number, NDArray>();
  #loaded: RuntimeModel | undefined;
  #isAllocated = false;
  #running: Promise<void> | undefined;
  #hasRun = false;

  constructor(runtime: LiteRuntime, opened: OpenedModel) {
    this.#runtime = runtime;
    this.#opened = opened;
    this.#graph = opened.model.subgraphs[0]!;
  }

  /** Ends by itself once nothing refers to the owner any more. */
  ownedBy(owner: object): void {
    dropped.register(owner, this);
  }

  get isAllocated(): boolean {
    return this.#isAllocated;
  }

  /** Whether outputs have been computed. */
  get hasRun(): boolean {
    return this.#hasRun;
  }

  /** Loads without allocating, for a runtime that has to be waited for. */
  async preload(): Promise<void> {
    this.#keep(await this.#load());
  }

  /** @throws RuntimeError with the runtime's reason when it cannot run the model */
  allocate(): void | Promise<void> {
    if (this.#isAllocated) return;
    const loading = this.#loaded ?? this.#load();
    if (loading instanceof Promise) return loading.then((loaded) => this.#allocated(loaded));
    this.#allocated(loading);
  }

  /** The model if it may be used now. @throws RuntimeError while it runs */
  ready(): RuntimeModel | undefined {
    this.#refuseWhileRunning();
    return this.#isAllocated ? this.#loaded : undefined;
  }

  /**
   * Keeps a copy unless the runtime tells: a cell may change its array afterwards, and LiteRT reads it with the next run
   * only.
   */
  set(model: RuntimeModel, index: number, array: NDArray): void {
    const position = this.#graph.inputs.indexOf(index);
    if (model.input) return model.setInput(position, array);
    const own = array.copy();
    model.setInput(position, own);
    this.#values.set(index, own);
  }

  /** A copy of what the input was set to; undefined when it was not, or is none. */
  given(model: RuntimeModel, index: number): NDArray | undefined {
    const position = this.#graph.inputs.indexOf(index);
    if (model.input && position >= 0) return model.input(position);
    return this.#values.get(index)?.copy();
  }

  run(model: RuntimeModel): void | Promise<void> {
    const running = model.invoke();
    if (!running) {
      this.#hasRun = true;
      return;
    }
    this.#running = running
      .then(() => void (this.#hasRun = true))
      .finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** The present shape, as far as the runtime tells it. */
  shapeOf(index: number): readonly number[] {
    const position = this.#isAllocated ? this.#graph.outputs.indexOf(index) : -1;
    const computed = position < 0 ? undefined : this.#loaded?.outputShape?.(position);
    return this.#shapes.get(index) ?? computed ?? this.#graph.tensors[index]!.shape;
  }

  /** Takes effect with the next `allocate`. */
  resize(index: number, shape: readonly number[]): void {
    this.#refuseWhileRunning();
    if (this.#runtime.hasFixedShapes)
      throw new NotImplementedError(
        "LiteRT in the browser takes inputs of the file's own shapes only.",
        { hint: 'Use runtime: "tflite", or convert the model with the batch size that you need.' },
      );
    this.close();
    this.#shapes.set(index, shape);
  }

  /** Frees the runtime's memory; `allocate` begins anew. */
  close(): void {
    this.#refuseWhileRunning();
    this.#loaded?.close();
    this.#loaded = undefined;
    this.#values.clear();
    this.#isAllocated = false;
    this.#hasRun = false;
  }

  /** `close`, at the end of a run that nobody waits for any more. */
  async abandon(): Promise<void> {
    await this.#running?.catch(() => undefined); // Whoever called invoke() has the error.
    this.close();
  }

  #load(): RuntimeModel | Promise<RuntimeModel> {
    const { bytes, model, file } = this.#opened;
    if (this.#shapes.size === 0) return this.#runtime.load(bytes, model);
    const changed = withInputShapes(bytes, model, this.#shapes);
    return this.#runtime.load(changed, readTflite(changed, file));
  }

  #allocated(loaded: RuntimeModel): void {
    this.#keep(loaded);
    this.#isAllocated = true;
  }

  #keep(loaded: RuntimeModel): void {
    if (loaded !== this.#loaded && loaded.note !== undefined) warn(loaded.note);
    this.#loaded = loaded;
  }

  #refuseWhileRunning(): void {
    if (!this.#running) return;
    throw new PyRuntimeError('invoke() is still running.', {
      hint: 'With runtime: "litert" write await in front of invoke().',
    });
  }
}

const dropped = new FinalizationRegistry((session: Session) => void session.abandon());
