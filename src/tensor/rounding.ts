/** Nearest integer, a tie to the even one, as IEEE 754 and NumPy's `rint` do it. */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  const isTie = Math.abs(value % 1) === 0.5;
  return isTie && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
