import { expect, test } from 'vitest';
import { compute, noise, openSimd, put } from '../testing';
import { crossEntropy, crossEntropyGradient } from './cross-entropy';
import { softmax, softmaxGradient } from './softmax';

const simd = await openSimd();

function logSoftmaxOf(row: readonly number[]): number[] {
  const most = Math.max(...row);
  const log = Math.log(row.reduce((sum, x) => sum + Math.exp(x - most), 0));
  return row.map((x) => x - most - log);
}

function rowsOf(values: Float32Array, size: number): number[][] {
  return Array.from({ length: values.length / size }, (_, r) => [
    ...values.subarray(r * size, (r + 1) * size),
  ]);
}

function expectClose(result: Float32Array, wanted: readonly number[], margin = 1e-6): void {
  expect(result).toHaveLength(wanted.length);
  result.forEach((value, i) => {
    const off = Math.abs(value - wanted[i]!);
    expect(off).toBeLessThanOrEqual(margin * Math.max(1, Math.abs(wanted[i]!)));
  });
}

const SIZES = [1, 2, 3, 4, 7, 10, 33];
const ROWS = 13;

test.each(SIZES)('softmax and its logarithm over rows of %i', (size) => {
  const values = noise(ROWS * size).map((value) => value * 30);
  const at = { x: put(simd, values), rows: ROWS, size };
  const log = rowsOf(values, size).flatMap(logSoftmaxOf);
  const count = values.length;
  const plain = compute(simd, count, (tape, out) => softmax(tape, { kind: 'softmax', ...at, out }));
  expectClose(plain, log.map(Math.exp));
  const logs = compute(simd, count, (tape, out) =>
    softmax(tape, { kind: 'logSoftmax', ...at, out }),
  );
  expectClose(logs, log);
});

test('softmax of large and infinite values', () => {
  const x = put(simd, [1e30, 1e30, -1e30, 0, -Infinity, 0, NaN, 1, 2]);
  const at = { kind: 'softmax', x, rows: 3, size: 3 } as const;
  const result = compute(simd, 9, (tape, out) => softmax(tape, { ...at, out }));
  expect([...result]).toEqual([0.5, 0.5, 0, 0.5, 0, 0.5, NaN, NaN, NaN]);
});

test.each(SIZES)('the gradients over rows of %i', (size) => {
  const values = rowsOf(
    noise(ROWS * size).map((value) => value * 3),
    size,
  );
  const g = noise(ROWS * size, 5);
  const gradients = rowsOf(g, size);
  const log = values.map(logSoftmaxOf);
  for (const kind of ['softmaxGradient', 'logSoftmaxGradient'] as const) {
    const isLog = kind === 'logSoftmaxGradient';
    const y = put(simd, isLog ? log.flat() : log.flat().map(Math.exp));
    const at = { kind, y, gradient: put(simd, g), rows: ROWS, size };
    const result = compute(simd, g.length, (tape, out) => softmaxGradient(tape, { ...at, out }));
    const wanted = log.flatMap((row, r) => {
      const p = row.map(Math.exp);
      const weight = gradients[r]!.map((value, c) => (isLog ? value : value * p[c]!));
      const sum = weight.reduce((a, b) => a + b, 0);
      return gradients[r]!.map((value, c) => (isLog ? value - sum * p[c]! : (value - sum) * p[c]!));
    });
    expectClose(result, wanted);
  }
});

/** Flags or shares of classes, and the same as class numbers where there are such. */
function targetsOf(size: number, isSparse: boolean): [given: Float32Array, rows: number[][]] {
  if (!isSparse) {
    const shares = noise(ROWS * size, 8).map(Math.abs);
    return [shares, rowsOf(shares, size)];
  }
  const classes = Float32Array.from({ length: ROWS }, (_, r) => (r * 3) % (size + 1));
  const rows = [...classes].map((c) => Array.from({ length: size }, (_, i) => Number(i === c)));
  return [classes, rows];
}

test.each(SIZES.flatMap((size) => [true, false].map((isSparse) => [size, isSparse] as const)))(
  'cross-entropy of %i classes, from class numbers: %s',
  (classes, isSparse) => {
    const values = noise(ROWS * classes).map((value) => value * 20);
    const gradient = noise(ROWS, 3);
    const [given, targets] = targetsOf(classes, isSparse);
    const log = rowsOf(values, classes).map(logSoftmaxOf);
    const at = {
      logits: put(simd, values),
      targets: put(simd, given),
      isSparse,
      rows: ROWS,
      classes,
    };
    const losses = compute(simd, ROWS, (tape, out) => crossEntropy(tape, { ...at, out }));
    expectClose(
      losses,
      targets.map((row, r) => row.reduce((sum, t, c) => sum - t * log[r]![c]!, 0)),
    );
    const result = compute(simd, values.length, (tape, out) =>
      crossEntropyGradient(tape, { ...at, gradient: put(simd, gradient), out }),
    );
    const wanted = targets.flatMap((row, r) => {
      const total = row.reduce((a, b) => a + b, 0);
      return row.map((t, c) => gradient[r]! * (Math.exp(log[r]![c]!) * total - t));
    });
    expectClose(result, wanted);
  },
);

test('a class that is not wanted may be impossible', () => {
  const logits = put(simd, [-Infinity, 0, 0]);
  const at = { logits, targets: put(simd, [0, 1, 0]), isSparse: false, rows: 1, classes: 3 };
  const losses = compute(simd, 1, (tape, out) => crossEntropy(tape, { ...at, out }));
  expect(losses[0]).toBeCloseTo(Math.log(2), 6);
});
