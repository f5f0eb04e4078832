/**
 * Decimal digits of floating-point numbers as NumPy prints them: the shortest digits that name the value among those
 * of its type, cut to a precision by rounding the exact value, a tie to the even digit.
 */
import type { DType } from './dtype';
import { roundTo } from './precision';

/** Enough significant digits to name any value of the type. */
const MAX_DIGITS = { float16: 5, float32: 9, float64: 17 } as const;

export type FloatType = keyof typeof MAX_DIGITS;

export function isFloatType(dtype: DType): dtype is FloatType {
  return Object.hasOwn(MAX_DIGITS, dtype);
}

/** The number whose double-precision digits are the shortest ones of `value`. */
function shortest(value: number, dtype: FloatType): number {
  if (dtype === 'float64') return value;
  for (let digits = 1; digits < MAX_DIGITS[dtype]; digits++) {
    const candidate = Number(exponential(value, digits - 1));
    if (roundTo(dtype, candidate) === value) return candidate;
  }
  return Number(exponential(value, MAX_DIGITS[dtype] - 1));
}

/** `12.5`, `3.`, `-0.`: at most `precision` digits after the point, without zeros at the end. */
export function positional(value: number, dtype: FloatType, precision: number): string {
  const magnitude = Math.abs(value);
  const short = expand(shortest(magnitude, dtype));
  const text = fractionLength(short) > precision ? fixed(magnitude, precision) : short;
  return signOf(value) + trimZeros(text);
}

/** `1.25e-05` without zeros at the end of the first part: at most `precision` digits after the point. */
export function scientific(value: number, dtype: FloatType, precision: number): string {
  const [short] = shortest(Math.abs(value), dtype).toExponential().split('e') as [string];
  const digits = Math.min(fractionLength(short), precision);
  const [mantissa, exponent] = scientificFixed(value, digits).split('e') as [string, string];
  return `${trimZeros(mantissa)}e${exponent}`;
}

/** `1.2500e-05` with exactly `digits` digits after the point. */
export function scientificFixed(value: number, digits: number): string {
  const [mantissa, exponent] = exponential(Math.abs(value), digits).split('e') as [string, string];
  const point = digits === 0 ? '.' : '';
  const size = exponent.slice(1).padStart(2, '0');
  return `${signOf(value)}${mantissa}${point}e${exponent[0]}${size}`;
}

/** As Python prints a float of this type on its own: `0.1`, `1e-05`, `nan`. */
export function floatText(value: number, dtype: FloatType): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const magnitude = Math.abs(value);
  const limit = { float16: 1e3, float32: 1e6, float64: 1e16 }[dtype];
  if (magnitude === 0 || (magnitude >= 1e-4 && magnitude < limit)) {
    const text = positional(value, dtype, 100);
    return text.endsWith('.') ? `${text}0` : text;
  }
  return scientific(value, dtype, 100).replace('.e', 'e');
}

export function nonFinite(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}

function signOf(value: number): string {
  return value < 0 || Object.is(value, -0) ? '-' : '';
}

function fractionLength(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/0+$/, '') : `${text}.`;
}

/** Digits without an exponent: JavaScript itself writes one below 1e-6 and from 1e21 on. */
function expand(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  const digits = mantissa.replace('.', '');
  const shift = Number(exponent);
  return shift < 0 ? `0.${'0'.repeat(-shift - 1)}${digits}` : digits.padEnd(shift + 1, '0');
}

function fixed(magnitude: number, digits: number): string {
  return tieToEven(magnitude.toFixed(digits), magnitude.toFixed(moreDigits(digits)));
}

function exponential(magnitude: number, digits: number): string {
  const [rounded, up] = magnitude.toExponential(digits).split('e') as [string, string];
  const [exact, exponent] = magnitude.toExponential(moreDigits(digits)).split('e') as [
    string,
    string,
  ];
  const even = tieToEven(rounded, exact);
  return even === rounded ? `${rounded}e${up}` : `${even}e${exponent}`;
}

/** So many that a tie shows as a 5 and nothing but zeros. */
function moreDigits(digits: number): number {
  return Math.min(digits + 30, 100);
}

/** JavaScript rounds a tie up; the digits of `exact` tell whether it was one. */
function tieToEven(rounded: string, exact: string): string {
  const kept = exact.slice(0, rounded.length);
  const isTie = /^50*$/.test(exact.slice(rounded.length).replace('.', ''));
  return isTie && Number(kept.at(-1)) % 2 === 0 ? kept : rounded;
}
