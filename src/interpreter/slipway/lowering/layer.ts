/** What an op with weights needs beside its window: weights and the numbers of its channels, repacked once. */
import { instructions } from '#simd';
import {
  activationRange,
  doubleFactors,
  fixedFactors,
  isSymmetricHybrid,
  numbers,
  quantizedActivationRange,
  requantizeParameters,
  weightScales,
  type Weighted,
} from '../../reference';
import type { Lowered } from './lowering';

const { codeOffset, listBytes, paddedUnits } = instructions.lite;
type Weights = Int8Array | Float32Array;

export interface WeightedOp extends Weighted {
  /** Elements of a row of products; 0 for filters that have a channel each. */
  readonly depth: number;
  /** Elements that become codes together, with one scale. */
  readonly rowSize: number;
  pack(weights: Weights): Weights;
}

/** @returns undefined for what there are no instructions for */
export function layerOf(op: Lowered, weighted: WeightedOp) {
  const { input, weights, bias, output, channels, depth } = weighted;
  const isKnown = weights.isKnown && (bias?.isKnown ?? true);
  if (!isKnown || weighted.rows === 0 || input.data.length === 0) return undefined;
  const numbersOf = numbersFor(op, weighted);
  if (!numbersOf) return undefined;
  const { arena } = op;
  return {
    ...numbersOf(),
    x: arena.addressOf(input),
    y: arena.addressOf(output),
    weights: arena.place(weighted.pack(numbers(weights) as Weights)),
    list: arena.room('list', listBytes(depth)),
    sums: arena.room('sums', 4 * paddedUnits(channels)),
    depth,
    units: channels,
  };
}

function numbersFor(op: Lowered, weighted: WeightedOp) {
  const { input, weights } = weighted;
  if (input.type === 'INT8') return () => codes(op, weighted);
  if (input.type !== 'FLOAT32') return undefined;
  if (weights.type === 'INT8') return () => hybrid(op, weighted);
  const isFinite = numbers(weights).every((value) => Number.isFinite(value));
  return isFinite ? () => floats(op, weighted) : undefined;
}

/** A zero of the input adds nothing to a sum, as long as the weights are finite. */
function floats({ node, arena }: Lowered, { activation, bias, channels }: WeightedOp) {
  return {
    kind: 'floats' as const,
    bias: arena.place(padded(Float32Array, channels, bias && numbers(bias))),
    scales: 0,
    zero: 0,
    inputZero: 0,
    ...activationRange(node, activation),
  };
}

function codes({ node, arena }: Lowered, weighted: WeightedOp) {
  const { input, output, activation, channels, bias, depth } = weighted;
  const { scale, zeroPoint } = node.scaleOf(input);
  const to = node.scaleOf(output);
  const range = quantizedActivationRange(node, activation, output.type, to);
  const offset = depth === 0 ? 0 : codeOffset(zeroPoint);
  const totals = totalsOf(weighted);
  const given = bias && numbers(bias);
  const biases = Int32Array.from(totals, (sum, i) => (given?.[i] ?? 0) - offset * sum);
  return {
    kind: 'codes' as const,
    bias: arena.place(padded(Int32Array, channels, biases)),
    ...factorsOf({ node, arena }, weighted, requantizeParameters(node, weighted, scale, range)),
    zero: to.zeroPoint,
    inputZero: zeroPoint,
    ...range,
  };
}

/** FULLY_CONNECTED multiplies in double, convolutions in fixed point. */
function factorsOf(
  { node, arena }: Pick<Lowered, 'node' | 'arena'>,
  { channels }: WeightedOp,
  parameters: ReturnType<typeof requantizeParameters>,
) {
  if (node.op === 'FULLY_CONNECTED')
    return { scales: arena.place(padded(Float64Array, channels, doubleFactors(parameters))) };
  const { mantissas, exponents } = fixedFactors(parameters);
  const scales = exponents.map((exponent) => 2 ** Math.min(exponent, 0));
  const powers = exponents.map((exponent) => 2 ** Math.max(exponent, 0));
  return {
    scales: arena.place(padded(Float64Array, channels, scales)),
    powers: arena.place(padded(Int32Array, channels, powers)),
    mantissas: arena.place(padded(Int32Array, channels, mantissas)),
  };
}

function hybrid({ node, arena }: Lowered, weighted: WeightedOp) {
  const { activation, bias, channels, depth, rowSize } = weighted;
  const scales = weightScales(node, weighted);
  const all = Array.from({ length: channels }, (_, i) => scales[Math.min(i, scales.length - 1)]!);
  const totals = depth === 0 ? undefined : totalsOf(weighted);
  const isSymmetric = isSymmetricHybrid(node, scales.length);
  return {
    kind: isSymmetric ? ('symmetric' as const) : ('asymmetric' as const),
    bias: arena.place(padded(Float32Array, channels, bias && numbers(bias))),
    scales: arena.place(padded(Float64Array, channels, all)),
    totals: arena.place(padded(Int32Array, channels, totals)),
    codes: arena.room('codes', rowSize),
    isByChannelFirst: node.op === 'CONV_2D' && scales.length > 1,
    zero: 0,
    inputZero: 0,
    ...activationRange(node, activation),
  };
}

/** The sum of each channel's weights. */
function totalsOf({ weights, channels, channelAxis }: WeightedOp): Int32Array {
  const values = numbers(weights);
  const totals = new Int32Array(channels);
  const step = channelAxis === 0 ? values.length / channels : 1;
  values.forEach((value: number, i: number) => {
    totals[channelAxis === 0 ? Math.floor(i / step) : i % channels]! += value;
  });
  return totals;
}

function padded<T extends Float32Array | Float64Array | Int32Array>(
  array: new (length: number) => T,
  channels: number,
  values: ArrayLike<number> | undefined,
): T {
  const result = new array(paddedUnits(channels));
  if (values) result.set(values);
  return result;
}
