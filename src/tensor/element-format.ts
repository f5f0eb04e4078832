/** How the elements of one array are printed: all with the same width and style, chosen from their values. */
import {
  floatText,
  isFloatType,
  nonFinite,
  positional,
  scientific,
  scientificFixed,
  type FloatType,
} from './decimal';
import type { DType } from './dtype';
import { roundTo } from './precision';

export type ElementFormat = (value: number) => string;

/** From this magnitude on NumPy changes to exponents. */
const EXPONENT_FROM: Readonly<Record<FloatType, number>> = {
  float16: 1e3,
  float32: 1e6,
  float64: 1e8,
};

/**
 * @param values the elements that will be shown; they decide about width, digits and exponents
 * @param precision most digits after the point
 */
export function elementFormat(
  values: readonly number[],
  dtype: DType,
  precision: number,
  isAlone: boolean,
): ElementFormat {
  if (isFloatType(dtype)) return floatFormat(values, dtype, precision);
  if (dtype === 'bool') return (value) => boolText(value !== 0, isAlone);
  const width = Math.max(0, ...values.map((value) => String(value).length));
  return (value) => String(value).padStart(width);
}

/** A single element outside of any array, as Python's `str` prints it. */
export function scalarText(value: number, dtype: DType): string {
  if (isFloatType(dtype)) return floatText(value, dtype);
  return dtype === 'bool' ? boolText(value !== 0, true) : String(value);
}

function boolText(value: boolean, isAlone: boolean): string {
  if (!value) return 'False';
  return isAlone ? 'True' : ' True';
}

function floatFormat(
  values: readonly number[],
  dtype: FloatType,
  precision: number,
): ElementFormat {
  const finite = values.filter(Number.isFinite);
  const format = needsExponent(finite, dtype)
    ? exponentFormat(finite, dtype, precision)
    : pointFormat(finite, dtype, precision);
  const others = values.filter((value) => !Number.isFinite(value)).map(nonFinite);
  const width = Math.max(format.width, ...others.map((text) => text.length));
  return (value) =>
    (Number.isFinite(value) ? format.element(value) : nonFinite(value)).padStart(width);
}

function needsExponent(finite: readonly number[], dtype: FloatType): boolean {
  const magnitudes = finite.filter((value) => value !== 0).map(Math.abs);
  if (magnitudes.length === 0) return false;
  const [largest, smallest] = [Math.max(...magnitudes), Math.min(...magnitudes)];
  const ratio = roundTo(dtype, largest / smallest);
  return largest >= EXPONENT_FROM[dtype] || smallest < roundTo(dtype, 1e-4) || ratio > 1000;
}

interface FiniteFormat {
  readonly width: number;
  readonly element: ElementFormat;
}

function exponentFormat(
  finite: readonly number[],
  dtype: FloatType,
  precision: number,
): FiniteFormat {
  const fractions = finite.map(
    (value) => scientific(value, dtype, precision).split('e')[0]!.split('.')[1]!.length,
  );
  const digits = Math.max(...fractions);
  const exponents = finite.map((value) => scientificFixed(value, digits).split('e')[1]!.length);
  const size = Math.max(...exponents) - 1;
  const element = (value: number) => {
    const [mantissa, exponent] = scientificFixed(value, digits).split('e') as [string, string];
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(size, '0')}`;
  };
  return { width: Math.max(...finite.map((value) => element(value).length)), element };
}

function pointFormat(finite: readonly number[], dtype: FloatType, precision: number): FiniteFormat {
  const parts = finite.map((value) => positional(value, dtype, precision).split('.'));
  const left = Math.max(0, ...parts.map(([whole]) => whole!.length));
  const right = Math.max(0, ...parts.map(([, fraction]) => fraction!.length));
  const width = finite.length > 0 ? left + 1 + right : 0;
  const element = (value: number) => {
    const [whole, fraction] = positional(value, dtype, precision).split('.') as [string, string];
    return `${whole.padStart(left)}.${fraction.padEnd(right)}`;
  };
  return { width, element };
}
