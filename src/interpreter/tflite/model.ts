/** One model in the memory of the WebAssembly module. */
import { PyRuntimeError } from '#errors';
import type { TfliteModel } from '#formats/tflite';
import { DTYPES, NDArray, sizeOf, type DType, type TypedArray } from '#tensor';
import type { RuntimeModel } from '../runtime';
import { openRunner } from './open-runner';
import type { ModelRunner, TensorInfo, TfliteModule, Vector } from './wasm-module';

export class TfliteRuntimeModel implements RuntimeModel {
  readonly #module: TfliteModule;
  readonly #inputs: readonly TensorInfo[];
  readonly #outputs: readonly number[];
  readonly #free: () => void;
  readonly #crashed: () => void;
  #runner: ModelRunner | undefined;

  /**
   * @param crashed called when the module is of no use any more
   * @throws RuntimeError with the runtime's own reason when it refuses the file
   */
  constructor(module: TfliteModule, bytes: Uint8Array, model: TfliteModel, crashed: () => void) {
    const { runner, free } = openRunner(module, bytes, model);
    this.#module = module;
    this.#runner = runner;
    this.#crashed = crashed;
    const inputs = take(runner.GetInputs());
    this.#free = () => {
      inputs.forEach((info) => info.delete());
      free();
    };
    const { inputs: wanted, outputs } = model.subgraphs[0]!;
    this.#inputs = wanted.map((index) => inputs.find(({ id }) => id === index)!);
    this.#outputs = outputs;
    // The memory is as other models left it.
    for (const info of this.#inputs) this.#bytesOf(info).fill(0);
  }

  setInput(position: number, array: NDArray): void {
    this.#open();
    this.#bytesOf(this.#inputs[position]!).set(bytesOf(array.data));
  }

  invoke(): void {
    const runner = this.#open();
    const { result, lines } = this.#guard(() => runner.Infer());
    if (!result)
      throw new PyRuntimeError(lines.join('\n') || 'Failed to run the model', {
        hint: 'Run the file with runtime: "reference", or convert it with other options.',
      });
  }

  outputShape(position: number): number[] {
    return this.#withOutput(position, shapeOf);
  }

  output(position: number): NDArray {
    return this.#withOutput(position, toArray);
  }

  close(): void {
    if (!this.#runner) return;
    this.#runner = undefined;
    this.#free();
  }

  #withOutput<T>(position: number, use: (info: TensorInfo) => T): T {
    const infos = take(this.#open().GetOutputs());
    try {
      return use(infos.find(({ id }) => id === this.#outputs[position])!);
    } finally {
      infos.forEach((info) => info.delete());
    }
  }

  /** Where a tensor's value is; to be used before the next call, which may move it. */
  #bytesOf(info: TensorInfo): Uint8Array {
    const { byteOffset, byteLength } = info.data()!;
    return this.#module.wasm.HEAPU8.subarray(byteOffset, byteOffset + byteLength);
  }

  #open(): ModelRunner {
    if (this.#runner) return this.#runner;
    throw new PyRuntimeError('The interpreter has been closed.', {
      hint: 'Make another one with tf.lite.Interpreter(…).',
    });
  }

  #guard<T>(work: () => T) {
    try {
      return this.#module.listen(work);
    } catch (cause) {
      this.#crashed();
      const said = this.#module.lines.join('\n');
      throw new PyRuntimeError(said || `The TFLite runtime broke down: ${String(cause)}`, {
        cause,
        hint: 'Make a new interpreter; if it happens again, run the file with runtime: "reference".',
      });
    }
  }
}

/** The elements, after which the vector itself is deleted. */
function take<T>(vector: Vector<T>): T[] {
  const items = Array.from({ length: vector.size() }, (_, i) => vector.get(i));
  vector.delete();
  return items;
}

function bytesOf(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function shapeOf({ shape }: TensorInfo): number[] {
  return shape === '' ? [] : shape.split(',').map(Number);
}

/** A copy of the tensor's value. */
function toArray(info: TensorInfo): NDArray {
  const shape = shapeOf(info);
  const dtype = info.dataType as DType;
  const data = new DTYPES[dtype].array(sizeOf(shape));
  const { buffer, byteOffset } = info.data()!;
  bytesOf(data).set(new Uint8Array(buffer, byteOffset, data.byteLength));
  return new NDArray(data, shape, dtype);
}
