/**
 * What runs a `.tflite` file: one small interface, so that the interpreter's face (indices, checks, messages) is written
 * once and runtimes can be compared. A runtime gets bytes that were read and checked before.
 */
import type { TfliteModel } from '#formats/tflite';
import type { NDArray } from '#tensor';

export type RuntimeId = 'tflite' | 'litert' | 'slipway' | 'reference';

/** Maps the bundler's address of a runtime's file to the one to fetch. */
export type AssetUrl = (url: string) => string;

/** Told how many bytes of a runtime's file have come, and how many there are where that is known. */
export type OnFetch = (received: number, total: number | undefined) => void;

export interface RuntimeOptions {
  readonly numThreads: number;
  /** LiteRT only. */
  readonly accelerator: 'wasm' | 'webgpu';
  readonly assetUrl?: AssetUrl | undefined;
  readonly onFetch?: OnFetch | undefined;
}

export interface LiteRuntime {
  readonly id: RuntimeId;
  /** What runs it, in words: `TFLite WASM, SIMD, 1 thread`. */
  readonly device: string;
  /** Whether it writes over its memory when an input has another shape than the file was converted with. */
  readonly hasFixedShapes?: boolean;
  /**
   * Says what can be told of a file without loading it. `load` does the same again.
   * @throws ValueError for an op or a type that the runtime does not know
   */
  check?(model: TfliteModel): void;
  /**
   * Loads a model and allocates its tensors, in one synchronous step where the runtime can. Input shapes are those of
   * the file; for others, `withInputShapes` of `#formats/tflite` first.
   * @throws RuntimeError with the runtime's own reason when it refuses the file
   */
  load(bytes: Uint8Array, model: TfliteModel): RuntimeModel | Promise<RuntimeModel>;
}

/** Positions are those among the model's inputs and outputs. Arrays are copied both ways. */
export interface RuntimeModel {
  /** What the learner should know about how it runs, if it is not as asked for. */
  readonly note?: string | undefined;
  /** dtype and shape have been checked. An input that is never set is zeros. */
  setInput(position: number, array: NDArray): void;
  /** What an input holds; absent for runtimes that cannot tell. */
  input?(position: number): NDArray;
  /**
   * Runs once. A promise only of runtimes that cannot do otherwise (LiteRT).
   * @throws RuntimeError when it failed, silently or not
   */
  invoke(): void | Promise<void>;
  /** Before `invoke`, where the runtime knows it; the file's shape does not hold once an input's has been changed. */
  outputShape?(position: number): readonly number[];
  /** After `invoke`; shapes may differ from the file's when input shapes do. */
  output(position: number): NDArray;
  /** Any tensor by its index, after `invoke`; absent for runtimes that do not show them. */
  tensor?(index: number): NDArray;
  /** Frees the runtime's memory. Safe to call twice. */
  close(): void;
}
