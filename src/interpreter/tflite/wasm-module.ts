/**
 * The WebAssembly module of `@tensorflow/tfjs-tflite` as its C++ side binds it (`TFLiteWebModelRunner`, through embind).
 * The package's own client, which fetches scripts by `importScripts` and cannot free all that it makes, is not used.
 */

/** Lives in WebAssembly's memory until it is deleted. */
interface Handle {
  delete(): void;
}

export interface Vector<T> extends Handle {
  size(): number;
  get(index: number): T;
}

export interface StatusOr<T> extends Handle {
  ok(): boolean;
  errorMessage(): string;
  /** Aborts the whole module unless `ok`. */
  value(): T;
}

export interface TensorInfo extends Handle {
  /** The tensor's index in the file. */
  readonly id: number;
  readonly name: string;
  readonly dataType: string;
  /** `1,28,28` */
  readonly shape: string;
  /** A view of memory that later calls may move; undefined for types that it does not know. */
  data(): ArrayBufferView | undefined;
}

export interface ModelRunner extends Handle {
  GetInputs(): Vector<TensorInfo>;
  /** Of the last run: outputs whose shapes are computed have no place before. */
  GetOutputs(): Vector<TensorInfo>;
  Infer(): boolean;
}

interface RunnerOptions {
  readonly numThreads: number;
  readonly enableProfiling: boolean;
  readonly maxProfilingBufferEntries: number;
}

interface TfliteWasm {
  /** Another object after memory has grown. */
  readonly HEAPU8: Uint8Array;
  /** 0 when there is no memory left. */
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  readonly TFLiteWebModelRunner: {
    /** The runner reads the bytes as long as it lives. */
    CreateFromBufferAndOptions(
      pointer: number,
      length: number,
      options: RunnerOptions,
    ): StatusOr<ModelRunner>;
  };
}

/** What the loader takes; it fills this object up until it is a `TfliteWasm`. */
interface WasmSettings {
  print(line: string): void;
  printErr(line: string): void;
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance) => void,
  ): WebAssembly.Exports;
}

/** The promise is settled when the module is ready, or broken. */
type WasmFactory = (settings: WasmSettings) => Promise<unknown>;

/** The parts that make one module after another, without waiting. */
export interface WasmParts {
  readonly factory: WasmFactory;
  readonly compiled: WebAssembly.Module;
}

/**
 * A running module and what it writes to its console.
 * @throws RuntimeError of WebAssembly when there is no memory for it
 */
export class TfliteModule {
  readonly wasm: TfliteWasm;
  #lines: string[] = [];

  constructor({ factory, compiled }: WasmParts) {
    const write = (line: string) => {
      if (line.startsWith('INFO:') || line.trim() === '') return;
      this.#lines.push(line.replace(/^(ERROR|WARNING): /, '').trim());
    };
    const settings: WasmSettings = {
      print: write,
      printErr: write,
      instantiateWasm: (imports, receive) => {
        const instance = new WebAssembly.Instance(compiled, imports);
        receive(instance);
        return instance.exports;
      },
    };
    // Nothing is left to wait for: the module is complete when the factory returns. An abort rejects the promise later.
    factory(settings).catch(() => undefined);
    this.wasm = settings as unknown as TfliteWasm;
  }

  /** Bytes of its memory, which only ever grows. */
  get memoryBytes(): number {
    return this.wasm.HEAPU8.buffer.byteLength;
  }

  /** Does something and gives the errors and warnings that were written meanwhile. */
  listen<T>(work: () => T): { readonly result: T; readonly lines: readonly string[] } {
    this.#lines = [];
    return { result: work(), lines: this.#lines };
  }

  /** What has been written since listening began, for when the work threw. */
  get lines(): readonly string[] {
    return this.#lines;
  }
}
