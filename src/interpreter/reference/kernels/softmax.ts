/** SOFTMAX and LOG_SOFTMAX over the last axis. */
import type { Kernel } from '../kernel';
import { exponential, reciprocal } from '../fixed-exponential';
import {
  clamp,
  divideByPowerOfTwo,
  highProduct,
  multiply,
  quantizeMultiplier,
  roundAway,
} from '../fixed-point';
import type { Node, Run } from '../node';
import type { NumberArray } from '../tensors';
import { byRow, type RowFunction } from './by-row';

export const softmax: Kernel = { prepare: prepareSoftmax };
export const logSoftmax: Kernel = { prepare: prepareLogSoftmax };

function prepareSoftmax(node: Node): Run {
  const { beta } = node.options('SoftmaxOptions');
  const input = node.input(0);
  node.accept(input, ['FLOAT32', 'INT8', 'UINT8', 'INT16']);
  node.accept(node.output(), [input.type]);
  if (input.type === 'FLOAT32')
    return byRow(node, (x, y, start, end) => softmaxFloat(x, y, start, end, beta));
  const { scale } = node.scaleOf(input);
  if (input.type === 'INT16') return byRow(node, softmax16(scale, beta));
  const { zeroPoint } = probabilityScale(node);
  return byRow(node, softmaxCodes(exponentials(scale, beta), zeroPoint));
}

/** The output's scale must be 1/256, and its smallest code 0. */
function probabilityScale(node: Node) {
  const output = node.output();
  const { scale, zeroPoint } = node.scaleOf(output);
  const lowest = output.type === 'UINT8' ? 0 : -128;
  node.ensure(
    zeroPoint === lowest && Math.abs(scale * 256 - 1) < 0.001,
    `The output's scale must be 1/256 and its zero point ${lowest}.`,
    'Convert the model again.',
  );
  return { scale, zeroPoint };
}

function largestOf(x: NumberArray, start: number, end: number): number {
  let most = -Infinity;
  for (let i = start; i < end; i++) most = Math.max(most, x[i]!);
  return most;
}

function softmaxFloat(
  x: NumberArray,
  y: NumberArray,
  start: number,
  end: number,
  beta: number,
): void {
  const most = largestOf(x, start, end);
  let sum = 0;
  for (let i = start; i < end; i++) {
    y[i] = Math.exp(Math.fround(Math.fround(x[i]! - most) * beta));
    sum = Math.fround(sum + y[i]!);
  }
  for (let i = start; i < end; i++) y[i]! /= sum;
}

/** Exponentials of differences of codes 0 … −255 from the largest one; 0 for those too small to count. */
export function exponentials(scale: number, beta: number): Int32Array {
  const real = Math.min(beta * scale * 2 ** 26, 2 ** 31 - 1);
  const { mantissa, exponent } = quantizeMultiplier(real);
  const furthest = Math.floor((31 * 2 ** 26) / 2 ** exponent);
  return Int32Array.from({ length: 256 }, (_, i) => {
    if (i > furthest) return 0;
    return exponential(highProduct(-i * 2 ** exponent, mantissa));
  });
}

function softmaxCodes(table: Int32Array, lowest: number): RowFunction {
  return (x, y, start, end) => {
    const most = largestOf(x, start, end);
    let sum = 0;
    for (let i = start; i < end; i++) sum += divideByPowerOfTwo(table[most - x[i]!]!, 12);
    const { raw, bits } = reciprocal(sum);
    for (let i = start; i < end; i++) {
      const product = highProduct(raw, table[most - x[i]!]!);
      y[i] = Math.min(divideByPowerOfTwo(product, bits + 23), 255) + lowest;
    }
  };
}

/** A function on [low, high] as 513 int16, each corrected for the error of interpolation in the middle. */
function table16(f: (x: number) => number, low: number, high: number): Int16Array {
  const unit = 65536 / (65535 * (2 / 65535));
  const step = (high - low) / 512;
  const code = (x: number) => roundAway(f(x) * unit);
  return Int16Array.from({ length: 513 }, (_, i) => {
    const x = low + i * step;
    if (i === 512) return clamp(code(high), -32768, 32767);
    const middle = roundAway((f(x + step) * unit + code(x)) / 2);
    const error = middle - code(x + step / 2);
    return clamp(code(x) - roundAway(error / 2), -32768, 32767);
  });
}

function interpolated(table: Int16Array, value: number): number {
  const at = 256 + (value >> 7);
  const slope = (table[at + 1] ?? table[512]!) - table[at]!;
  return table[at]! + ((slope * (value & 127) + 64) >> 7);
}

const EXP = table16(Math.exp, -10, 0);
const RECIPROCAL = table16((x) => 1 / (1 + x), 0, 1);

function softmax16(scale: number, beta: number): RowFunction {
  const { mantissa, exponent } = quantizeMultiplier((scale * beta) / (10 / 65535));
  return (x, y, start, end) => {
    const most = largestOf(x, start, end);
    let sum = 0;
    for (let i = start; i < end; i++) {
      const difference = multiply(x[i]! - most, mantissa, exponent) + 32767;
      y[i] = interpolated(EXP, clamp(difference, -32768, 32767));
      sum += y[i]!;
    }
    const zeros = Math.clz32(sum);
    const fraction = Math.floor((sum * 2 ** (zeros - 1) + 2 ** 13) / 2 ** 14) - 2 ** 15 - 2 ** 16;
    const reciprocal = interpolated(RECIPROCAL, clamp(fraction, -32768, 32767));
    for (let i = start; i < end; i++) {
      const value = Math.floor((y[i]! * reciprocal + 2 ** (30 - zeros)) / 2 ** (31 - zeros));
      y[i] = clamp(value, 0, 32767);
    }
  };
}

function prepareLogSoftmax(node: Node): Run {
  const input = node.input(0);
  const output = node.output();
  node.accept(input, ['FLOAT32', 'INT8']);
  node.accept(output, [input.type]);
  if (input.type === 'FLOAT32') return byRow(node, logSoftmaxFloat);
  const { scale } = node.scaleOf(input);
  const to = node.scaleOf(output);
  node.ensure(
    to.zeroPoint === 127 && to.scale === 1 / 16,
    "The output's scale must be 16/256 and its zero point 127.",
  );
  return byRow(node, (x, y, start, end) => {
    const most = largestOf(x, start, end);
    let sum = 0;
    for (let i = start; i < end; i++) sum += Math.exp(scale * (x[i]! - most));
    const offset = Math.log(sum);
    for (let i = start; i < end; i++) {
      const code = roundAway((scale * (x[i]! - most) - offset) * 16) + 127;
      y[i] = Math.max(code, -128);
    }
  });
}

const logSoftmaxFloat: RowFunction = (x, y, start, end) => {
  const most = largestOf(x, start, end);
  let sum = 0;
  for (let i = start; i < end; i++)
    sum = Math.fround(sum + Math.fround(Math.exp(Math.fround(x[i]! - most))));
  const offset = Math.fround(Math.log(sum));
  for (let i = start; i < end; i++) y[i] = Math.fround(x[i]! - most) - offset;
};
