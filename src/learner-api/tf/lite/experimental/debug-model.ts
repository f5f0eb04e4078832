/**
 * A quantized model in which every op has its float twin beside it, fed with the same (dequantized) inputs and the float
 * weights: what TensorFlow's converter makes with NumericVerify ops. So each difference is the op's own.
 */
import {
  BUILTIN_OPERATORS,
  type Operator,
  type OperatorCode,
  type SubGraph,
  type Tensor,
  type TfliteModel,
} from '#formats/tflite';
import { graphOf, pairOps, type OpPair } from './pair-ops';

/** A tensor of the debug model and the float tensor that it stands for, by their indices. */
export interface ComparedTensor {
  readonly op: string;
  readonly quantized: number;
  readonly float: number;
}

export interface DebugModel {
  readonly model: TfliteModel;
  /** Outputs of ops, in the order of the model. */
  readonly layers: readonly ComparedTensor[];
  /** Inputs that are quantized at the start. */
  readonly inputs: readonly ComparedTensor[];
  /** Weights and biases. */
  readonly constants: readonly ComparedTensor[];
}

/** @throws ValueError when the models have different ops */
export function buildDebugModel(quantized: TfliteModel, float: TfliteModel): DebugModel {
  const build = new DebugBuild(quantized, float);
  const pairs = new Map(pairOps(quantized, float).map((pair) => [pair.quantized, pair]));
  for (const operator of graphOf(quantized).operators) build.add(operator, pairs.get(operator));
  return build.finish();
}

/** Whether real values follow from the codes of this tensor. */
export function isQuantized(tensor: Tensor | undefined): tensor is Tensor {
  const scales = tensor?.quantization?.scale.length ?? 0;
  return scales > 0 && tensor!.type !== 'FLOAT32';
}

class DebugBuild {
  readonly #quantized: TfliteModel;
  readonly #float: TfliteModel;
  readonly #graph: SubGraph;
  readonly #floatGraph: SubGraph;
  readonly #tensors: Tensor[];
  readonly #operators: Operator[] = [];
  readonly #codes: OperatorCode[];
  readonly #layers: ComparedTensor[] = [];
  readonly #inputs: ComparedTensor[] = [];
  readonly #constants = new Map<number, ComparedTensor>();
  /** Float tensors with the values of quantized ones. */
  readonly #floats = new Map<number, number>();

  constructor(quantized: TfliteModel, float: TfliteModel) {
    this.#quantized = quantized;
    this.#float = float;
    this.#graph = graphOf(quantized);
    this.#floatGraph = graphOf(float);
    this.#tensors = [...this.#graph.tensors];
    this.#codes = [...quantized.operatorCodes, ...float.operatorCodes];
  }

  add(operator: Operator, pair: OpPair | undefined): void {
    this.#operators.push(operator);
    if (!pair) return this.#noteInput(operator);
    if (!operator.outputs.some((output) => isQuantized(this.#tensors[output]))) return;
    const inputs = pair.float.inputs.map((input, at) => this.#floatInput(pair, input, at));
    const outputs = pair.float.outputs.map((output, at) => this.#floatOutput(pair, output, at));
    const opcodeIndex = this.#quantized.operatorCodes.length + pair.float.opcodeIndex;
    this.#operators.push({ ...pair.float, opcodeIndex, inputs, outputs });
  }

  finish(): DebugModel {
    const graph = { ...this.#graph, tensors: this.#tensors, operators: this.#operators };
    return {
      model: {
        ...this.#quantized,
        operatorCodes: this.#codes,
        subgraphs: [graph],
        buffers: [...this.#quantized.buffers, ...this.#float.buffers],
      },
      layers: this.#layers,
      inputs: this.#inputs,
      constants: [...this.#constants.values()],
    };
  }

  /** A graph input that is quantized first: its float twin is the input itself. */
  #noteInput({ inputs, outputs }: Operator): void {
    const [from, to] = [inputs[0]!, outputs[0]!];
    if (!this.#graph.inputs.includes(from) || !isQuantized(this.#tensors[to])) return;
    if (this.#tensors[from]!.type !== 'FLOAT32') return;
    this.#floats.set(to, from);
    this.#inputs.push({ op: 'QUANTIZE', quantized: to, float: from });
  }

  /** The float twin's input: a constant of the float model, or the quantized op's input as floats. */
  #floatInput({ op, quantized }: OpPair, input: number, at: number): number {
    if (input < 0) return input;
    const source = this.#floatGraph.tensors[input]!;
    const twin = quantized.inputs[at];
    if (this.#float.buffers[source.buffer]!.data.length > 0) {
      const constant = this.#addTensor({ ...source, buffer: this.#bufferOf(source) });
      if (twin !== undefined && twin >= 0 && isQuantized(this.#tensors[twin])) {
        this.#constants.set(twin, { op, quantized: twin, float: constant });
      }
      return constant;
    }
    return twin === undefined ? -1 : this.#asFloat(twin);
  }

  #floatOutput({ op, quantized }: OpPair, output: number, at: number): number {
    const source = this.#floatGraph.tensors[output]!;
    const index = this.#addTensor({ ...source, buffer: 0 });
    const twin = quantized.outputs[at]!;
    if (isQuantized(this.#tensors[twin])) {
      this.#layers.push({ op, quantized: twin, float: index });
    }
    return index;
  }

  #asFloat(index: number): number {
    const tensor = this.#tensors[index];
    if (!isQuantized(tensor)) return index;
    const known = this.#floats.get(index);
    if (known !== undefined) return known;
    const plain = { type: 'FLOAT32', buffer: 0, quantization: undefined } as const;
    const float = this.#addTensor({ ...tensor, ...plain });
    this.#operators.push({
      opcodeIndex: this.#dequantizeCode(tensor),
      inputs: [index],
      outputs: [float],
    });
    this.#floats.set(index, float);
    return float;
  }

  #dequantizeCode({ type }: Tensor): number {
    const version = type === 'INT16' ? 3 : 2;
    const builtinCode = BUILTIN_OPERATORS.indexOf('DEQUANTIZE');
    return this.#codes.push({ builtinCode, customCode: '', version }) - 1;
  }

  #bufferOf({ buffer }: Tensor): number {
    return this.#quantized.buffers.length + buffer;
  }

  #addTensor(tensor: Tensor): number {
    return this.#tensors.push(tensor) - 1;
  }
}
