/**
 * A model in a runtime's memory, loaded again when input shapes change. An interpreter that is dropped without `close()`
 * takes it along, when the garbage is collected.
 */
import { readTflite, withInputShapes } from '#formats/tflite';
import type { LiteRuntime, RuntimeModel } from '#interpreter';
import type { OpenedModel } from './open-model';

/** By index of the input. */
export type InputShapes = ReadonlyMap<number, readonly number[]>;

export class LoadedModel {
  readonly #runtime: LiteRuntime;
  readonly #opened: OpenedModel;
  #current: RuntimeModel | undefined;

  constructor(runtime: LiteRuntime, opened: OpenedModel) {
    this.#runtime = runtime;
    this.#opened = opened;
  }

  get current(): RuntimeModel | undefined {
    return this.#current;
  }

  /** Lets go of what was loaded and loads anew. @throws RuntimeError with the runtime's reason */
  load(shapes: InputShapes): RuntimeModel | Promise<RuntimeModel> {
    this.close();
    const { bytes, model } = this.#resized(shapes);
    const loading = this.#runtime.load(bytes, model);
    if (loading instanceof Promise) return loading.then((loaded) => this.#keep(loaded));
    return this.#keep(loading);
  }

  /** Frees the runtime's memory. */
  close(): void {
    this.#current?.close();
    this.#current = undefined;
  }

  /** Closes itself once nothing refers to the owner any more. */
  ownedBy(owner: object): void {
    dropped.register(owner, this, this);
  }

  #resized(shapes: InputShapes): Pick<OpenedModel, 'bytes' | 'model'> {
    if (shapes.size === 0) return this.#opened;
    const { bytes, model, file } = this.#opened;
    const changed = withInputShapes(bytes, model, shapes);
    return { bytes: changed, model: readTflite(changed, file) };
  }

  #keep(loaded: RuntimeModel): RuntimeModel {
    this.#current = loaded;
    return loaded;
  }
}

const dropped = new FinalizationRegistry((loaded: LoadedModel) => loaded.close());
