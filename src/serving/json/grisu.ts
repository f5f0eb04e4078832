/**
 * The digits of doubles as RapidJSON finds them, by Florian Loitsch's Grisu2 ("Printing Floating-Point Numbers Quickly and
 * Accurately with Integers", 2010): they always read back the same, but are not always the fewest or the nearest.
 */

const MASK = 2n ** 64n - 1n;
const TOP = 2n ** 63n;
const MANTISSA_BITS = 52;
const HIDDEN = 2n ** 52n;
/** Correction of a distance beyond so many further digits is left out. */
const MAX_CORRECTED = 9;

/** `significand · 2^exponent` with 64 bits. */
interface Scaled {
  readonly significand: bigint;
  readonly exponent: number;
}

/** @param value finite, positive. @returns digits and the power of ten that they are multiplied with */
export function grisuDigits(value: number): readonly [digits: string, power: number] {
  const exact = decompose(value);
  const isBoundary = exact.significand === HIDDEN;
  const upper = normalize({
    significand: 2n * exact.significand + 1n,
    exponent: exact.exponent - 1,
  });
  const lower = isBoundary
    ? { significand: 4n * exact.significand - 1n, exponent: exact.exponent - 2 }
    : { significand: 2n * exact.significand - 1n, exponent: exact.exponent - 1 };
  const alignedLower = lower.significand << BigInt(lower.exponent - upper.exponent);
  const power = cachedPower(upper.exponent);
  const scaledUpper = multiply(upper, power.scaled);
  const high = { ...scaledUpper, significand: scaledUpper.significand - 1n };
  const scaledLower = multiply({ ...upper, significand: alignedLower }, power.scaled);
  const distance = high.significand - multiply(normalize(exact), power.scaled).significand;
  return generate(high, distance, high.significand - scaledLower.significand - 1n, power.decimal);
}

function decompose(value: number): Scaled {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> BigInt(MANTISSA_BITS));
  const significand = bits & (HIDDEN - 1n);
  if (exponent === 0) return { significand, exponent: -1074 };
  return { significand: significand | HIDDEN, exponent: exponent - 1075 };
}

function normalize({ significand, exponent }: Scaled): Scaled {
  const shift = 64 - significand.toString(2).length;
  return { significand: significand << BigInt(shift), exponent: exponent - shift };
}

/** The upper half of the product, rounded. */
function multiply(a: Scaled, b: Scaled): Scaled {
  const product = a.significand * b.significand;
  return { significand: (product + TOP) >> 64n, exponent: a.exponent + b.exponent + 64 };
}

/** Brings a number with this exponent to where its whole part fits 32 bits. Every eighth power of ten will do. */
function cachedPower(exponent: number): { readonly scaled: Scaled; readonly decimal: number } {
  const steps = Math.ceil((-61 - exponent) * 0.30102999566398114 + 347);
  const decimal = -348 + 8 * ((steps >> 3) + 1);
  return { scaled: powerOfTen(decimal), decimal: -decimal };
}

/** Rounded to 64 bits. */
function powerOfTen(decimal: number): Scaled {
  const magnitude = 10n ** BigInt(Math.abs(decimal));
  const size = magnitude.toString(2).length;
  const shift = decimal < 0 ? size + 65 : Math.max(0, 66 - size);
  const value = decimal < 0 ? (1n << BigInt(shift)) / magnitude : magnitude << BigInt(shift);
  const extra = value.toString(2).length - 64;
  const rounded = (value + (1n << BigInt(extra - 1))) >> BigInt(extra);
  return normalize({ significand: rounded, exponent: extra - shift });
}

/** @param distance of the wanted number below `high`. @param width how far below it digits may stop */
function generate(
  high: Scaled,
  distance: bigint,
  width: bigint,
  decimal: number,
): readonly [string, number] {
  const shift = BigInt(-high.exponent);
  const fractionMask = (1n << shift) - 1n;
  const whole = String(high.significand >> shift);
  let digits = '';
  for (let left = whole.length - 1; left >= 0; left--) {
    digits += whole[whole.length - 1 - left]!;
    const unit = (10n ** BigInt(left)) << shift;
    const rest = high.significand % unit;
    if (rest <= width) return [approach(digits, width, rest, unit, distance), decimal + left];
  }
  let fraction = high.significand & fractionMask;
  for (let places = 1; ; places++) {
    fraction *= 10n;
    width *= 10n;
    digits += String(fraction >> shift);
    fraction &= fractionMask;
    if (fraction >= width) continue;
    const target = places < MAX_CORRECTED ? (distance * 10n ** BigInt(places)) & MASK : 0n;
    return [approach(digits, width, fraction, 1n << shift, target), decimal - places];
  }
}

/** Lowers the last digit while that brings the number nearer to the wanted one. */
function approach(
  digits: string,
  width: bigint,
  start: bigint,
  unit: bigint,
  target: bigint,
): string {
  let last = Number(digits.at(-1));
  let rest = start;
  while (
    rest < target &&
    width - rest >= unit &&
    (rest + unit < target || target - rest > rest + unit - target)
  ) {
    last--;
    rest += unit;
  }
  return digits.slice(0, -1) + last;
}
