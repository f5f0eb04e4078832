/**
 * Where the values of a model's inputs and outputs are in WebAssembly's memory.
 *
 * The runtime tells a tensor's place once, when it is asked for the tensor. Of most models that holds as long as they
 * live; where shapes are computed while the model runs, a run may move everything, and outputs have no place before it.
 */
import type { TfliteModel } from '#formats/tflite';
import { DTYPES, NDArray, sizeOf, type DType, type TypedArray } from '#tensor';
import type { ModelRunner, TensorInfo, TfliteModule, Vector } from './wasm-module';

export class Places {
  readonly #module: TfliteModule;
  readonly #runner: ModelRunner;
  readonly #inputIds: readonly number[];
  readonly #outputIds: readonly number[];
  readonly #isMoving: boolean;
  #inputs: readonly TensorInfo[] = [];
  #outputs: readonly TensorInfo[] = [];

  constructor(module: TfliteModule, runner: ModelRunner, model: TfliteModel) {
    const { inputs, outputs } = model.subgraphs[0]!;
    this.#module = module;
    this.#runner = runner;
    this.#inputIds = inputs;
    this.#outputIds = outputs;
    this.#ask();
    this.#isMoving = this.#outputs.some((info) => info.data()!.byteOffset === 0);
    // The memory is as other models left it.
    for (const info of this.#inputs) this.#bytesOf(info).fill(0);
  }

  write(position: number, { data }: NDArray): void {
    this.#bytesOf(this.#find(this.#inputs, this.#inputIds[position]!)).set(viewOf(data));
  }

  /** A copy. */
  read(position: number): NDArray {
    const info = this.#find(this.#outputs, this.#outputIds[position]!);
    const dtype = info.dataType as DType;
    const shape = shapeOf(info);
    const data = new DTYPES[dtype].array(sizeOf(shape));
    viewOf(data).set(this.#bytesOf(info));
    return new NDArray(data, shape, dtype);
  }

  shape(position: number): number[] {
    return shapeOf(this.#find(this.#outputs, this.#outputIds[position]!));
  }

  /** To be called after each run. */
  hasRun(): void {
    if (this.#isMoving) this.#ask();
  }

  delete(): void {
    for (const info of [...this.#inputs, ...this.#outputs]) info.delete();
  }

  #ask(): void {
    this.delete();
    this.#inputs = take(this.#runner.GetInputs());
    this.#outputs = take(this.#runner.GetOutputs());
  }

  #find(infos: readonly TensorInfo[], index: number): TensorInfo {
    return infos.find(({ id }) => id === index)!;
  }

  /** Good until memory grows. */
  #bytesOf(info: TensorInfo): Uint8Array {
    const { byteOffset, byteLength } = info.data()!;
    return this.#module.wasm.HEAPU8.subarray(byteOffset, byteOffset + byteLength);
  }
}

/** The elements, after which the vector itself is deleted. */
function take<T>(vector: Vector<T>): T[] {
  const items = Array.from({ length: vector.size() }, (_, i) => vector.get(i));
  vector.delete();
  return items;
}

function viewOf(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function shapeOf({ shape }: TensorInfo): number[] {
  return shape === '' ? [] : shape.split(',').map(Number);
}
