/** MEAN, SUM and the other reductions over axes. */
import type { TensorType } from '#formats/tflite';
import { sizeOf, stridesOf } from '#tensor';
import type { Kernel } from '../kernel';
import { clamp, multiply, quantizeMultiplier, roundAway } from '../fixed-point';
import type { Node, Run } from '../node';
import { typeRange } from '../quantization';
import { roundScaled } from '../requantize';
import { numbers, type LiteTensor } from '../tensors';
import { axisIn, forEachIndex } from './places';

const PLAIN: readonly TensorType[] = ['FLOAT32', 'INT32'];
const QUANTIZED: readonly TensorType[] = ['INT8', 'UINT8', 'INT16'];

export const mean: Kernel = { values: [1], prepare: prepareMean };
export const sum: Kernel = { values: [1], prepare: prepareSum };
export const reduceProd: Kernel = {
  values: [1],
  prepare: (node) => folding(node, PLAIN, 1, (a, b) => a * b),
};
export const reduceMax: Kernel = {
  values: [1],
  prepare: (node) => folding(node, [...PLAIN, ...QUANTIZED], -Infinity, (a, b) => (b > a ? b : a)),
};
export const reduceMin: Kernel = {
  values: [1],
  prepare: (node) => folding(node, [...PLAIN, ...QUANTIZED], Infinity, (a, b) => (b < a ? b : a)),
};
export const reduceAny: Kernel = {
  values: [1],
  prepare: (node) => folding(node, ['BOOL'], 0, (a, b) => a | b),
};
export const reduceAll: Kernel = {
  values: [1],
  prepare: (node) => folding(node, ['BOOL'], 1, (a, b) => a & b),
};

type Fold = (a: number, b: number) => number;

interface Reduction {
  readonly input: LiteTensor;
  readonly output: LiteTensor;
  /** For each element of the input its place in the output. */
  readonly places: Int32Array;
  /** Elements of the input for one of the output. */
  readonly count: number;
}

function reductionOf(node: Node, types: readonly TensorType[]): Reduction {
  const input = node.input(0);
  const output = node.output();
  node.accept(input, types);
  node.accept(output, [input.type]);
  const { shape } = input;
  const axes = new Set(node.integers(1).map((axis) => axisIn(node, axis, shape.length)));
  const keepsDims = node.optionsOrNone('ReducerOptions')?.keepDims ?? false;
  const kept = shape.map((length, axis) => (axes.has(axis) ? 1 : length));
  node.resize(output, keepsDims ? kept : shape.filter((_, axis) => !axes.has(axis)));
  node.work(input.data.length);
  const strides = stridesOf(kept).map((stride, axis) => (axes.has(axis) ? 0 : stride));
  const places = new Int32Array(input.data.length);
  let next = 0;
  forEachIndex(shape, (index) => {
    let place = 0;
    for (let axis = 0; axis < strides.length; axis++) place += index[axis]! * strides[axis]!;
    places[next++] = place;
  });
  return { input, output, places, count: sizeOf(shape.filter((_, axis) => axes.has(axis))) };
}

function fold(
  { input, places }: Reduction,
  totals: Float64Array | Float32Array,
  start: number,
  f: Fold,
): void {
  const x = numbers(input);
  totals.fill(start);
  for (let i = 0; i < places.length; i++) totals[places[i]!] = f(totals[places[i]!]!, x[i]!);
}

const plus: Fold = (a, b) => a + b;

/** Folds each group into one element; float32 is rounded at each step. */
function folding(node: Node, types: readonly TensorType[], start: number, f: Fold): Run {
  const reduction = reductionOf(node, types);
  const { output } = reduction;
  const totals = totalsFor(output);
  return () => {
    fold(reduction, totals, start, f);
    numbers(output).set(totals);
  };
}

function totalsFor(output: LiteTensor): Float64Array | Float32Array {
  const size = output.data.length;
  return output.type === 'FLOAT32' ? new Float32Array(size) : new Float64Array(size);
}

function prepareMean(node: Node): Run {
  const reduction = reductionOf(node, [...PLAIN, ...QUANTIZED]);
  const { output, count } = reduction;
  const totals = totalsFor(output);
  const finish = meanOf(node, count);
  return () => {
    fold(reduction, totals, 0, plus);
    const y = numbers(output);
    for (let i = 0; i < y.length; i++) y[i] = finish(totals[i]!);
  };
}

/** From a group's sum to its mean. */
function meanOf(node: Node, count: number): (total: number) => number {
  const output = node.output();
  if (output.type === 'FLOAT32') return (total) => total / count;
  if (output.type === 'INT32') return (total) => Math.trunc(total / count);
  const from = node.scaleOf(node.input(0));
  const to = node.scaleOf(output);
  const { low, high } = typeRange(node, output.type);
  const offset = from.zeroPoint * count;
  if (node.rounding === 'xnnpack' && output.type !== 'INT16') {
    const factor = Math.fround(from.scale / Math.fround(count * to.scale));
    return (total) => roundScaled(total - offset, factor, to.zeroPoint, low, high);
  }
  const { mantissa, exponent } = meanMultiplier(from.scale / to.scale, count);
  return (total) => clamp(multiply(total - offset, mantissa, exponent) + to.zeroPoint, low, high);
}

/** real / count, the division done on the fraction with as many more bits as there is room for. */
function meanMultiplier(real: number, count: number) {
  const { mantissa, exponent } = quantizeMultiplier(real);
  const bits = clamp(31 - Math.clz32(count), 0, Math.min(32, 31 + exponent));
  const divided = (BigInt(mantissa) << BigInt(bits)) / BigInt(Math.max(count, 1));
  return { mantissa: Number(divided), exponent: exponent - bits };
}

function prepareSum(node: Node): Run {
  if (!QUANTIZED.includes(node.input(0).type)) return folding(node, PLAIN, 0, plus);
  const reduction = reductionOf(node, ['INT8', 'UINT8']);
  const { output, count } = reduction;
  const from = node.scaleOf(node.input(0));
  const to = node.scaleOf(output);
  const { low, high } = typeRange(node, output.type);
  const totals = totalsFor(output);
  const factor = Math.fround(from.scale / to.scale);
  const offset = Math.fround(Math.fround(-from.zeroPoint * factor) * count);
  const finish = (total: number) =>
    clamp(roundAway(Math.fround(Math.fround(total * factor) + offset)) + to.zeroPoint, low, high);
  return () => {
    fold(reduction, totals, 0, plus);
    const y = numbers(output);
    for (let i = 0; i < y.length; i++) {
      y[i] = finish(totals[i]!);
    }
  };
}
