/** ADD, SUB, MUL and the other functions of two numbers. */
import type { Activation, TensorType } from '#formats/tflite';
import type { Kernel } from '../kernel';
import type { Node } from '../node';
import { clamp, multiply, quantizeMultiplier } from '../fixed-point';
import { activationRange, quantizedActivationRange } from '../quantization';
import { roundScaled } from '../requantize';
import { mapTwo, type Binary } from './elementwise';
import { quantizedSum } from './quantized-sum';

export const add: Kernel = {
  prepare: (node) => {
    const options = node.options('AddOptions');
    return fusable(
      node,
      options.fusedActivationFunction,
      (a, b) => a + b,
      (activation) => quantizedSum(node, activation, 1, options.potScaleInt16),
    );
  },
};

export const sub: Kernel = {
  prepare: (node) => {
    const options = node.options('SubOptions');
    return fusable(
      node,
      options.fusedActivationFunction,
      (a, b) => a - b,
      (activation) => quantizedSum(node, activation, -1, options.potScaleInt16),
    );
  },
};

export const mul: Kernel = {
  prepare: (node) => {
    const { fusedActivationFunction } = node.options('MulOptions');
    return fusable(node, fusedActivationFunction, multiplyPlain, (activation) =>
      productOf(node, activation),
    );
  },
};

export const div: Kernel = {
  prepare: (node) => {
    const { fusedActivationFunction } = node.options('DivOptions');
    return fusable(node, fusedActivationFunction, dividePlain);
  },
};

export const maximum: Kernel = { prepare: (node) => choosing(node, (a, b) => (a > b ? a : b)) };
export const minimum: Kernel = { prepare: (node) => choosing(node, (a, b) => (a < b ? a : b)) };

export const pow: Kernel = {
  prepare: (node) => plain(node, ['FLOAT32', 'INT32'], (a, b) => a ** b),
};
export const floorDiv: Kernel = {
  prepare: (node) => plain(node, ['FLOAT32', 'INT32'], (a, b) => Math.floor(a / b)),
};
export const floorMod: Kernel = {
  prepare: (node) => plain(node, ['FLOAT32', 'INT32'], (a, b) => a - b * Math.floor(a / b)),
};

/** In float32, the difference is rounded before it is squared. */
export const squaredDifference: Kernel = {
  prepare: (node) => {
    if (node.input(0).type === 'INT8') return quantizedSquaredDifference(node);
    const square: Binary = (a, b) => {
      const difference = node.input(0).type === 'FLOAT32' ? Math.fround(a - b) : (a - b) | 0;
      return difference * difference;
    };
    return plain(node, ['FLOAT32', 'INT32'], square);
  },
};

const multiplyPlain: Binary = (a, b) => a * b;
const dividePlain: Binary = (a, b) => a / b;

const QUANTIZED: readonly TensorType[] = ['INT8', 'UINT8', 'INT16'];

function sameTypes(node: Node, types: readonly TensorType[]): void {
  const first = node.input(0);
  node.accept(first, types);
  node.accept(node.input(1), [first.type]);
  node.accept(node.output(), [first.type]);
}

/** float32 or int32 without quantization. The typed array of the output rounds what the function returns. */
function plain(node: Node, types: readonly TensorType[], f: Binary) {
  sameTypes(node, types);
  return mapTwo(node, f);
}

function choosing(node: Node, f: Binary) {
  sameTypes(node, ['FLOAT32', 'INT32', ...QUANTIZED]);
  return mapTwo(node, f);
}

/** Plain numbers with a fused activation, or what `quantized` makes of integers. */
function fusable(
  node: Node,
  activation: Activation,
  f: Binary,
  quantized?: (activation: Activation) => Binary,
) {
  sameTypes(node, ['FLOAT32', 'INT32', ...(quantized ? QUANTIZED : [])]);
  if (quantized && QUANTIZED.includes(node.input(0).type))
    return mapTwo(node, quantized(activation));
  const { low, high } = activationRange(node, activation);
  if (node.input(0).type === 'INT32')
    return mapTwo(node, (a, b) => clamp(wrap(f, a, b), low, high));
  return mapTwo(node, (a, b) => clamp(Math.fround(f(a, b)), low, high));
}

function wrap(f: Binary, a: number, b: number): number {
  return f === multiplyPlain ? Math.imul(a, b) : f(a, b) | 0;
}

function productOf(node: Node, activation: Activation): Binary {
  const [a, b] = [node.scaleOf(node.input(0)), node.scaleOf(node.input(1))];
  const output = node.output();
  const { scale, zeroPoint } = node.scaleOf(output);
  const { low, high } = quantizedActivationRange(node, activation, output.type, {
    scale,
    zeroPoint,
  });
  const real = Math.fround(Math.fround(a.scale * b.scale) / scale);
  if (node.rounding === 'xnnpack' && output.type !== 'INT16') {
    return (x, y) => roundScaled((x - a.zeroPoint) * (y - b.zeroPoint), real, zeroPoint, low, high);
  }
  const { mantissa, exponent } = quantizeMultiplier(real);
  return (x, y) => {
    const product = multiply((x - a.zeroPoint) * (y - b.zeroPoint), mantissa, exponent);
    return clamp(product + zeroPoint, low, high);
  };
}

/** As a sum, with 7 spare bits on each side of the square. */
function quantizedSquaredDifference(node: Node) {
  sameTypes(node, ['INT8']);
  const [a, b] = [node.scaleOf(node.input(0)), node.scaleOf(node.input(1))];
  const to = node.scaleOf(node.output());
  const twice = 2 * Math.max(a.scale, b.scale);
  const first = quantizeMultiplier(a.scale / twice);
  const second = quantizeMultiplier(b.scale / twice);
  const last = quantizeMultiplier((twice * twice) / (2 ** 14 * to.scale));
  return mapTwo(node, (x, y) => {
    const left = multiply((x - a.zeroPoint) << 7, first.mantissa, first.exponent);
    const right = multiply((y - b.zeroPoint) << 7, second.mantissa, second.exponent);
    const square = multiply((left - right) ** 2, last.mantissa, last.exponent);
    return clamp(square + to.zeroPoint, -128, 127);
  });
}
