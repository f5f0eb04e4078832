/** What folds, spreads, ranks and moves. */
import { fixed, sizeOf } from '../dims';
import {
  countOf,
  type Broadcast,
  type CrossEntropy,
  type CrossEntropyGradient,
  type Pad,
  type Reduce,
  type Slice,
  type Softmax,
  type SoftmaxGradient,
} from '../plan';
import { placesOf } from './elementwise';
import { type At, generate, type KernelTable } from './kernel';

export const ROWS = {
  reduce,
  broadcast,
  softmax,
  logSoftmax: softmax,
  softmaxGradient,
  logSoftmaxGradient: softmaxGradient,
  crossEntropy,
  crossEntropyGradient,
  argMax: ({ out, rows, size, ...op }, at) => {
    const x = at.read(op.x);
    at.write(
      out,
      generate(rows, at, (row) => argMax(x.subarray(row * size, (row + 1) * size))),
    );
  },
  oneHot: ({ out, rows, size, on, off, ...op }, at) => {
    const x = at.read(op.x);
    const values = new Float32Array(countOf(rows, at.batch) * size);
    values.forEach((_, i) => {
      values[i] = Math.trunc(x[Math.floor(i / size)]!) === i % size ? on : off;
    });
    at.write(out, values);
  },
  concat: ({ inputs, sizes, out, rows }, at) => {
    const whole = sum(sizes);
    const values = new Float32Array(countOf(rows, at.batch) * whole);
    let start = 0;
    inputs.forEach((input, part) => {
      const [x, size] = [at.read(input), sizes[part]!];
      x.forEach((value, i) => (values[Math.floor(i / size) * whole + start + (i % size)] = value));
      start += size;
    });
    at.write(out, values);
  },
  slice,
  pad,
  crop: (op, at) => {
    const x = at.read(op.x);
    const values = new Float32Array(countOf(op.out.count, at.batch));
    insidePlaces(op, at).forEach((place, i) => (values[i] = x[place]!));
    at.write(op.out, values);
  },
  transpose: ({ x, out, dims, permutation }, at) => {
    const values = at.read(x);
    const strides = dims.map((_, axis) => sizeOf(dims.slice(axis + 1)));
    const moved = permutation.map((axis) => dims[axis]!);
    const places = placesOf(
      moved,
      permutation.map((axis) => strides[axis]!),
      at,
    );
    at.write(
      out,
      Float32Array.from(places, (place) => values[place]!),
    );
  },
  batchSize: ({ out, factor }, at) => at.write(out, Float32Array.of(factor * at.batch)),
} satisfies KernelTable;

function reduce(op: Reduce, at: At): void {
  const x = at.read(op.x);
  const count = countOf(op.reduced, at.batch);
  const { inner } = op;
  const values = generate(op.out.count, at, (i) => {
    const start = Math.floor(i / inner) * count * inner + (i % inner);
    const parts = Array.from({ length: count }, (_, r) => x[start + r * inner]!);
    if (op.fn === 'max') return parts.reduce((a, b) => Math.max(a, b));
    if (op.fn === 'min') return parts.reduce((a, b) => Math.min(a, b));
    return op.fn === 'mean' ? sum(parts) / count : sum(parts);
  });
  at.write(op.out, values);
}

function broadcast(op: Broadcast, at: At): void {
  const x = at.read(op.x);
  const count = countOf(op.repeated, at.batch);
  const { inner } = op;
  const values = generate(op.out.count, at, (i) => {
    const value = x[Math.floor(i / inner / count) * inner + (i % inner)]!;
    return op.isMean ? value / count : value;
  });
  at.write(op.out, values);
}

function softmax(op: Softmax, at: At): void {
  const logs = logSoftmaxOf(at.read(op.x), op.size);
  const isLog = op.kind === 'logSoftmax';
  at.write(op.out, Float32Array.from(logs, isLog ? (value) => value : Math.exp));
}

