/** Runs the debug model over samples and sums up the differences. */
import { KeyboardInterrupt, ValueError } from '#errors';
import { constantOf, dtypeOf, type Tensor, type TfliteModel } from '#formats/tflite';
import { createRuntime, type RuntimeModel } from '#interpreter';
import type { NDArray } from '#tensor';
import { getRuntime } from '../../../runtime';
import { isQuantized, type ComparedTensor, type DebugModel } from './debug-model';
import { dequantize, LayerError, quantize } from './layer-error';
import { graphOf } from './pair-ops';

export type DebugSample = readonly NDArray[];

/** Differences by the quantized tensor's index. */
export type LayerErrors = ReadonlyMap<number, LayerError>;

export class DebugRun {
  readonly #debug: DebugModel;
  readonly #errors = new Map<number, LayerError>();
  #model: TfliteModel;
  #loaded: RuntimeModel | undefined;

  constructor(debug: DebugModel) {
    this.#debug = debug;
    this.#model = debug.model;
  }

  /** @throws ValueError for a sample that does not fit; KeyboardInterrupt after a Stop */
  async add(sample: DebugSample): Promise<void> {
    const inputs = graphOf(this.#model).inputs;
    if (inputs.length !== sample.length) throw wrongCount(sample.length, inputs.length);
    const loaded = (this.#loaded ??= await this.#load(sample));
    sample.forEach((array, at) => loaded.setInput(at, this.#asInput(array, at)));
    await loaded.invoke();
    for (const compared of [...this.#debug.inputs, ...this.#debug.layers]) {
      this.#compare(compared, (index) => loaded.tensor!(index));
    }
    await getRuntime().pause();
    if (getRuntime().signal.aborted) throw new KeyboardInterrupt();
  }

  /** Weights and biases are compared once. */
  finish(): LayerErrors {
    const tensors = graphOf(this.#model).tensors;
    for (const compared of this.#debug.constants) {
      this.#compare(compared, (index) => constantOf(this.#model, tensors[index]!)!);
    }
    return this.#errors;
  }

  close(): void {
    this.#loaded?.close();
  }

  #compare({ quantized, float }: ComparedTensor, valueOf: (index: number) => NDArray): void {
    const { quantization } = graphOf(this.#model).tensors[quantized]!;
    const error = this.#errors.get(quantized) ?? new LayerError(quantization!.scale.length);
    this.#errors.set(quantized, error);
    error.add(valueOf(float), dequantize(valueOf(quantized), quantization!));
  }

  /** Inputs take the shapes of the first sample. */
  async #load(sample: DebugSample): Promise<RuntimeModel> {
    const graph = graphOf(this.#model);
    const shapes = new Map(graph.inputs.map((index, at) => [index, sample[at]!.shape]));
    const tensors = graph.tensors.map((tensor, index) => ({
      ...tensor,
      shape: shapes.get(index) ?? tensor.shape,
    }));
    this.#model = { ...this.#model, subgraphs: [{ ...graph, tensors }] };
    const runtime = await createRuntime('reference', { numThreads: 1, accelerator: 'wasm' });
    return runtime.load(new Uint8Array(), this.#model);
  }

  #asInput(array: NDArray, at: number): NDArray {
    const tensor: Tensor = graphOf(this.#model).tensors[graphOf(this.#model).inputs[at]!]!;
    const dtype = dtypeOf(tensor.type);
    const isCoded = dtype === 'int8' || dtype === 'uint8' || dtype === 'int16';
    if (array.dtype !== 'float32' || !isCoded || !isQuantized(tensor)) return array;
    return quantize(array, tensor.quantization!, dtype);
  }
}

function wrongCount(given: number, wanted: number): ValueError {
  return new ValueError(
    `Number of inputs provided (${given}) does not match number of inputs to the model (${wanted})`,
    { place: 'debug_dataset', hint: 'Yield one array for each input: yield [x].' },
  );
}
