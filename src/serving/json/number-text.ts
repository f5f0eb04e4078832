/** Floating-point numbers as text: as C's `%g` prints them, and as TensorFlow Serving puts them into answers. */
import { grisuDigits } from './grisu';

/** Like C's `%.<digits>g`, exact ties rounded to the even digit. @param value finite */
export function formatGeneral(value: number, digits: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa, power] = roundTo(Math.abs(value), digits);
  const sign = value < 0 ? '-' : '';
  const exponent = Number(power);
  const significant = mantissa.replace('.', '').replace(/0+$/, '');
  if (exponent < -4 || exponent >= digits) return sign + scientific(significant, exponent);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${significant}`;
  const whole = significant.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = significant.slice(exponent + 1);
  return sign + (fraction === '' ? whole : `${whole}.${fraction}`);
}

function scientific(significant: string, exponent: number): string {
  const fraction = significant.slice(1);
  const power = String(Math.abs(exponent)).padStart(2, '0');
  return `${significant[0]}${fraction && '.'}${fraction}e${exponent < 0 ? '-' : '+'}${power}`;
}

/** Digits and power of ten. JavaScript rounds a tie up, C to even. */
function roundTo(value: number, digits: number): readonly [string, string] {
  const rounded = split(value.toExponential(digits - 1));
  const [longer, power] = split(value.toExponential(digits));
  if (!longer.endsWith('5') || !isExactly(value, longer, digits)) return rounded;
  const cut = longer.slice(0, -1).replace(/\.$/, '');
  return '02468'.includes(cut.at(-1)!) ? [cut, power] : rounded;
}

function split(text: string): readonly [string, string] {
  const [mantissa, power] = text.split('e');
  return [mantissa!, power!];
}

/** Whether the value has no digit beyond these; 100 digits are all that a number has whose digits end so early. */
function isExactly(value: number, mantissa: string, digits: number): boolean {
  const all = split(value.toExponential(100))[0];
  return all.startsWith(mantissa) && /^0*$/.test(all.slice(digits + 2));
}

/**
 * A float32 or float64 as answers print it: six digits where they say it all, else nine or seventeen, `.0` after a
 * whole number, bare words for what is not finite.
 */
export function decimalText(value: number, isFloat32: boolean): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  }
  let text = formatGeneral(value, 6);
  const parsed = isFloat32 ? Math.fround(Number(text)) : Number(text);
  if (parsed !== value) text = formatGeneral(value, isFloat32 ? 9 : 17);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** As messages show a double: digits that read back the same, `1.0`, `1e-7`, `1e21`. @param value finite */
export function shortestText(value: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (value === 0) return `${sign}0.0`;
  const [digits, power] = grisuDigits(Math.abs(value));
  return sign + layOut(digits, power);
}

/** The point before, in or after the digits while that needs no more than 21 places before it or 5 zeros after it. */
function layOut(digits: string, power: number): string {
  const point = digits.length + power;
  if (power >= 0 && point <= 21) return `${digits}${'0'.repeat(power)}.0`;
  if (point > 0 && point <= 21) return `${digits.slice(0, point)}.${digits.slice(point)}`;
  if (point > -6 && point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  const fraction = digits.slice(1);
  return `${digits[0]}${fraction && '.'}${fraction}e${point - 1}`;
}
