/**
 * TensorFlow Lite's fixed-point arithmetic (`kernels/internal/common.h`, `quantization_util.cc`, gemmlowp's
 * `fixedpoint.h`), exact on JavaScript's numbers. A multiplier is a 31-bit fraction and an exponent.
 */

/** `mantissa · 2^(exponent − 31)`, with the mantissa 0 or in [2³⁰, 2³¹). */
interface Multiplier {
  readonly mantissa: number;
  readonly exponent: number;
}

const INT32_MIN = -(2 ** 31);
const INT32_MAX = 2 ** 31 - 1;
const MAGIC = 12582912;
const bits = new DataView(new ArrayBuffer(8));

/** Rounds half away from zero, as C's `round`. */
export function roundAway(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

/** Rounds a float32 half to even, as XNNPACK does; the magnitude must be below 2²². */
export function roundEven(x: number): number {
  return Math.fround(Math.fround(x) + MAGIC) - MAGIC;
}

/** The nearest end of [low, high] for what lies outside. */
export function clamp(x: number, low: number, high: number): number {
  return x < low ? low : x > high ? high : x;
}

/** A non-negative real number as a multiplier (`QuantizeMultiplier`). Numbers below 2⁻³² become 0. */
export function quantizeMultiplier(real: number): Multiplier {
  if (!(real > 0) || real === Infinity) return { mantissa: 0, exponent: 0 };
  bits.setFloat64(0, real);
  let exponent = ((bits.getUint16(0) >>> 4) & 0x7ff) - 1022;
  let mantissa = roundAway(real * 2 ** (31 - exponent));
  if (mantissa === 2 ** 31) {
    mantissa = 2 ** 30;
    exponent += 1;
  }
  return exponent < -31 ? { mantissa: 0, exponent: 0 } : { mantissa, exponent };
}

/** ⌊(a·b + 2³⁰) / 2³¹⌋ of two int32 (`SaturatingRoundingDoublingHighMul`). */
export function highProduct(a: number, b: number): number {
  if (a === INT32_MIN && b === INT32_MIN) return INT32_MAX;
  return Math.floor((a * (b >> 16) + Math.floor((a * (b & 0xffff) + 2 ** 30) / 65536)) / 32768);
}

/** x / 2^shift of an int32, half away from zero (`RoundingDivideByPOT`); shift 0 … 31. */
export function divideByPowerOfTwo(x: number, shift: number): number {
  if (shift === 0) return x;
  const mask = shift === 31 ? INT32_MAX : (1 << shift) - 1;
  const half = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> shift) + ((x & mask) > half ? 1 : 0);
}

/** x · multiplier of an int32, rounded twice (`MultiplyByQuantizedMultiplier`). */
export function multiply(x: number, mantissa: number, exponent: number): number {
  if (exponent > 0) return highProduct(Math.imul(x, 1 << exponent), mantissa);
  return divideByPowerOfTwo(highProduct(x | 0, mantissa), -exponent);
}

/** The 16 bits of a multiplier's fraction that the 64-bit product keeps. */
export function shortMantissa(mantissa: number): number {
  return mantissa < 0x7fff0000 ? (mantissa + 0x8000) >> 16 : 0x7fff;
}

/** x · multiplier of a 48-bit integer, with 15 bits of the fraction: the product of the int16 kernels. */
export function multiplyWide(x: number, mantissa: number, exponent: number): number {
  const short = shortMantissa(mantissa);
  const shift = 15 - exponent;
  const product = x * short;
  if (Math.abs(product) < 2 ** 52 && shift > 0) {
    return Math.floor((product + 2 ** (shift - 1)) / 2 ** shift);
  }
  return multiplyLong(x, short, shift);
}

function multiplyLong(x: number, short: number, shift: number): number {
  const product = BigInt(x) * BigInt(short);
  if (shift <= 0) return Number(BigInt.asIntN(32, product << BigInt(-shift)));
  return Number(BigInt.asIntN(32, (product + (1n << BigInt(shift - 1))) >> BigInt(shift)));
}

/** ⌊(a·b + 2¹⁴) / 2¹⁵⌋ of two int16. */
export function highProduct16(a: number, b: number): number {
  return Math.min((a * b + 0x4000) >> 15, 32767);
}
