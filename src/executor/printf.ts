/** Numbers as C's printf and TensorFlow's messages write them. */
import { formatGeneral } from '#tensor';

/** `%.*f` */
export function fixedText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const magnitude = Math.abs(value);
  if (magnitude < 1e21) {
    return signed(
      value,
      halfToEven(digits, (count) => magnitude.toFixed(count)),
    );
  }
  const whole = signed(value, BigInt(magnitude).toString());
  return digits === 0 ? whole : `${whole}.${'0'.repeat(digits)}`;
}

/** `%.*e` */
export function exponentText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const magnitude = Math.abs(value);
  return signed(value, widened(halfToEven(digits, (count) => magnitude.toExponential(count))));
}

/** `%.*g`: as short as it gets with this many significant digits. */
export function generalText(value: number, digits: number): string {
  return Number.isFinite(value) ? formatGeneral(value, Math.max(digits, 1)) : nonFinite(value);
}

/** Six significant digits where they say which number it is, else as many as that takes. */
export function floatText(value: number, isDouble: boolean): string {
  const short = generalText(value, 6);
  const read = isDouble ? Number(short) : Math.fround(Number(short));
  if (read === value || !Number.isFinite(value)) return short;
  return generalText(value, isDouble ? 17 : 9);
}

/** All that JavaScript prints after the point; a number that ends a digit after a tie has far fewer. */
const MOST_DIGITS = 100;

/** JavaScript rounds a tie up, C to the even digit. @param print with so many digits after the point */
function halfToEven(digits: number, print: (count: number) => string): string {
  const rounded = print(digits);
  if (digits >= MOST_DIGITS) return rounded;
  const [longer = '', power] = print(digits + 1).split('e');
  if (!longer.endsWith('5')) return rounded;
  const [exact = ''] = print(MOST_DIGITS).split('e');
  const cut = longer.slice(0, -1).replace(/\.$/, '');
  const isTie = exact === longer.padEnd(exact.length, '0');
  if (!isTie || !/[02468]$/.test(cut)) return rounded;
  return power === undefined ? cut : `${cut}e${power}`;
}

function signed(value: number, magnitude: string): string {
  return value < 0 || Object.is(value, -0) ? `-${magnitude}` : magnitude;
}

/** Exponents have at least two digits. */
function widened(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function nonFinite(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}
