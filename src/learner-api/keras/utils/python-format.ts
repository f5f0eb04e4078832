/** Numbers and values as Python prints them. */

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

/** `repr` of what stands in messages: strings in quotes, `None`, `True`, lists and dicts. */
export function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'function') return `<function ${value.name || 'lambda'}>`;
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value).map(([key, item]) => `'${key}': ${pythonRepr(item)}`);
    return `{${entries.join(', ')}}`;
  }
  return typeof value === 'object' ? `<${value.constructor.name}>` : String(value);
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
