/** Conversions between element types, and the elementwise functions that take parameters. */
import { rearrange, type ArrayValue } from './array-value';
import { DTYPES, floatFor, type DType } from './dtype';
import { mapElements } from './elementwise';
import { roundTo } from './precision';
import { roundHalfEven } from './rounding';

/**
 * Floats lose their fraction on the way to an integer type, integers wrap around, NaN becomes 0; anything but 0 is
 * true. Of uint8 data the result is a view.
 */
export function castTo(x: ArrayValue, dtype: DType): ArrayValue {
  if (dtype === x.dtype) return x;
  return mapElements(x, dtype, isTruncating(x.dtype, dtype) ? Math.trunc : (value) => value);
}

function isTruncating(from: DType, to: DType): boolean {
  return DTYPES[from].isFloat && !DTYPES[to].isFloat && to !== 'bool';
}

/** Rounds half to even at `decimals` digits after the point, in the array's own precision; integers stay as they are. */
export function roundElements(x: ArrayValue, decimals: number): ArrayValue {
  if (!DTYPES[x.dtype].isFloat) {
    if (decimals >= 0) return x;
    const power = 10 ** -decimals;
    return mapElements(x, x.dtype, (value) => roundHalfEven(value / power) * power);
  }
  const precise = (value: number) => roundTo(x.dtype, value);
  const power = precise(10 ** Math.abs(decimals));
  const up = (value: number) => precise(value * power);
  const down = (value: number) => precise(value / power);
  const [there, back] = decimals >= 0 ? [up, down] : [down, up];
  return mapElements(x, floatFor(x.dtype), (value) => back(roundHalfEven(there(value))));
}

/** An array of its own, with its own memory. */
export function copyOf({ shape, dtype, storage, provenance }: ArrayValue): ArrayValue {
  const own = rearrange(storage, (elements) => elements.slice());
  return { shape, dtype, storage: own, provenance };
}
