/** Ranges of element types and of fused activations, in floats and in integers. */
import type { Activation, TensorType } from '#formats/tflite';
import { roundAway } from './fixed-point';
import type { Node, TensorScale } from './node';

export interface Range {
  readonly low: number;
  readonly high: number;
}

const LIMITS: Partial<Record<TensorType, Range>> = {
  INT8: { low: -128, high: 127 },
  UINT8: { low: 0, high: 255 },
  INT16: { low: -32768, high: 32767 },
  INT32: { low: -(2 ** 31), high: 2 ** 31 - 1 },
};

const ACTIVATION_RANGES: Readonly<Record<Activation, Range | undefined>> = {
  NONE: { low: -Infinity, high: Infinity },
  RELU: { low: 0, high: Infinity },
  RELU_N1_TO_1: { low: -1, high: 1 },
  RELU6: { low: 0, high: 6 },
  TANH: undefined,
  SIGN_BIT: undefined,
};

/** What an integer type holds. */
export function typeRange(node: Node, type: TensorType): Range {
  return (
    LIMITS[type] ?? node.refuse(`Type '${type}' is not supported by ${node.op.toLowerCase()}.`)
  );
}

/** What real numbers a fused activation lets through. */
export function activationRange(node: Node, activation: Activation): Range {
  return (
    ACTIVATION_RANGES[activation] ??
    node.refuse(`The fused activation ${activation} has no kernel.`)
  );
}

/** What integers a fused activation lets through (`CalculateActivationRangeQuantized`). */
export function quantizedActivationRange(
  node: Node,
  activation: Activation,
  type: TensorType,
  { scale, zeroPoint }: TensorScale,
): Range {
  const { low, high } = typeRange(node, type);
  const real = activationRange(node, activation);
  const code = (value: number) => zeroPoint + roundAway(Math.fround(value / scale));
  return {
    low: real.low === -Infinity ? low : Math.max(low, code(real.low)),
    high: real.high === Infinity ? high : Math.min(high, code(real.high)),
  };
}
