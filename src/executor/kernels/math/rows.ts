/** Loops over one row of a binary operation: both operands move by 0 or 1 elements. */
import type { Numbers } from '../shared';

export interface Run {
  /** Where the row starts. */
  to: number;
  left: number;
  right: number;
  leftStep: number;
  rightStep: number;
  count: number;
}

export type RowLoop = (out: Numbers, a: Numbers, b: Numbers, run: Run) => void;

export function loopOf(compute: (a: number, b: number) => number): RowLoop {
  return (out, a, b, { to, left, right, leftStep, rightStep, count }) => {
    for (let k = 0, i = left, j = right; k < count; k++, i += leftStep, j += rightStep) {
      out[to + k] = compute(a[i]!, b[j]!);
    }
  };
}

// The four below are what models spend their time with: loops of their own, so that nothing is called per element.

export const addRow: RowLoop = (out, a, b, { to, left, right, leftStep, rightStep, count }) => {
  for (let k = 0, i = left, j = right; k < count; k++, i += leftStep, j += rightStep) {
    out[to + k] = a[i]! + b[j]!;
  }
};

export const subtractRow: RowLoop = (out, a, b, run) => {
  const { to, left, right, leftStep, rightStep, count } = run;
  for (let k = 0, i = left, j = right; k < count; k++, i += leftStep, j += rightStep) {
    out[to + k] = a[i]! - b[j]!;
  }
};

export const multiplyRow: RowLoop = (out, a, b, run) => {
  const { to, left, right, leftStep, rightStep, count } = run;
  for (let k = 0, i = left, j = right; k < count; k++, i += leftStep, j += rightStep) {
    out[to + k] = a[i]! * b[j]!;
  }
};

export const divideRow: RowLoop = (out, a, b, { to, left, right, leftStep, rightStep, count }) => {
  for (let k = 0, i = left, j = right; k < count; k++, i += leftStep, j += rightStep) {
    out[to + k] = a[i]! / b[j]!;
  }
};
