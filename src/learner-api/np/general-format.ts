/** Python's `format(value, '.6g')`: significant digits, an exponent only for very small and large numbers. */
export function formatGeneral(value: number, digits = 6): string {
  if (value === 0 || !Number.isFinite(value)) return String(value).replace('Infinity', 'inf');
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < digits) return withoutZeros(value.toFixed(digits - 1 - power));
  const sign = power < 0 ? '-' : '+';
  return `${withoutZeros(mantissa)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
