/** Numbers as Python's format strings write them. */

/** `f"{value:.{digits}f}"`: like `toFixed`, but exact ties go to the even digit. */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const rounded = value.toFixed(digits);
  if (!isExactTie(value, digits) || isEven(rounded)) return rounded;
  const step = 10 ** -digits;
  return (Number(rounded) - Math.sign(value) * step).toFixed(digits);
}

/** `f"{value:.{digits}e}"`, with at least two digits of exponent. */
export function formatExponent(value: number, digits: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  return value.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** `f"{value:.{digits}g}"`: significant digits, an exponent only for very small and large numbers. */
export function formatGeneral(value: number, digits = 6): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  if (value === 0) return '0';
  const [mantissa, exponent] = formatExponent(value, digits - 1).split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < digits) return withoutZeros(value.toFixed(digits - 1 - power));
  return `${withoutZeros(mantissa)}e${exponent}`;
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function formatNonFinite(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}

/** Whether the decimal expansion of the double ends in exactly one 5 after these digits. */
function isExactTie(value: number, digits: number): boolean {
  const expansion = value.toFixed(Math.min(100, digits + 60));
  const tail = expansion.slice(expansion.indexOf('.') + 1 + digits);
  return /^50*$/.test(tail);
}

function isEven(decimal: string): boolean {
  return Number(decimal.at(-1)) % 2 === 0;
}
