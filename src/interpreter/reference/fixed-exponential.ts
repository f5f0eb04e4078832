/**
 * The exponential and the reciprocal of the int8 SOFTMAX, in 32-bit fixed point (gemmlowp's `fixedpoint.h`). A raw value
 * with n integer bits stands for raw · 2^(n − 31).
 */
import { clamp, divideByPowerOfTwo, highProduct } from './fixed-point';

const LARGEST = 2 ** 31 - 1;
const QUARTER = 2 ** 24;
/** e^(−2^k) for k = −2 … 4, with no integer bits. */
const POWERS = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];
/** e^(−1/8) and 1/3. */
const MIDDLE = 1895147668;
const THIRD = 715827883;

/** e^a of a ≤ 0 with 5 integer bits; no integer bits in what comes out. */
export function exponential(a: number): number {
  if (a === 0) return LARGEST;
  const rest = (a & (QUARTER - 1)) - QUARTER;
  const quarters = rest - a;
  let result = nearZero(shiftLeft(rest, 5));
  POWERS.forEach((power, i) => {
    if (quarters & (QUARTER << i)) result = highProduct(result, power);
  });
  return result;
}

/** e^a on [−1/4, 0), by four terms about −1/8. */
function nearZero(a: number): number {
  const x = a + 2 ** 28;
  const square = highProduct(x, x);
  const cube = highProduct(square, x);
  const fourth = divideByPowerOfTwo(highProduct(square, square), 2);
  const terms = divideByPowerOfTwo(highProduct(fourth + cube, THIRD) + square, 1);
  return MIDDLE + highProduct(MIDDLE, x + terms);
}

/**
 * 1 / sum of a sum with 12 integer bits.
 * @returns `raw` without integer bits, to be shifted right by `bits`
 */
export function reciprocal(sum: number): { readonly raw: number; readonly bits: number } {
  const zeros = Math.clz32(sum);
  const fraction = sum * 2 ** zeros - 2 ** 31;
  const half = Math.floor((fraction + LARGEST + 1) / 2);
  let x = 1515870810 + highProduct(half, -1010580540);
  for (let step = 0; step < 3; step++) {
    x += shiftLeft(highProduct(x, 2 ** 29 - highProduct(half, x)), 2);
  }
  return { raw: shiftLeft(x, 1), bits: 12 - zeros };
}

/** Saturated. */
function shiftLeft(raw: number, bits: number): number {
  return clamp(raw * 2 ** bits, -(2 ** 31), LARGEST);
}
