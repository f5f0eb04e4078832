/** Activations that are ops of their own. */
import type { Kernel } from '../kernel';
import type { Node, Run } from '../node';
import {
  clamp,
  highProduct16,
  multiply,
  quantizeMultiplier,
  roundEven,
  shortMantissa,
  divideByPowerOfTwo,
} from '../fixed-point';
import { quantizedActivationRange, typeRange } from '../quantization';
import { mapOne, mapTwo, type Unary } from './elementwise';
import { erfc } from './error-function';
import { logistic16, lookUp, tanh16 } from './look-up';

const sigmoid: Unary = (x) => 1 / Math.fround(1 + Math.fround(Math.exp(-x)));
const elu1: Unary = (x) => (x < 0 ? Math.expm1(x) : x);

export const logistic: Kernel = { prepare: (node) => smooth(node, sigmoid, logistic16) };
export const tanh: Kernel = { prepare: (node) => smooth(node, Math.tanh, tanh16) };
export const elu: Kernel = { prepare: (node) => smooth(node, elu1) };
export const gelu: Kernel = {
  prepare: (node) => smooth(node, node.options('GeluOptions').approximate ? geluTanh : geluExact),
};

export const relu: Kernel = { prepare: (node) => clamping(node, 'RELU', 0, Infinity) };
export const relu6: Kernel = { prepare: (node) => clamping(node, 'RELU6', 0, 6) };
export const reluN1To1: Kernel = { prepare: (node) => clamping(node, 'RELU_N1_TO_1', -1, 1) };
export const relu0To1: Kernel = {
  prepare: (node) => {
    node.accept(node.input(0), ['FLOAT32']);
    node.accept(node.output(), ['FLOAT32']);
    return mapOne(node, (x) => clamp(x, 0, 1));
  },
};

function geluExact(x: number): number {
  return 0.5 * x * erfc(-x * Math.SQRT1_2);
}

