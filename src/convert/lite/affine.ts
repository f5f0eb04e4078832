/** Ops that multiply by weights and add a bias: the convolutions and FULLY_CONNECTED. */
import type { BuiltinOperator } from '#formats/tflite';
import { sizeOf } from '#tensor';
import type { LiteOp, LiteTensor } from './graph';
import { activationOf } from './ops';
import { floatConstant, floatsOf } from './tensors';

export interface Affine {
  readonly op: LiteOp;
  readonly weights: LiteTensor;
  readonly values: Float32Array;
  readonly bias: Float32Array | undefined;
  /** Of the weights: the one that counts the output channels. */
  readonly channelAxis: number;
  readonly channels: number;
}

/** Positions among an op's inputs. */
export interface WeightedRule {
  readonly input: number;
  readonly weights: number;
  readonly bias: number;
  /** The weights' dimension that counts the output channels. */
  readonly channelAxis: number;
}

export const WEIGHTED: ReadonlyMap<BuiltinOperator, WeightedRule> = new Map([
  ['CONV_2D', { input: 0, weights: 1, bias: 2, channelAxis: 0 }],
  ['DEPTHWISE_CONV_2D', { input: 0, weights: 1, bias: 2, channelAxis: 3 }],
  ['FULLY_CONNECTED', { input: 0, weights: 1, bias: 2, channelAxis: 0 }],
  ['TRANSPOSE_CONV', { input: 2, weights: 1, bias: 3, channelAxis: 0 }],
]);

/** The op's constant float32 parts, if it is affine: the weights must be constant, and the bias or absent. */
export function asAffine(op: LiteOp | undefined): Affine | undefined {
  const layout = op && WEIGHTED.get(op.code);
  if (!layout) return undefined;
  const weights = op.inputs[layout.weights]!;
  const [values, bias] = [floatsOf(weights), floatsOf(op.inputs[layout.bias])];
  if (!values || (op.inputs[layout.bias] && !bias)) return undefined;
  const { channelAxis } = layout;
  return { op, weights, values, bias, channelAxis, channels: weights.shape[channelAxis]! };
}

/** Whether the result is stored as it is computed. */
export const isPlain = ({ op }: Affine): boolean => activationOf(op) === 'NONE';

/** The channel of a weight, by its place in row-major order. */
export function channelOf({ weights, channelAxis }: Affine): (place: number) => number {
  const inner = sizeOf(weights.shape.slice(channelAxis + 1));
  const channels = weights.shape[channelAxis]!;
  return (place) => Math.floor(place / inner) % channels;
}

/** New weights, bias or input for an affine op; what is left out stays. */
export interface AffineParts {
  readonly input?: LiteTensor;
  readonly weights?: LiteTensor;
  readonly bias?: LiteTensor;
}

export function withParts({ op }: Affine, parts: AffineParts): LiteOp {
  const layout = WEIGHTED.get(op.code)!;
  const inputs = [...op.inputs];
  if (parts.input) inputs[layout.input] = parts.input;
  if (parts.weights) inputs[layout.weights] = parts.weights;
  if (parts.bias) inputs[layout.bias] = parts.bias;
  return { ...op, inputs };
}

export const biasTensor = (name: string, values: Float32Array): LiteTensor =>
  floatConstant(name, values, [values.length]);

export const weightsTensor = (affine: Affine, name: string, values: Float32Array): LiteTensor =>
  floatConstant(name, values, affine.weights.shape);
