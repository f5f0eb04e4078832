/** Floating-point numbers as TensorFlow Serving puts them into answers and messages. */
import { formatGeneral, formatGeneralFloat32 } from '#tensor';
import { grisuDigits } from './grisu';

/**
 * A float32 or float64 as answers print it: six digits where they say it all, else nine or seventeen, `.0` after a
 * whole number, bare words for what is not finite.
 */
export function decimalText(value: number, isFloat32: boolean): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  }
  let text = isFloat32 ? formatGeneralFloat32(value, 6) : formatGeneral(value, 6);
  if (isFloat32 && Math.fround(Number(text)) !== value) text = formatGeneralFloat32(value, 9);
  else if (!isFloat32 && Number(text) !== value) text = formatGeneral(value, 17);
  return text.includes('.') || text.includes('e') ? text : `${text}.0`;
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
