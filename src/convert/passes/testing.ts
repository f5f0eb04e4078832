/** For tests: small graphs by hand, and their files. */
import type {
  AddOptions,
  BuiltinOperator,
  BuiltinOptions,
  Conv2DOptions,
  DepthwiseConv2DOptions,
  FullyConnectedOptions,
  MulOptions,
  SubOptions,
  TfliteModel,
} from '#formats/tflite';
// eslint-disable-next-line no-restricted-imports -- only tests run what the passes made
import { openReference } from '#interpreter/reference';
import { NDArray, sizeOf } from '#tensor';
import { emit } from '../emit';
import type { LiteGraph, LiteInput, LiteOp, LiteTensor } from '../lite/graph';
import { floatConstant } from '../lite/tensors';
import { giveBiases } from './biases';

export const CONV: Conv2DOptions = {
  type: 'Conv2DOptions',
  fusedActivationFunction: 'NONE',
  padding: 'VALID',
  strideW: 1,
  strideH: 1,
  dilationWFactor: 1,
  dilationHFactor: 1,
};
export const DEPTHWISE: DepthwiseConv2DOptions = {
  ...CONV,
  type: 'DepthwiseConv2DOptions',
  depthMultiplier: 1,
};
export const SAME: Conv2DOptions = { ...CONV, padding: 'SAME' };
export const DENSE: FullyConnectedOptions = {
  type: 'FullyConnectedOptions',
  fusedActivationFunction: 'NONE',
  weightsFormat: 0,
  keepNumDims: false,
  asymmetricQuantizeInputs: false,
};
export const ADD: AddOptions = {
  type: 'AddOptions',
  fusedActivationFunction: 'NONE',
  potScaleInt16: true,
};
export const SUB: SubOptions = { ...ADD, type: 'SubOptions' };
export const MUL: MulOptions = { type: 'MulOptions', fusedActivationFunction: 'NONE' };

/** Numbers between −1 and 1 that look random and are the same every time. */
export function numbers(count: number, seed = 1): Float32Array {
  return Float32Array.from({ length: count }, (_, i) =>
    Math.sin(12.9898 * (i + 1) + 78.233 * seed),
  );
}

export class Sketch {
  readonly #inputs: LiteInput[] = [];
  readonly #ops: LiteOp[] = [];
  #count = 0;

  input(...shape: readonly number[]): LiteTensor {
    const tensor = this.#tensor(`x${this.#inputs.length}`, shape);
    this.#inputs.push({ key: tensor.name, tensor });
    return tensor;
  }

  /** Given elements, or some that differ. */
  floats(shape: readonly number[], values?: readonly number[]): LiteTensor {
    this.#count++;
    const data = values ? Float32Array.from(values) : numbers(sizeOf(shape), this.#count);
    return floatConstant(`c${this.#count}`, data, shape);
  }

  ints(shape: readonly number[], values: readonly number[]): LiteTensor {
    const data = new NDArray(Int32Array.from(values), shape, 'int32');
    return { name: `i${this.#count++}`, shape, signature: shape, dtype: 'int32', data };
  }

  /** @returns its result, named as the op and its number */
  op(
    code: BuiltinOperator,
    inputs: readonly (LiteTensor | null)[],
    shape: readonly number[],
    options?: BuiltinOptions,
  ): LiteTensor {
    const output = this.#tensor(`${code}${this.#ops.length}`, shape);
    this.#ops.push({ code, inputs, outputs: [output], options, sources: [output.name] });
    return output;
  }

  graph(...outputs: readonly LiteTensor[]): LiteGraph {
    const ends = outputs.map((tensor, i) => ({ key: `output_${i}`, tensor }));
    return { inputs: this.#inputs, ops: this.#ops, outputs: ends };
  }

  #tensor(name: string, shape: readonly number[]): LiteTensor {
    return { name, shape, signature: shape, dtype: 'float32' };
  }
}

export function fileOf(graph: LiteGraph): TfliteModel {
  return emit(graph, {
    source: { signatureKey: 'serving_default', modelType: 'KERAS_MODEL' },
    options: { mode: 'float32', excludeConversionMetadata: true },
  });
}

/** What the graph makes of numbers that look random, on the reference interpreter. */
export function run(graph: LiteGraph): NDArray[] {
  const model = openReference(fileOf(giveBiases.run(graph)));
  graph.inputs.forEach(({ tensor: { shape } }, i) =>
    model.setInput(i, new NDArray(numbers(sizeOf(shape), i + 7), shape, 'float32')),
  );
  model.invoke();
  return graph.outputs.map((_, i) => model.output(i));
}

/** The ops in their order, each with its fused activation if it has one: `CONV_2D+RELU`. */
export function codesOf(graph: LiteGraph): string[] {
  return graph.ops.map(({ code, options }) => {
    const has = options && 'fusedActivationFunction' in options;
    const activation = has ? options.fusedActivationFunction : 'NONE';
    return activation === 'NONE' ? code : `${code}+${activation}`;
  });
}

/** How far two lists of arrays are apart, in parts of the largest element. */
export function distance(found: readonly NDArray[], wanted: readonly NDArray[]): number {
  const far = wanted.map((array, i) => {
    const [a, b] = [found[i]!.data as Float32Array, array.data as Float32Array];
    if (a.length !== b.length) return Infinity;
    const largest = b.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-30);
    return b.reduce((most, x, k) => Math.max(most, Math.abs(x - a[k]!)), 0) / largest;
  });
  return Math.max(...far);
}
