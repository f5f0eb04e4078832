/**
 * StridedSlice and its gradient, made of slices, pads and reshapes.
 * Masks and negative indices as in https://www.tensorflow.org/api_docs/python/tf/raw_ops/StridedSlice.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { GradientCall, OpCall } from '../call';

export interface SliceSpec {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides: readonly number[];
  readonly masks: {
    readonly begin: number;
    readonly end: number;
    readonly ellipsis: number;
    readonly newAxis: number;
    readonly shrink: number;
  };
}

/** What to take of one dimension: `count` elements from `start`, every `stride`-th. */
interface DimSlice {
  readonly start: number;
  readonly count: number;
  readonly stride: number;
}

export interface ResolvedSlice {
  readonly dims: readonly DimSlice[];
  readonly shape: readonly number[];
}

export function sliceSpec(call: OpCall): SliceSpec {
  return {
    begin: call.numbers(1),
    end: call.numbers(2),
    strides: call.numbers(3),
    masks: {
      begin: call.number('begin_mask', 0),
      end: call.number('end_mask', 0),
      ellipsis: call.number('ellipsis_mask', 0),
      newAxis: call.number('new_axis_mask', 0),
      shrink: call.number('shrink_axis_mask', 0),
    },
  };
}

/** Works the masks out against a shape. */
export function resolveSlice(input: readonly number[], spec: SliceSpec): ResolvedSlice {
  const dims: DimSlice[] = [];
  const shape: number[] = [];
  const takeWhole = (until: number) => {
    while (dims.length < until) {
      const size = input[dims.length]!;
      dims.push({ start: 0, count: size, stride: 1 });
      shape.push(size);
    }
  };
  const isSet = (mask: number, index: number) => (mask & (1 << index)) !== 0;
  spec.begin.forEach((_, index) => {
    if (isSet(spec.masks.ellipsis, index)) {
      const rest = spec.begin.map((__, later) => later).slice(index + 1);
      const taken = rest.filter((later) => !isSet(spec.masks.newAxis, later)).length;
      takeWhole(input.length - taken);
    } else if (isSet(spec.masks.newAxis, index)) {
      shape.push(1);
    } else {
      const dim = resolveDim(input[dims.length]!, spec, index);
      dims.push(dim);
      if (!isSet(spec.masks.shrink, index)) shape.push(dim.count);
    }
  });
  takeWhole(input.length);
  return { dims, shape };
}

function resolveDim(size: number, spec: SliceSpec, index: number): DimSlice {
  const bit = 1 << index;
  const stride = spec.strides[index]!;
  const fromEnd = (value: number) => (value < 0 ? value + size : value);
  if (spec.masks.shrink & bit) return { start: fromEnd(spec.begin[index]!), count: 1, stride: 1 };
  const [low, high] = stride > 0 ? [0, size] : [-1, size - 1];
  const clamp = (value: number) => Math.min(Math.max(fromEnd(value), low), high);
  const start = spec.masks.begin & bit ? (stride > 0 ? low : high) : clamp(spec.begin[index]!);
  const end = spec.masks.end & bit ? (stride > 0 ? high : low) : clamp(spec.end[index]!);
  return { start, count: Math.max(0, Math.ceil((end - start) / stride)), stride };
}

export function stridedSlice(call: OpCall): tf.Tensor {
  const x = call.tensor(0);
  const { dims, shape } = resolveSlice(x.shape, sliceSpec(call));
  const { forward, reversed } = forwardSlices(x.shape, dims);
  const turned = reversed.length > 0 ? tf.reverse(x, reversed) : x;
  const window = tf.slice(turned, ...windowOf(x.shape, forward));
  const taken = forward.reduce((result, dim, axis) => takeEvery(result, axis, dim), window);
  return tf.reshape(taken, [...shape]);
}

/** Puts every element back where it was taken from, among zeros. */
export function stridedSliceGradient({ call, dy }: GradientCall): [() => tf.Tensor] {
  return [
    () => {
      const input = call.shape(0);
      const { dims } = resolveSlice(input, sliceSpec(call));
      const { forward, reversed } = forwardSlices(input, dims);
      const [starts, spans] = windowOf(input, forward);
      const counts = forward.map(({ count }) => count);
      const spaced = forward.reduce(
        (result, dim, axis) => spaceOut(result, axis, dim, spans[axis]!),
        tf.reshape(dy, counts),
      );
      const around = input.map((size, axis): [number, number] => [
        starts[axis]!,
        size - starts[axis]! - spans[axis]!,
      ]);
      const full = tf.pad(spaced, around);
      return reversed.length > 0 ? tf.reverse(full, reversed) : full;
    },
  ];
}

/** Slices with positive strides, of the input turned around along `reversed`. */
function forwardSlices(
  input: readonly number[],
  dims: readonly DimSlice[],
): { forward: DimSlice[]; reversed: number[] } {
  const reversed = dims.flatMap((dim, axis) => (dim.stride < 0 ? [axis] : []));
  const forward = dims.map((dim, axis) =>
    dim.stride < 0 ? { ...dim, start: input[axis]! - 1 - dim.start, stride: -dim.stride } : dim,
  );
  return { forward, reversed };
}

/** Starts and sizes of the smallest window that holds what is taken, with the gap behind each element if it fits. */
function windowOf(
  input: readonly number[],
  dims: readonly DimSlice[],
): [starts: number[], sizes: number[]] {
  const starts = dims.map(({ start, count }) => (count === 0 ? 0 : start));
  const sizes = dims.map(({ count, stride }, axis) =>
    Math.min(count * stride, input[axis]! - starts[axis]!),
  );
  return [starts, sizes];
}

/** Every `stride`-th element of an axis: pad to a whole number of groups and keep the first of each. */
function takeEvery(x: tf.Tensor, axis: number, { count, stride }: DimSlice): tf.Tensor {
  if (stride === 1 || count === 0) return x;
  const missing = count * stride - x.shape[axis]!;
  const padded = missing > 0 ? padAxis(x, axis, missing) : x;
  const inner = sizeOf(x.shape.slice(axis + 1));
  const groups = tf.reshape(padded, [-1, stride, inner]);
  const first = tf.slice(groups, [0, 0, 0], [groups.shape[0]!, 1, inner]);
  return tf.reshape(first, [...x.shape.slice(0, axis), count, ...x.shape.slice(axis + 1)]);
}

/** Undoes `takeEvery`: zeros between the elements, `span` elements in all. */
function spaceOut(
  x: tf.Tensor,
  axis: number,
  { count, stride }: DimSlice,
  span: number,
): tf.Tensor {
  if (stride === 1 || count === 0) return x;
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const inner = sizeOf(after);
  const groups = padAxis(tf.reshape(x, [-1, 1, inner]), 1, stride - 1);
  const whole = tf.reshape(groups, [...before, count * stride, ...after]);
  return tf.slice(
    whole,
    whole.shape.map(() => 0),
    [...before, span, ...after],
  );
}

function padAxis(x: tf.Tensor, axis: number, missing: number): tf.Tensor {
  return tf.pad(
    x,
    x.shape.map((_, dim): [number, number] => [0, dim === axis ? missing : 0]),
  );
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}
