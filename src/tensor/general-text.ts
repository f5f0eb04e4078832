/** Floating-point numbers as C's `%g` prints them. */
import { roundHalfEven } from './rounding';

/** A number of so many significant digits: the first of them stands for `10^power`. */
interface Rounded {
  readonly digits: string;
  readonly power: number;
}

/** Like C's `%.<count>g`, exact ties rounded to the even digit. @param value finite */
export function formatGeneral(value: number, count: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const text = layOutGeneral(round(Math.abs(value), count), count);
  return value < 0 ? `-${text}` : text;
}

function layOutGeneral({ digits, power }: Rounded, count: number): string {
  const significant = withoutZeros(digits);
  if (power < -4 || power >= count) return scientific(significant, power);
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${significant}`;
  if (significant.length <= power + 1) return significant.padEnd(power + 1, '0');
  return `${significant.slice(0, power + 1)}.${significant.slice(power + 1)}`;
}

/** Without those at the end. */
function withoutZeros(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 0x30) end--;
  return digits.slice(0, end);
}

function scientific(significant: string, exponent: number): string {
  const fraction = significant.slice(1);
  const power = String(Math.abs(exponent)).padStart(2, '0');
  return `${significant[0]}${fraction && '.'}${fraction}e${exponent < 0 ? '-' : '+'}${power}`;
}

/** JavaScript rounds a tie up, C to even. Only multiples of 2⁻²⁵ have few enough digits to be ties. */
function round(value: number, count: number): Rounded {
  const rounded = split(value.toExponential(count - 1));
  if (!Number.isInteger(value * 2 ** 25)) return rounded;
  const longer = split(value.toExponential(count));
  if (!longer.digits.endsWith('5') || !isExactly(value, longer.digits)) return rounded;
  const cut = longer.digits.slice(0, count);
  return '02468'.includes(cut.at(-1)!) ? { digits: cut, power: longer.power } : rounded;
}

function split(text: string): Rounded {
  const at = text.indexOf('e');
  return { digits: text[0]! + text.slice(2, at), power: Number(text.slice(at + 1)) };
}

/** Whether the value has no digit beyond these; 100 digits are all that a number has whose digits end so early. */
function isExactly(value: number, digits: string): boolean {
  return withoutZeros(split(value.toExponential(100)).digits) === digits;
}

const POWERS = Array.from({ length: 13 }, (_, i) => 10 ** i);

/**
 * The same rounding for float32 in the range that most have, without JavaScript's own printing: 24 bits times 10¹², whose
 * odd part has 28, are exact. Undefined outside that range.
 */
function roundFloat32(value: number, count: number): Rounded | undefined {
  const power = Math.floor(Math.log10(value));
  const places = count - 1 - power;
  if (places < 0 || places > 12) return undefined;
  const whole = roundHalfEven(value * POWERS[places]!);
  const digits = String(whole);
  return digits.length === count ? { digits, power } : undefined;
}

/** The same, faster for most numbers that a float32 can hold. @param value finite, a float32 */
export function formatGeneralFloat32(value: number, count: number): string {
  const rounded = value > 0 ? roundFloat32(value, count) : undefined;
  return rounded ? layOutGeneral(rounded, count) : formatGeneral(value, count);
}