function logSoftmaxOf(x: Float32Array, size: number): Float64Array {
  const logs = Float64Array.from(x);
  for (let start = 0; start < x.length; start += size) {
    const row = logs.subarray(start, start + size);
    const top = row.reduce((a, b) => Math.max(a, b));
    const total = Math.log(row.reduce((all, value) => all + Math.exp(value - top), 0));
    row.forEach((value, i) => (row[i] = value - top - total));
  }
  return logs;
}

function softmaxGradient(op: SoftmaxGradient, at: At): void {
  const [y, gradient] = [at.read(op.y), at.read(op.gradient)];
  const values = new Float32Array(y.length);
  for (let start = 0; start < y.length; start += op.size) {
    const [ys, dys] = [y, gradient].map((all) => all.subarray(start, start + op.size));
    const isLog = op.kind === 'logSoftmaxGradient';
    const total = sum(isLog ? dys! : dys!.map((dy, i) => dy * ys![i]!));
    ys!.forEach((value, i) => {
      const dy = dys![i]!;
      values[start + i] = isLog ? dy - Math.exp(value) * total : (dy - total) * value;
    });
  }
  at.write(op.out, values);
}

/** Targets as distributions. */
function targetsOf(op: CrossEntropy | CrossEntropyGradient, at: At): Float32Array {
  const targets = at.read(op.targets);
  if (!op.isSparse) return targets;
  const values = new Float32Array(countOf(op.rows, at.batch) * op.classes);
  targets.forEach((target, row) => {
    const index = Math.trunc(target);
    if (index >= 0 && index < op.classes) values[row * op.classes + index] = 1;
  });
  return values;
}

function crossEntropy(op: CrossEntropy, at: At): void {
  const [logs, targets] = [logSoftmaxOf(at.read(op.logits), op.classes), targetsOf(op, at)];
  const values = generate(op.rows, at, (row) => {
    const start = row * op.classes;
    const terms = targets
      .subarray(start, start + op.classes)
      .map((target, i) => (target === 0 ? 0 : target * logs[start + i]!));
    return -sum(terms);
  });
  at.write(op.out, values);
}

function crossEntropyGradient(op: CrossEntropyGradient, at: At): void {
  const [logs, targets] = [logSoftmaxOf(at.read(op.logits), op.classes), targetsOf(op, at)];
  const gradient = at.read(op.gradient);
  const { classes } = op;
  const totals = generate(op.rows, at, (row) =>
    sum(targets.subarray(row * classes, (row + 1) * classes)),
  );
  const values = generate(op.out.count, at, (i) => {
    const row = Math.floor(i / classes);
    return gradient[row]! * (Math.exp(logs[i]!) * totals[row]! - targets[i]!);
  });
  at.write(op.out, values);
}

function slice(op: Slice, at: At): void {
  const x = at.read(op.x);
  const values = generate(
    op.out.count,
    at,
    (i) => x[Math.floor(i / op.length) * op.size + op.start + (i % op.length)]!,
  );
  at.write(op.out, values);
}

function pad(op: Pad, at: At): void {
  const x = at.read(op.x);
  const values = new Float32Array(countOf(op.out.count, at.batch));
  insidePlaces(op, at).forEach((place, i) => (values[place] = x[i]!));
  at.write(op.out, values);
}

/** Places within the larger image of the pixels of the smaller one, whose size is `height` by `width`. */
function insidePlaces(op: Omit<Pad, 'kind'>, at: At): Int32Array {
  const { height, width, channels, top, bottom, left, right } = op;
  const row = (width + left + right) * channels;
  const strides = [(height + top + bottom) * row, row, 1];
  const dims = [op.samples, fixed(height), fixed(width * channels)];
  const first = top * row + left * channels;
  return placesOf(dims, strides, at).map((place) => place + first);
}

function argMax(row: Float32Array): number {
  return row.reduce((best, value, i) => (value > row[best]! ? i : best), 0);
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
