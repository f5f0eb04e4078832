/** Matrix products; sums in double precision. */
import {
  countOf,
  type Dense,
  type DenseInputGradient,
  type DenseWeightGradient,
  type PlanTensor,
  type Update,
} from '../plan';
import { applyEpilogue, applyGate } from './epilogue';
import type { At, KernelTable } from './kernel';
import { update } from './training';

export const LINEAR = {
  dense,
  denseInputGradient,
  denseWeightGradient,
} satisfies KernelTable;

function dense(op: Dense, at: At): void {
  const [x, weights] = [at.read(op.x), at.read(op.weights)];
  const bias = op.bias && at.read(op.bias);
  const { inputs, units } = op;
  const sums = new Float32Array(countOf(op.rows, at.batch) * units);
  sums.forEach((_, place) => {
    const [row, unit] = [Math.floor(place / units), place % units];
    let sum = bias?.[unit] ?? 0;
    for (let i = 0; i < inputs; i++) sum += x[row * inputs + i]! * weights[i * units + unit]!;
    sums[place] = sum;
  });
  at.write(op.out, applyEpilogue(sums, op.epilogue, at));
}

function denseInputGradient(op: DenseInputGradient, at: At): void {
  const [gradient, weights] = [at.read(op.gradient), at.read(op.weights)];
  const { inputs, units } = op;
  const sums = new Float32Array(countOf(op.rows, at.batch) * inputs);
  sums.forEach((_, place) => {
    const [row, i] = [Math.floor(place / inputs), place % inputs];
    let sum = 0;
    for (let u = 0; u < units; u++) sum += gradient[row * units + u]! * weights[i * units + u]!;
    sums[place] = sum;
  });
  at.write(op.out, applyGate(sums, op.gate, at));
}

function denseWeightGradient(op: DenseWeightGradient, at: At): void {
  const [x, gradient] = [at.read(op.x), at.read(op.gradient)];
  const rows = countOf(op.rows, at.batch);
  const { inputs, units } = op;
  const sums = new Float32Array(inputs * units);
  sums.forEach((_, place) => {
    const [i, unit] = [Math.floor(place / units), place % units];
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += x[r * inputs + i]! * gradient[r * units + unit]!;
    sums[place] = sum;
  });
  const biasSums = columnSums(gradient, units);
  deliver(sums, op.out, op.update, at);
  deliver(biasSums, op.biasOut, op.biasUpdate, at);
}

function deliver(
  sums: Float32Array,
  out: PlanTensor | undefined,
  change: Update | undefined,
  at: At,
): void {
  if (out) at.write(out, sums);
  if (change) update(change, sums, at);
}

export function columnSums(values: Float32Array, units: number): Float32Array {
  const sums = new Float64Array(units);
  values.forEach((value, i) => (sums[i % units]! += value));
  return Float32Array.from(sums);
}