function geluTanh(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

/** float32 as it is, int8 by a table of 256, int16 by a table of its own. */
function smooth(node: Node, f: Unary, wide?: (node: Node) => Run): Run {
  const input = node.input(0);
  node.accept(input, ['FLOAT32', 'INT8', 'UINT8', ...(wide ? (['INT16'] as const) : [])]);
  if (input.type === 'INT16' && wide) return wide(node);
  if (input.type !== 'FLOAT32') return lookUp(node, f);
  node.accept(node.output(), ['FLOAT32']);
  return mapOne(node, f);
}

function clamping(
  node: Node,
  name: 'RELU' | 'RELU6' | 'RELU_N1_TO_1',
  low: number,
  high: number,
): Run {
  const input = node.input(0);
  const output = node.output();
  const isShort = name === 'RELU_N1_TO_1';
  node.accept(input, ['FLOAT32', 'INT8', 'UINT8', ...(isShort ? [] : (['INT16'] as const))]);
  node.accept(output, [input.type]);
  if (input.type === 'FLOAT32') return mapOne(node, (x) => clamp(x, low, high));
  const from = node.scaleOf(input);
  const to = node.scaleOf(output);
  const range = quantizedActivationRange(node, name, output.type, to);
  const { mantissa, exponent } = quantizeMultiplier(Math.fround(from.scale / to.scale));
  return mapOne(node, (x) => {
    const code = multiply(x - from.zeroPoint, mantissa, exponent) + to.zeroPoint;
    return clamp(code, range.low, range.high);
  });
}

export const leakyRelu: Kernel = {
  prepare: (node) => {
    const { alpha } = node.options('LeakyReluOptions');
    const input = node.input(0);
    const output = node.output();
    node.accept(input, ['FLOAT32', 'INT8', 'UINT8', 'INT16']);
    node.accept(output, [input.type]);
    if (input.type === 'FLOAT32') return mapOne(node, (x) => (x > 0 ? x : x * alpha));
    const from = node.scaleOf(input);
    const to = node.scaleOf(output);
    const { low, high } = typeRange(node, output.type);
    if (node.rounding === 'xnnpack' && input.type !== 'INT16') return leakyInBytes(node, alpha);
    const same = quantizeMultiplier(Math.fround(from.scale / to.scale));
    const less = quantizeMultiplierOfSign(
      Math.fround(Math.fround(from.scale * Math.fround(alpha)) / to.scale),
    );
    return mapOne(node, (x) => {
      const value = x - from.zeroPoint;
      const { mantissa, exponent } = value >= 0 ? same : less;
      return clamp(multiply(value, mantissa, exponent) + to.zeroPoint, low, high);
    });
  },
};

/** With multipliers of 8 bits after the point, as XNNPACK does it. */
function leakyInBytes(node: Node, alpha: number): Run {
  const from = node.scaleOf(node.input(0));
  const to = node.scaleOf(node.output());
  const { low, high } = typeRange(node, node.output().type);
  const ratio = Math.fround(from.scale / to.scale);
  const same = roundEven(256 * ratio);
  const less = roundEven(256 * Math.fround(ratio * alpha));
  return mapOne(node, (x) => {
    const value = x - from.zeroPoint;
    const scaled = value * (value >= 0 ? same : less);
    return clamp(Math.floor((scaled + 128) / 256) + to.zeroPoint, low, high);
  });
}

/** Alpha may be negative, and then so is its multiplier. */
function quantizeMultiplierOfSign(real: number) {
  const { mantissa, exponent } = quantizeMultiplier(Math.abs(real));
  return { mantissa: real < 0 ? -mantissa : mantissa, exponent };
}

export const prelu: Kernel = {
  prepare: (node) => {
    const input = node.input(0);
    const alpha = node.input(1);
    const output = node.output();
    node.accept(input, ['FLOAT32', 'INT8', 'UINT8']);
    node.accept(alpha, [input.type]);
    node.accept(output, [input.type]);
    if (input.type === 'FLOAT32') return mapTwo(node, (x, a) => (x >= 0 ? x : x * a));
    const from = node.scaleOf(input);
    const slope = node.scaleOf(alpha);
    const to = node.scaleOf(output);
    const { low, high } = typeRange(node, output.type);
    const same = quantizeMultiplier(Math.fround(from.scale / to.scale));
    const less = quantizeMultiplier(Math.fround(Math.fround(from.scale * slope.scale) / to.scale));
    return mapTwo(node, (x, a) => {
      const value = x - from.zeroPoint;
      const scaled =
        value >= 0
          ? multiply(value, same.mantissa, same.exponent)
          : multiply(value * (a - slope.zeroPoint), less.mantissa, less.exponent);
      return clamp(scaled + to.zeroPoint, low, high);
    });
  },
};

export const hardSwish: Kernel = {
  prepare: (node) => {
    const input = node.input(0);
    node.accept(input, ['FLOAT32', 'INT8', 'UINT8']);
    node.accept(node.output(), [input.type]);
    if (input.type === 'FLOAT32')
      return mapOne(node, (x) => Math.fround(x * clamp(Math.fround(x + 3), 0, 6)) / 6);
    return quantizedHardSwish(node);
  },
};

/** In 16 bits: the input with 7 spare bits, and the hard sigmoid as 15 bits of a fraction. */
function quantizedHardSwish(node: Node): Run {
  const from = node.scaleOf(node.input(0));
  const to = node.scaleOf(node.output());
  const { low, high } = typeRange(node, node.output().type);
  const fine = Math.fround(Math.fround(1 / 128) * from.scale);
  const toOutput = quantizeMultiplier(Math.fround(fine / to.scale));
  const toSigmoid = quantizeMultiplier(Math.fround(fine / Math.fround(3 / 32768)));
  node.ensure(toOutput.exponent <= 0, 'The output scale is too small for this input scale.');
  const outputFactor = shortMantissa(toOutput.mantissa);
  const sigmoidFactor = shortMantissa(toSigmoid.mantissa);
  return mapOne(node, (x) => {
    const value = (x - from.zeroPoint) * 128;
    const scaled = highProduct16(value, outputFactor);
    const gate = (hardSigmoid(value, sigmoidFactor, toSigmoid.exponent) + 32768) >> 1;
    const product = Math.trunc((gate * scaled) / 32768);
    return clamp(divideByPowerOfTwo(product, -toOutput.exponent) + to.zeroPoint, low, high);
  });
}

function hardSigmoid(value: number, factor: number, exponent: number): number {
  if (exponent <= 0) return divideByPowerOfTwo(highProduct16(value, factor), -exponent);
  const shifted = saturate16(value * 2 ** (exponent - 1));
  return saturate16(highProduct16(shifted, factor) * 2);
}

function saturate16(x: number): number {
  return clamp(x, -32768, 32767);
}
