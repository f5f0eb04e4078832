/**
 * Where the values of a model's inputs and outputs are in WebAssembly's memory.
 *
 * The runtime tells a tensor's place once, when it is asked for the tensor. Of most models that holds as long as they
 * live; where shapes are computed while the model runs, a run may move everything, and outputs have no place before it.
 */
import type { TfliteModel } from '#formats/tflite';
import { DTYPES, NDArray, sizeOf, type DType, type TypedArray } from '#tensor';
import type { ModelRunner, TensorInfo, TfliteModule, Vector } from './wasm-module';

/** What the runtime told of a tensor. Asking costs more than copying a small one. */
interface Place {
  readonly offset: number;
  readonly bytes: number;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

export class Places {
  readonly #module: TfliteModule;
  readonly #runner: ModelRunner;
  readonly #inputIds: readonly number[];
  readonly #outputIds: readonly number[];
  readonly #isMoving: boolean;
  #inputs: readonly Place[] = [];
  #outputs: readonly Place[] = [];

  constructor(module: TfliteModule, runner: ModelRunner, model: TfliteModel) {
    const { inputs, outputs } = model.subgraphs[0]!;
    this.#module = module;
    this.#runner = runner;
    this.#inputIds = inputs;
    this.#outputIds = outputs;
    this.#ask();
    this.#isMoving = this.#outputs.some(({ offset }) => offset === 0);
    // The memory is as other models left it.
    for (const place of this.#inputs) this.#bytesAt(place).fill(0);
  }

  write(position: number, { data }: NDArray): void {
    this.#bytesAt(this.#inputs[position]!).set(viewOf(data));
  }

  /** A copy. */
  read(position: number): NDArray {
    const place = this.#outputs[position]!;
    const data = new DTYPES[place.dtype].array(sizeOf(place.shape));
    viewOf(data).set(this.#bytesAt(place));
    return new NDArray(data, place.shape, place.dtype);
  }

  shape(position: number): readonly number[] {
    return this.#outputs[position]!.shape;
  }

  /** To be called after each run. */
  hasRun(): void {
    if (this.#isMoving) this.#ask();
  }

  #ask(): void {
    this.#inputs = placesOf(this.#runner.GetInputs(), this.#inputIds);
    this.#outputs = placesOf(this.#runner.GetOutputs(), this.#outputIds);
  }

  /** Good until memory grows. */
  #bytesAt({ offset, bytes }: Place): Uint8Array {
    return this.#module.wasm.HEAPU8.subarray(offset, offset + bytes);
  }
}

/** In the order of the tensors' indices that are given. */
function placesOf(vector: Vector<TensorInfo>, indices: readonly number[]): Place[] {
  const places = new Map<number, Place>();
  for (let i = 0; i < vector.size(); i++) {
    const info = vector.get(i);
    places.set(info.id, placeOf(info));
    info.delete();
  }
  vector.delete();
  return indices.map((index) => places.get(index)!);
}

function placeOf(info: TensorInfo): Place {
  const { byteOffset, byteLength } = info.data()!;
  const shape = info.shape === '' ? [] : info.shape.split(',').map(Number);
  return {
    offset: byteOffset,
    bytes: byteLength,
    dtype: info.dataType as DType,
    shape: Object.freeze(shape),
  };
}

function viewOf(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
