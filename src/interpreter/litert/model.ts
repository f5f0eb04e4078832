/** One model in LiteRT's memory. */
import type {
  CompiledModel,
  Tensor,
  TensorDetails,
  TypedArray as LiteRtArray,
} from '@litertjs/core';
import { PyRuntimeError } from '#errors';
import type { TfliteModel } from '#formats/tflite';
import { DTYPES, NDArray, sizeOf, type DType } from '#tensor';
import { closedError } from '../closed';
import type { RuntimeModel } from '../runtime';
import type { LoadedLiteRt } from './load-litert';
import { checkGpu } from './gpu';
import { positionsOf } from './positions';

export class LiteRtRuntimeModel implements RuntimeModel {
  readonly note: string | undefined;
  readonly #liteRt: LoadedLiteRt;
  /** For each of LiteRT's inputs and outputs, its position among the model's. */
  readonly #inputOrder: readonly number[];
  readonly #outputOrder: readonly number[];
  readonly #inputs: NDArray[];
  #compiled: CompiledModel | undefined;
  #outputs: readonly NDArray[] = [];

  constructor(
    liteRt: LoadedLiteRt,
    compiled: CompiledModel,
    model: TfliteModel,
    note: string | undefined,
  ) {
    const { inputs, outputs } = positionsOf(model, compiled);
    this.note = note;
    this.#liteRt = liteRt;
    this.#compiled = compiled;
    this.#inputOrder = inputs;
    this.#outputOrder = outputs;
    this.#inputs = zerosFor(compiled.getInputDetails(), inputs);
  }

  setInput(position: number, array: NDArray): void {
    this.#inputs[position] = array;
  }

  async invoke(): Promise<void> {
    const compiled = this.#open();
    const { core, log } = this.#liteRt;
    const isOnGpu = compiled.options.accelerator === 'webgpu';
    if (isOnGpu) checkGpu(this.#liteRt);
    const given = this.#inputOrder.map((position) => {
      const { data, shape } = this.#inputs[position]!;
      return new core.Tensor(data as LiteRtArray, [...shape]);
    });
    let made: readonly Tensor[] = [];
    try {
      made = await log.check(() => compiled.run(given), deleteAll);
      this.#outputs = this.#inModelOrder(await Promise.all(made.map(toArray)));
      if (isOnGpu) checkGpu(this.#liteRt);
    } finally {
      if (!log.hasAborted) deleteAll([...given, ...made]);
    }
  }

  output(position: number): NDArray {
    return this.#outputs[position]!;
  }

  close(): void {
    if (!this.#liteRt.log.hasAborted) this.#compiled?.delete();
    this.#compiled = undefined;
  }

  #open(): CompiledModel {
    if (this.#liteRt.log.hasAborted)
      throw new PyRuntimeError('LiteRT has broken down, and this interpreter with it.', {
        hint: 'Make another one with tf.lite.Interpreter(…).',
      });
    if (this.#compiled) return this.#compiled;
    throw closedError();
  }

  #inModelOrder(outputs: readonly NDArray[]): NDArray[] {
    const ordered: NDArray[] = [];
    this.#outputOrder.forEach((position, i) => (ordered[position] = outputs[i]!));
    return ordered;
  }
}

function zerosFor(details: readonly TensorDetails[], order: readonly number[]): NDArray[] {
  const zeros: NDArray[] = [];
  details.forEach(({ dtype, shape }, i) => {
    const data = new DTYPES[dtype].array(sizeOf([...shape]));
    zeros[order[i]!] = new NDArray(data, [...shape], dtype);
  });
  return zeros;
}

async function toArray(tensor: Tensor): Promise<NDArray> {
  const { dtype, layout } = tensor.type;
  const data = await tensor.data();
  return new NDArray(data.slice(), [...layout.dimensions], dtype satisfies DType);
}

function deleteAll(tensors: readonly Tensor[]): void {
  tensors.forEach((tensor) => tensor.delete());
}
