/** Functions of int8 as tables of 256 codes, of int16 as interpolated tables. */
import { clamp, roundAway } from '../fixed-point';
import type { Node, Run } from '../node';
import { numbers } from '../tensors';
import type { Unary } from './elementwise';

/**
 * An int8 or uint8 function by a table: each code's real value through `f` in float32, onto the output's scale.
 * @param f may give the smallest code by −Infinity
 */
export function lookUp(node: Node, f: Unary): Run {
  const input = node.input(0);
  const output = node.output();
  node.accept(output, [input.type]);
  node.resize(output, input.shape);
  const from = node.scaleOf(input);
  const to = node.scaleOf(output);
  const lowest = input.type === 'UINT8' ? 0 : -128;
  const inverse = Math.fround(1 / to.scale);
  const table = Int16Array.from({ length: 256 }, (_, i) => {
    const x = Math.fround(from.scale * (i + lowest - from.zeroPoint));
    const code = roundAway(Math.fround(Math.fround(f(x)) * inverse)) + to.zeroPoint;
    return clamp(code, lowest, lowest + 255);
  });
  return () => {
    const x = numbers(input);
    const y = numbers(output);
    for (let i = 0; i < y.length; i++) y[i] = table[x[i]! - lowest]!;
  };
}

/** σ(i / 24) in 16 bits, corrected for the error of interpolation in the middle (`sigmoid_table_uint16`). */
const SIGMOID = Uint16Array.from({ length: 256 }, (_, i) => {
  if (i === 255) return 65535;
  const sigmoid = (x: number) => 65536 / (1 + Math.exp(-x / 24));
  const middle = sigmoid(i + 0.5) - (sigmoid(i) + sigmoid(i + 1)) / 2;
  return Math.floor(sigmoid(i) + middle / 2 + 0.5);
});

/** The int16 LOGISTIC: input of any scale, output of scale 1/32768. */
export function logistic16(node: Node): Run {
  return interpolate(node, 9, (value, isNegative) => {
    const half = value === undefined ? 32767 * 1024 : value;
    return isNegative ? (2 ** 25 - half + 511) >> 10 : (half + 512) >> 10;
  });
}

/** The int16 TANH, which is 2·σ(2x) − 1: output of scale 1/32768. */
export function tanh16(node: Node): Run {
  return interpolate(node, 8, (value, isNegative) => {
    const half = value === undefined ? 65535 * 256 : value;
    return isNegative ? (2 ** 23 - half + 127) >> 8 : (half - 2 ** 23 + 128) >> 8;
  });
}

/** @param finish gets the interpolated table value, undefined beyond the table */
function interpolate(
  node: Node,
  bits: number,
  finish: (value: number | undefined, isNegative: boolean) => number,
): Run {
  const input = node.input(0);
  const output = node.output();
  node.accept(output, ['INT16']);
  node.resize(output, input.shape);
  const { factor, shift } = tableFactor(node.scaleOf(input).scale);
  const round = shift > 0 ? 2 ** (shift - 1) : 0;
  const mask = (1 << bits) - 1;
  return () => {
    const x = numbers(input);
    const y = numbers(output);
    for (let i = 0; i < y.length; i++) {
      const scaled = Math.floor((x[i]! * factor + round) / 2 ** shift);
      const magnitude = Math.abs(scaled);
      const at = magnitude >> bits;
      const slope = (SIGMOID[at + 1] ?? 0) - (SIGMOID[at] ?? 0);
      const value = at >= 255 ? undefined : SIGMOID[at]! * (mask + 1) + (magnitude & mask) * slope;
      y[i] = finish(value, scaled < 0);
    }
  };
}

/** The factor that brings the scale to 1/(3 · 4096), as 15 bits and a shift. */
function tableFactor(scale: number): { readonly factor: number; readonly shift: number } {
  let factor = scale * 4096 * 3;
  let shift = 0;
  while (factor <= 16383.5 && shift <= 30) {
    factor *= 2;
    shift += 1;
  }
  return { factor: Math.trunc(factor), shift };
}
