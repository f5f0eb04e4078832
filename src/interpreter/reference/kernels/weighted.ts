/**
 * What ops with weights share: the inputs as the loops take them, products and sums, and what becomes of a sum. There are
 * three arithmetics: float32 throughout; int8 weights over floats that are quantized row by row (dynamic range); integers.
 */
import type { Activation, TensorType } from '#formats/tflite';
import type { Node } from '../node';
import { activationRange, quantizedActivationRange, type Range } from '../quantization';
import {
  requantizeInDouble,
  requantizeInFixedPoint,
  requantizeInFloat,
  requantizeWide,
  type Requantizer,
  type RequantizeParameters,
} from '../requantize';
import { numbers, type LiteTensor, type NumberArray } from '../tensors';
import { dotsOfBytes, dotsOfFloats, dotsOfShorts, type Dots } from './dots';
import { quantizeRow } from './hybrid';

export interface Arithmetic {
  /** Whether sums are exact; otherwise each step is rounded to float32. */
  readonly isExact: boolean;
  readonly dots: Dots;
  /** The input's elements of a run, zero points taken off. */
  load(): NumberArray;
  /** What is written for a sum, of an output channel, made from a row of the input. */
  finish(sum: number, channel: number, row: number): number;
}

export interface Weighted {
  readonly input: LiteTensor;
  readonly weights: LiteTensor;
  readonly bias: LiteTensor | undefined;
  readonly output: LiteTensor;
  readonly activation: Activation;
  readonly channels: number;
  /** How many parts of the input are quantized each for itself in dynamic range. */
  readonly rows: number;
  /** The axis of the weights that may have a scale for each index. */
  readonly channelAxis: number;
}

/** @throws PyRuntimeError for types that have no kernel together */
export function arithmeticOf(node: Node, op: Weighted): Arithmetic {
  checkBias(node, op);
  if (op.input.type === 'FLOAT32') {
    node.accept(op.output, ['FLOAT32']);
    node.accept(op.weights, ['FLOAT32', 'INT8']);
    return op.weights.type === 'FLOAT32' ? floats(node, op) : hybrid(node, op);
  }
  node.accept(op.input, ['INT8', 'INT16']);
  node.accept(op.weights, ['INT8']);
  node.accept(op.output, [op.input.type]);
  return integers(node, op);
}

const BIAS_TYPES: Partial<Record<TensorType, readonly TensorType[]>> = {
  FLOAT32: ['FLOAT32'],
  INT8: ['INT32'],
  INT16: ['INT64', 'INT32'],
};

function checkBias(node: Node, { bias, input, channels }: Weighted): void {
  if (!bias) return;
  node.accept(bias, BIAS_TYPES[input.type] ?? []);
  node.ensure(
    bias.data.length === channels,
    `The bias has ${bias.data.length} elements for ${channels} channels.`,
  );
}

/** Scales of the weights, checked to be one or one a channel, with zero points 0. */
export function weightScales(
  node: Node,
  { weights, channels, channelAxis }: Weighted,
): readonly number[] {
  const { scale, zeroPoint } = node.scalesOf(weights);
  const axis = weights.quantization?.quantizedDimension ?? 0;
  const fits = scale.length === 1 || (scale.length === channels && axis === channelAxis);
  node.ensure(
    fits,
    `Weights '${weights.name}' have ${scale.length} scales along axis ${axis} for ${channels} channels.`,
  );
  node.ensure(
    zeroPoint.every((zero) => zero === 0),
    `Weights '${weights.name}' have a zero point other than 0.`,
  );
  return scale;
}

/** The bias's elements as numbers, zeros without a bias. */
function biasOf({ bias, channels }: Weighted): () => NumberArray {
  if (!bias) {
    const none = new Float64Array(channels);
    return () => none;
  }
  if (bias.type !== 'INT64') return () => numbers(bias);
  const read = () => Float64Array.from(bias.data as BigInt64Array, Number);
  if (!bias.isConstant) return read;
  const once = read();
  return () => once;
}

