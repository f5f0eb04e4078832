/**
 * q = round(x / s) + z: scale and zero point for a range as TensorFlow Lite's converter chooses them, and what they do to
 * values. Sums are in double precision, scales in float32.
 */

export type Bits = 4 | 8 | 16;
/** `asymmetric` as activations in int8, `symmetric` as weights, and activations in int16: zero point 0. */
export type Scheme = 'asymmetric' | 'symmetric';

export interface RangeChoice {
  readonly min: number;
  readonly max: number;
  readonly bits: Bits;
  readonly scheme: Scheme;
}

/** The values that can be told apart: scale · (q − zeroPoint) for whole q from low to high. */
export interface Levels {
  readonly scale: number;
  readonly zeroPoint: number;
  readonly low: number;
  readonly high: number;
}

/** What the levels do to some values. */
export interface Effect {
  /** Share of the values beyond the outermost levels, 0 … 1. */
  readonly clipped: number;
  /** How many levels at least one value is rounded to. */
  readonly used: number;
  readonly maxError: number;
  /** Signal to quantization noise in dB; Infinity without error, undefined without a value other than zero. */
  readonly sqnr: number | undefined;
}

/** A range narrower than this is widened by as much on both sides. */
const LEAST_SPREAD = 1e-6;

/** The levels for a range, which is widened to hold 0. */
export function levelsFor({ min, max, bits, scheme }: RangeChoice): Levels {
  const [from, to] = withZero(Math.min(min, max), Math.max(min, max));
  const high = 2 ** (bits - 1) - 1;
  if (scheme === 'symmetric') {
    const scale = Math.fround(Math.max(-from, to) / high);
    return { scale, zeroPoint: 0, low: -high, high };
  }
  const low = -high - 1;
  const spread = Math.fround(Math.fround(to) - Math.fround(from));
  const scale = Math.fround(spread / (high - low));
  const zeroPoint = roundAway(clamp(Math.fround(low - from / scale), low, high));
  return { scale, zeroPoint, low, high };
}

function withZero(min: number, max: number): [number, number] {
  const [from, to] = [Math.min(min, 0), Math.max(max, 0)];
  return to - from < LEAST_SPREAD ? [from - LEAST_SPREAD, to + LEAST_SPREAD] : [from, to];
}

/** The code of a value: the nearest level, the outermost one for what lies beyond. */
export function encode({ scale, zeroPoint, low, high }: Levels, value: number): number {
  return clamp(roundAway(value / scale) + zeroPoint, low, high);
}

export function decode({ scale, zeroPoint }: Levels, code: number): number {
  return scale * (code - zeroPoint);
}

/** The value that the nearest level stands for. */
export function reconstruct(levels: Levels, value: number): number {
  return decode(levels, encode(levels, value));
}

/** The range that the levels reach. */
export function reachOf(levels: Levels): [min: number, max: number] {
  return [decode(levels, levels.low), decode(levels, levels.high)];
}

/** @param levels the same for all values, or those of each */
export function effectOn(
  levels: Levels | ((index: number) => Levels),
  values: Float32Array,
): Effect {
  const levelsAt = typeof levels === 'function' ? levels : () => levels;
  const used = new Set<number>();
  let [clipped, maxError, signal, noise] = [0, 0, 0, 0];
  for (const [index, value] of values.entries()) {
    const its = levelsAt(index);
    const wanted = roundAway(value / its.scale) + its.zeroPoint;
    const code = clamp(wanted, its.low, its.high);
    const error = decode(its, code) - value;
    used.add(code);
    if (code !== wanted) clipped++;
    maxError = Math.max(maxError, Math.abs(error));
    signal += value * value;
    noise += error * error;
  }
  const sqnr = signal === 0 ? undefined : 10 * Math.log10(signal / noise);
  return { clipped: clipped / Math.max(1, values.length), used: used.size, maxError, sqnr };
}

/** Halves go away from zero. */
function roundAway(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) + 0.5) + 0;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
