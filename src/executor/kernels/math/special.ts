/** Special functions in double precision. */

const SERIES_END = 3;
const TERMS = 60;

/** Abramowitz and Stegun 7.1.6 near zero, the continued fraction 7.1.14 of `erfc` further out. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  const size = Math.abs(x);
  return size < SERIES_END ? erfSeries(x) : Math.sign(x) * (1 - erfcFraction(size));
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x < -SERIES_END) return 2 - erfcFraction(-x);
  return x < SERIES_END ? 1 - erfSeries(x) : erfcFraction(x);
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < TERMS && Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

function erfcFraction(x: number): number {
  if (x > 30) return 0;
  let fraction = x;
  for (let k = TERMS; k >= 1; k--) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}

/** Newton's steps from Winitzki's estimate. */
export function erfinv(y: number): number {
  if (!(Math.abs(y) < 1)) return Math.abs(y) === 1 ? y * Infinity : NaN;
  const log = Math.log(1 - y * y);
  const half = 2 / (Math.PI * 0.147) + log / 2;
  let x = Math.sign(y) * Math.sqrt(Math.sqrt(half * half - log / 0.147) - half);
  for (let step = 0; step < 4; step++) {
    const slope = (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x);
    const error = (y > 0 ? 1 - y - erfc(x) : erfc(-x) - 1 - y) / slope;
    x += y > 0 ? -error : -error;
  }
  return x;
}

/** The quantile of the standard normal distribution. */
export function ndtri(p: number): number {
  return Math.SQRT2 * erfinv(2 * p - 1);
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

/** The logarithm of the gamma function's size, by Lanczos's approximation (g = 7). */
export function lgamma(x: number): number {
  if (x <= 0 && Number.isInteger(x)) return Infinity;
  if (!Number.isFinite(x)) return Number.isNaN(x) ? NaN : Infinity;
  if (x === 1 || x === 2) return 0;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  const base = x + 6.5;
  const sum = LANCZOS.reduce((all, c, k) => all + (k === 0 ? c : c / (x - 1 + k)), 0);
  return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

/** Recurrence up to 8, then the asymptotic series (Abramowitz and Stegun 6.3.18). */
export function digamma(x: number): number {
  if (x <= 0 && Number.isInteger(x)) return NaN;
  if (x < 0) return digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
  let shift = 0;
  let at = x;
  for (; at < 8; at++) shift -= 1 / at;
  const r = 1 / (at * at);
  const series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r / 132))));
  return shift + Math.log(at) - 0.5 / at - series;
}
