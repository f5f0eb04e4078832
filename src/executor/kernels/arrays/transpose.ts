/** Axes in another order, elements in another order along an axis. */
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { elementCount } from '../../element-types';
import { shapeText } from '../../shape';
import {
  integersOf,
  invalid,
  isBig,
  literal,
  newNumbers,
  strided,
  stridesOf,
  pick,
  take,
  tensorOf,
} from '../shared';

const transpose: Kernel = (call) => {
  const [x, perm] = [call.input(0), call.input(1)];
  const rank = x.shape.length;
  if (perm.shape.length !== 1) invalid(`perm must be rank 1, got shape ${shapeText(perm.shape)}`);
  const named = integersOf(perm);
  if (named.length !== rank) {
    invalid(
      `transpose expects a vector of size ${rank}. But input(1) is a vector of size ${named.length}`,
    );
  }
  const order = named.map((axis) => (axis < 0 ? axis + rank : axis));
  for (const axis of order) {
    if (axis < 0 || axis >= rank) invalid(`${axis} is out of range [0 .. ${rank})`);
  }
  const missing = x.shape.findIndex((_, axis) => !order.includes(axis));
  if (missing >= 0) invalid(`${missing} is missing from {${named.join(',')}}.`);
  const strides = stridesOf(x.shape);
  const shape = order.map((axis) => x.shape[axis]!);
  return [
    strided(
      x,
      shape,
      order.map((axis) => strides[axis]!),
    ),
  ];
};

/** The elements with some axes read from their ends. */
function reverse(call: KernelCall, isReversed: (axis: number) => boolean): ReturnType<Kernel> {
  const x = call.input(0);
  const strides = stridesOf(x.shape);
  const steps = strides.map((step, axis) => (isReversed(axis) ? -step : step));
  const offset = x.shape.reduce(
    (sum, size, axis) => (isReversed(axis) ? sum + (size - 1) * strides[axis]! : sum),
    0,
  );
  return [strided(x, x.shape, steps, offset)];
}

const reverseV2: Kernel = (call) => {
  const [x, dims] = [call.input(0), call.input(1)];
  const rank = x.shape.length;
  if (dims.shape.length !== 1) invalid(`'dims' must be 1-dimension, not ${dims.shape.length}`);
  const axes = new Set<number>();
  integersOf(dims).forEach((named, i) => {
    const axis = named < 0 ? named + rank : named;
    if (axis < 0 || axis >= rank) {
      invalid(`'axis'[${i}] = ${named} is out of valid range [0, ${rank - 1}`);
    }
    if (axes.has(axis)) invalid(`axis ${axis} specified more than once.`);
    axes.add(axis);
  });
  return reverse(call, (axis) => axes.has(axis));
};

const reverseV1: Kernel = (call) => {
  const [x, dims] = [call.input(0), call.input(1)];
  if (dims.shape.length !== 1) invalid(`'dims' must be 1-dimension, not ${dims.shape.length}`);
  const count = dims.shape[0]!;
  if (count !== x.shape.length) {
    invalid(
      `'dims' must have the same number of values as 'input' has dimensions. 'input' has ${x.shape.length}'dims' has ${count} values`,
    );
  }
  const flags = dims.data as Uint8Array;
  return reverse(call, (axis) => flags[axis] === 1);
};

const roll: Kernel = (call) => {
  const [x, shift, axis] = [call.input(0), call.input(1), call.input(2)];
  const rank = x.shape.length;
  if (rank < 1) invalid('input must be 1-D or higher');
  const [shifts, axes] = [integersOf(shift), integersOf(axis)];
  if (shifts.length !== axes.length) invalid('shift and axis must have the same size');
  const by = new Array<number>(rank).fill(0);
  axes.forEach((named, i) => {
    const at = named < 0 ? named + rank : named;
    if (at < 0 || at >= rank) invalid(`axis ${at} is out of range`);
    by[at]! += shifts[i]!;
  });
  const places = x.shape.map((size, at) =>
    Int32Array.from({ length: size }, (_, place) => (((place - by[at]!) % size) + size) % size),
  );
  return [pick(x, places)];
};

const reverseSequence: Kernel = (call) => {
  const [x, lengths] = [call.input(0), integersOf(call.input(1))];
  const [seq, batch] = [call.int('seq_dim'), call.int('batch_dim', 0)];
  if (lengths.length !== x.shape[batch]) {
    invalid(
      `Length of seq_lengths != input.dims(${batch}), (${lengths.length} vs. ${x.shape[batch]})`,
    );
  }
  const tooLong = lengths.findIndex((length) => length > x.shape[seq]!);
  if (tooLong >= 0) invalid(`seq_lens(${tooLong}) > input.dims(${seq})`);
  const strides = stridesOf(x.shape);
  const positions = new Int32Array(elementCount(x.shape));
  for (let i = 0; i < positions.length; i++) {
    const place = Math.floor(i / strides[seq]!) % x.shape[seq]!;
    const length = lengths[Math.floor(i / strides[batch]!) % x.shape[batch]!]!;
    positions[i] = place < length ? i + (length - 1 - 2 * place) * strides[seq]! : i;
  }
  return [take(x, x.shape, positions)];
};

const invertPermutation: Kernel = (call) => {
  const x = call.input(0);
  if (x.shape.length !== 1) invalid('invert_permutation expects a 1D vector.');
  const order = integersOf(x);
  const out = newNumbers(x.dtype, order.length);
  const seen = new Set<number>();
  order.forEach((to, i) => {
    if (to < 0 || to >= order.length) invalid(`${to} is not between 0 and ${order.length}`);
    if (seen.has(to)) invalid(`${to} is duplicated in the input.`);
    seen.add(to);
    out[to] = isBig(x.dtype) ? literal(x.dtype, i) : i;
  });
  return [tensorOf(x.dtype, x.shape, out)];
};

export const TRANSPOSE: Kernels = {
  Transpose: transpose,
  Reverse: reverseV1,
  ReverseV2: reverseV2,
  ReverseSequence: reverseSequence,
  Roll: roll,
  InvertPermutation: invertPermutation,
};