function floats(node: Node, op: Weighted): Arithmetic {
  const { low, high } = activationRange(node, op.activation);
  const readBias = biasOf(op);
  let bias = readBias();
  return {
    isExact: false,
    dots: dotsOfFloats as Dots,
    load: () => ((bias = readBias()), numbers(op.input)),
    finish: (sum, channel) => {
      const value = Math.fround(sum + bias[channel]!);
      return value < low ? low : value > high ? high : value;
    },
  };
}

/** The kernels multiply by the scales of row and channel in different orders, each step in float32. */
function hybrid(node: Node, op: Weighted): Arithmetic {
  const { low, high } = activationRange(node, op.activation);
  const scales = weightScales(node, op);
  const isSymmetric = node.rounding === 'reference' && isSymmetricHybrid(node, scales.length);
  const codes = new Int32Array(op.input.data.length);
  const rowScales = new Float64Array(op.rows);
  const readBias = biasOf(op);
  let bias = readBias();
  const load = () => {
    bias = readBias();
    const size = codes.length / op.rows;
    for (let row = 0; row < op.rows; row++) {
      rowScales[row] = quantizeRow(numbers(op.input), codes, row * size, size, isSymmetric);
    }
    return codes;
  };
  const last = scales.length - 1;
  const isByChannelFirst = node.op === 'CONV_2D' && last > 0;
  const finish = (sum: number, channel: number, row: number) => {
    const scale = scales[Math.min(channel, last)]!;
    const scaled = isByChannelFirst
      ? Math.fround(sum * scale) * rowScales[row]!
      : sum * Math.fround(rowScales[row]! * scale);
    const value = Math.fround(Math.fround(scaled) + bias[channel]!);
    return value < low ? low : value > high ? high : value;
  };
  return { isExact: true, dots: dotsOfBytes as Dots, load, finish };
}

/** FULLY_CONNECTED says it in its options; convolutions are asymmetric with scales per channel only. */
export function isSymmetricHybrid(node: Node, scaleCount: number): boolean {
  if (node.op !== 'FULLY_CONNECTED') return scaleCount === 1;
  return !node.options('FullyConnectedOptions').asymmetricQuantizeInputs;
}

function integers(node: Node, op: Weighted): Arithmetic {
  const { scale: inputScale, zeroPoint } = node.scaleOf(op.input);
  const output = node.scaleOf(op.output);
  const isShort = op.input.type === 'INT16';
  const shifted = new (isShort ? Float64Array : Int32Array)(op.input.data.length);
  const range = quantizedActivationRange(node, op.activation, op.output.type, output);
  const requantize = requantizerOf(node, op, inputScale, range);
  const readBias = biasOf(op);
  let bias = readBias();
  const load = () => {
    bias = readBias();
    const data = numbers(op.input);
    for (let i = 0; i < shifted.length; i++) shifted[i] = data[i]! - zeroPoint;
    return shifted;
  };
  const finish = (sum: number, channel: number) => requantize(sum + bias[channel]!, channel);
  return { isExact: true, dots: (isShort ? dotsOfShorts : dotsOfBytes) as Dots, load, finish };
}

function requantizerOf(node: Node, op: Weighted, inputScale: number, range: Range): Requantizer {
  const parameters = requantizeParameters(node, op, inputScale, range);
  if (op.output.type === 'INT8' && node.rounding === 'xnnpack')
    return requantizeInFloat(parameters);
  if (node.op === 'FULLY_CONNECTED') return requantizeInDouble(parameters);
  const isWide = op.output.type === 'INT16' && op.bias?.type !== 'INT32';
  return isWide ? requantizeWide(parameters) : requantizeInFixedPoint(parameters);
}

/** @param range of the output's codes */
export function requantizeParameters(
  node: Node,
  op: Weighted,
  inputScale: number,
  range: Range,
): RequantizeParameters {
  const output = node.scaleOf(op.output);
  return {
    inputScale,
    weightScales: weightScales(node, op),
    outputScale: output.scale,
    outputZeroPoint: output.zeroPoint,
    range,
    channels: op.channels,
  };
}
