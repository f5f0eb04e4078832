/** From an accumulator of products to the output's integers. */
import { multiply, multiplyWide, quantizeMultiplier, roundAway, roundEven } from './fixed-point';
import type { Range } from './quantization';

/** The output's code of an accumulator, bias included, of an output channel. */
export type Requantizer = (accumulator: number, channel: number) => number;

export interface RequantizeParameters {
  readonly inputScale: number;
  /** One, or one an output channel. */
  readonly weightScales: readonly number[];
  readonly outputScale: number;
  readonly outputZeroPoint: number;
  /** Of codes: the type's, cut by the fused activation. */
  readonly range: Range;
  readonly channels: number;
}

/** Through real multipliers in double, rounded half away: FULLY_CONNECTED's reference kernel. */
export function requantizeInDouble(parameters: RequantizeParameters): Requantizer {
  const { outputZeroPoint: zero, range } = parameters;
  const factors = doubleFactors(parameters);
  const { low, high } = range;
  return (accumulator, channel) => {
    const code = roundAway(accumulator * factors[channel]!) + zero;
    return code < low ? low : code > high ? high : code;
  };
}

/** What `requantizeInDouble` multiplies by: one an output channel. */
export function doubleFactors(parameters: RequantizeParameters): Float64Array {
  return perChannel(parameters, (w) => realMultiplier(parameters, w));
}

/** Through multipliers of 31 bits (`MultiplyByQuantizedMultiplier`): the other int8 reference kernels. */
export function requantizeInFixedPoint(parameters: RequantizeParameters): Requantizer {
  return withMultipliers(parameters, multiply);
}

/** Through multipliers of 15 bits, for accumulators of 48: the int16 reference kernels. */
export function requantizeWide(parameters: RequantizeParameters): Requantizer {
  return withMultipliers(parameters, multiplyWide);
}

/** Through one product in float32, rounded half to even: XNNPACK. */
export function requantizeInFloat(parameters: RequantizeParameters): Requantizer {
  const { inputScale, outputScale, outputZeroPoint: zero, range } = parameters;
  const factors = perChannel(parameters, (w) =>
    Math.fround(Math.fround(inputScale * w) / outputScale),
  );
  const { low, high } = range;
  return (accumulator, channel) => roundScaled(accumulator, factors[channel]!, zero, low, high);
}

/** accumulator · factor in float32, rounded half to even, plus the zero point; clamped before it is rounded. */
export function roundScaled(
  accumulator: number,
  factor: number,
  zero: number,
  low: number,
  high: number,
): number {
  const scaled = Math.fround(Math.fround(accumulator) * factor);
  if (scaled <= low - zero) return low;
  if (scaled >= high - zero) return high;
  return roundEven(scaled) + zero;
}

type Multiply = (x: number, mantissa: number, exponent: number) => number;

/** What `requantizeInFixedPoint` multiplies by: one an output channel. */
export function fixedFactors(parameters: RequantizeParameters): {
  readonly mantissas: Float64Array;
  readonly exponents: Float64Array;
} {
  const { inputScale, outputScale } = parameters;
  const real = (w: number) => quantizeMultiplier((inputScale * w) / outputScale);
  return {
    mantissas: perChannel(parameters, (w) => real(w).mantissa),
    exponents: perChannel(parameters, (w) => real(w).exponent),
  };
}

function withMultipliers(parameters: RequantizeParameters, product: Multiply): Requantizer {
  const { outputZeroPoint: zero, range } = parameters;
  const { mantissas, exponents } = fixedFactors(parameters);
  const { low, high } = range;
  return (accumulator, channel) => {
    const code = product(accumulator, mantissas[channel]!, exponents[channel]!) + zero;
    return code < low ? low : code > high ? high : code;
  };
}

/** With one scale TensorFlow multiplies the scales of input and weights in float32, with many in double. */
function realMultiplier(parameters: RequantizeParameters, weightScale: number): number {
  const { inputScale, outputScale, weightScales } = parameters;
  const product = inputScale * weightScale;
  return (weightScales.length === 1 ? Math.fround(product) : product) / outputScale;
}

function perChannel(
  { weightScales, channels }: RequantizeParameters,
  of: (weightScale: number) => number,
): Float64Array {
  const last = weightScales.length - 1;
  return Float64Array.from({ length: channels }, (_, c) => of(weightScales[Math.min(c, last)]!));
}
