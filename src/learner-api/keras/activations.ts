/** `keras.activations`: functions by name, for the `activation` option of layers. */
import { ValueError } from '#errors';
import {
  asTensor,
  elu as eluOp,
  erf,
  exp,
  leakyRelu,
  logSoftmax,
  minimum,
  maximum,
  relu as reluOp,
  relu6 as relu6Op,
  selectV2,
  selu as seluOp,
  sigmoid as sigmoidOp,
  softmax as softmaxOp,
  softplus as softplusOp,
  softsign as softsignOp,
  tanh as tanhOp,
  zerosLike,
  type Operand,
  type SymbolicTensor,
} from '#graph';
import { liftUnary, type UnaryFunction } from '../lifting';
import { isPlainObject } from '../python/options';
import { asFloat } from './promotion';
import { deserializeKerasObject } from './serialization/deserialize';
import { serializeKerasObject } from './serialization/serialize';
import type { Json } from '#formats/keras';

export interface ReluOptions {
  /** Slope below the threshold. Default: 0. */
  readonly negative_slope?: number;
  /** Largest value. Default: none. */
  readonly max_value?: number | null;
  /** Values up to here are dropped. Default: 0. */
  readonly threshold?: number;
}

/** max(x, 0), or a variant of it. */
export const relu = liftUnary((x: Operand, options: ReluOptions = {}) => traceRelu(x, options));
/** min(max(x, 0), 6) */
export const relu6 = liftUnary((x) => relu6Op(asFloat(x)));
/** x above 0, a small slope below. Default slope: 0.2. */
export const leaky_relu = liftUnary((x: Operand, negative_slope: number = 0.2) =>
  leakyRelu(asFloat(x), negative_slope),
);
/** x above 0, alpha * (exp(x) - 1) below. */
export const elu = liftUnary((x: Operand, alpha: number = 1) => traceElu(asFloat(x), alpha));
export const selu = liftUnary((x) => seluOp(asFloat(x)));
/** log(1 + exp(x)) */
export const softplus = liftUnary((x) => softplusOp(asFloat(x)));
/** x / (1 + |x|) */
export const softsign = liftUnary((x) => softsignOp(asFloat(x)));
/** x * sigmoid(x) */
export const silu = liftUnary((x) => {
  const float = asFloat(x);
  return float.mul(sigmoidOp(float));
});
/** x * Φ(x), with the normal distribution's Φ; `approximate` uses tanh. */
export const gelu = liftUnary((x: Operand, approximate: boolean = false) =>
  traceGelu(asFloat(x), approximate),
);
export const tanh = liftUnary((x) => tanhOp(asFloat(x)));
/** 1 / (1 + exp(-x)) */
export const sigmoid = liftUnary((x) => sigmoidOp(asFloat(x)));
/** exp(x) */
export const exponential = liftUnary((x) => exp(asFloat(x)));
/** relu6(x + 3) / 6 */
export const hard_sigmoid = liftUnary((x) => traceHardSigmoid(asFloat(x)));
/** x * hard_sigmoid(x) */
export const hard_silu = liftUnary((x) => {
  const float = asFloat(x);
  return float.mul(traceHardSigmoid(float));
});
/** x * tanh(softplus(x)) */
export const mish = liftUnary((x) => {
  const float = asFloat(x);
  return float.mul(tanhOp(softplusOp(float)));
});
/** x */
export const linear = liftUnary((x) => asTensor(x));
/** exp(x) / sum(exp(x)) along an axis, the last by default. */
export const softmax = liftUnary((x: Operand, axis: number = -1) =>
  alongAxis(asFloat(x), axis, softmaxOp),
);
export const log_softmax = liftUnary((x: Operand, axis: number = -1) =>
  alongAxis(asFloat(x), axis, logSoftmax),
);

const FUNCTIONS = {
  relu,
  relu6,
  leaky_relu,
  elu,
  selu,
  softplus,
  softsign,
  silu,
  swish: silu,
  gelu,
  tanh,
  sigmoid,
  exponential,
  hard_sigmoid,
  hard_silu,
  hard_swish: hard_silu,
  mish,
  linear,
  softmax,
  log_softmax,
};

export type ActivationName = keyof typeof FUNCTIONS;
/** What a layer applies to its output. */
export type Activation = (x: SymbolicTensor) => SymbolicTensor;
export type ActivationLike = ActivationName | Activation | object | null | undefined;

const names = new Map<unknown, string>(
  Object.entries(FUNCTIONS)
    .toReversed()
    .map(([name, fn]) => [fn, name]),
);

/** @throws ValueError for an unknown name */
export function get(identifier: ActivationLike): Activation {
  if (identifier === undefined || identifier === null) return linear;
  if (typeof identifier === 'function') return identifier as Activation;
  if (isPlainObject(identifier)) return deserializeKerasObject(identifier) as Activation;
  const found = (FUNCTIONS as Record<string, UnaryFunction | undefined>)[identifier as string];
  if (found) return found;
  throw new ValueError(
    `Could not interpret activation function identifier: ${String(identifier)}`,
    { hint: `Known are: ${Object.keys(FUNCTIONS).join(', ')}.` },
  );
}

/** The name of a built-in function, the envelope of a registered one. */
export function serialize(activation: Activation): Json {
  return names.get(activation) ?? serializeKerasObject(activation);
}

function traceRelu(x: Operand, options: ReluOptions): SymbolicTensor {
  const { negative_slope = 0, max_value = null, threshold = 0 } = options;
  const tensor = asTensor(x);
  if (threshold === 0 && negative_slope === 0 && max_value === null) return reluOp(tensor);
  if (threshold === 0 && negative_slope === 0 && max_value === 6) return relu6Op(tensor);
  if (threshold === 0 && max_value === null) return leakyRelu(tensor, negative_slope);
  const above = selectV2(tensor.greater(threshold), tensor, zerosLike(tensor));
  const capped = max_value === null ? above : minimum(above, max_value);
  if (negative_slope === 0) return capped;
  const below = minimum(tensor.sub(threshold), 0).mul(negative_slope);
  return capped.add(below);
}

function traceElu(x: SymbolicTensor, alpha: number): SymbolicTensor {
  if (alpha === 1) return eluOp(x);
  return maximum(x, 0).add(exp(minimum(x, 0)).sub(1).mul(alpha));
}

function traceGelu(x: SymbolicTensor, approximate: boolean): SymbolicTensor {
  if (!approximate) return x.mul(0.5).mul(erf(x.mul(Math.SQRT1_2)).add(1));
  const inner = x.add(x.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
  return x.mul(0.5).mul(tanhOp(inner).add(1));
}

function traceHardSigmoid(x: SymbolicTensor): SymbolicTensor {
  return relu6Op(x.add(3)).mul(1 / 6);
}

/** TensorFlow's op works on the last dimension; another one is moved there and back. */
function alongAxis(
  x: SymbolicTensor,
  axis: number,
  op: (x: Operand) => SymbolicTensor,
): SymbolicTensor {
  const at = axis < 0 ? axis + x.ndim : axis;
  if (at === x.ndim - 1) return op(x);
  const swap = x.shape.map((_, i) => (i === at ? x.ndim - 1 : i === x.ndim - 1 ? at : i));
  return op(x.transpose(swap)).transpose(swap);
}
