/** What stands behind sums, and the way back through it. */
import { uniformAt } from '../../random';
import type { DropoutSpec, Epilogue, Gate } from '../plan';
import { activate, slopeOf } from './functions';
import type { At } from './kernel';

/** The factor of each element: `scale`, or 0 where it is dropped. */
export function dropoutFactor({ rate, scale, stream }: DropoutSpec, { run }: At) {
  const key = run.keyOf?.(stream) ?? stream;
  const limit = Math.fround(rate);
  return (index: number) => (uniformAt(key, index) >= limit ? Math.fround(scale) : 0);
}

/** Changes the sums in their place. */
export function applyEpilogue(
  sums: Float32Array,
  epilogue: Epilogue | undefined,
  at: At,
): Float32Array {
  const { activation, dropout } = epilogue ?? {};
  if (activation) sums.forEach((value, i) => (sums[i] = activate(activation, value)));
  if (dropout) {
    const factor = dropoutFactor(dropout, at);
    sums.forEach((value, i) => (sums[i] = value * factor(i)));
  }
  return sums;
}

/** Changes the gradient in its place. */
export function applyGate(gradient: Float32Array, gate: Gate | undefined, at: At): Float32Array {
  if (!gate) return gradient;
  const { activation, dropout } = gate;
  const y = at.read(gate.y);
  const factor = dropout ? dropoutFactor(dropout, at) : undefined;
  gradient.forEach((value, i) => {
    const passed = factor ? value * factor(i) : value;
    const result = dropout ? y[i]! / dropout.scale : y[i]!;
    gradient[i] = activation && passed !== 0 ? passed * slopeOf(activation, result) : passed;
  });
  return gradient;
}
