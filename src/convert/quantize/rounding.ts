/**
 * The nearest integer, a half away from zero, as C's `round` and TensorFlow's quantizers do it. Exact also just below a
 * half, where `floor(x + ½)` is not; never −0.
 */
export function roundHalfAway(value: number): number {
  const whole = Math.trunc(value);
  const rounded = Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
  return rounded === 0 ? 0 : rounded;
}

export function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest);
}
