/** Numbers as C's printf and TensorFlow's messages write them. */

/** `%.*f` */
export function fixedText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (Math.abs(value) < 1e21) return signed(value, Math.abs(value).toFixed(digits));
  const whole = signed(value, BigInt(Math.abs(value)).toString());
  return digits === 0 ? whole : `${whole}.${'0'.repeat(digits)}`;
}

/** `%.*e` */
export function exponentText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  return signed(value, widened(Math.abs(value).toExponential(digits)));
}

/** `%.*g`: as short as it gets with this many significant digits. */
export function generalText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const magnitude = Math.abs(value);
  const precision = Math.max(digits, 1);
  const rounded = magnitude.toExponential(precision - 1);
  const exponent = Number(rounded.slice(rounded.indexOf('e') + 1));
  if (exponent < -4 || exponent >= precision) {
    const [mantissa = '', power = ''] = rounded.split('e');
    return signed(value, widened(`${withoutZeros(mantissa)}e${power}`));
  }
  return signed(value, withoutZeros(magnitude.toFixed(precision - 1 - exponent)));
}

/** Six significant digits where they say which number it is, else as many as that takes. */
export function floatText(value: number, isDouble: boolean): string {
  const short = generalText(value, 6);
  const read = isDouble ? Number(short) : Math.fround(Number(short));
  if (read === value || !Number.isFinite(value)) return short;
  return generalText(value, isDouble ? 17 : 9);
}

function signed(value: number, magnitude: string): string {
  return value < 0 || Object.is(value, -0) ? `-${magnitude}` : magnitude;
}

/** Exponents have at least two digits. */
function widened(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function nonFinite(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}
