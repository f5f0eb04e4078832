/** The complementary error function, to about 14 digits. */

const LARGE = 2.5;

/** erfc(x) = 1 − 2/√π ∫₀ˣ e^(−t²) dt: by its series near 0, by its continued fraction further out. */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  return x < LARGE ? 1 - erfSeries(x) : erfcFraction(x);
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function erfcFraction(x: number): number {
  let tail = 0;
  for (let n = 60; n > 0; n--) tail = n / 2 / (x + tail);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + tail);
}
