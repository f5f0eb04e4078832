/** StridedSlice and its gradient, made of slices, pads and reshapes. */
import * as tf from '@tensorflow/tfjs-core';
import { type DimSlice, resolveSlice, sliceSpec } from '#graph';
import { sizeOf } from '#tensor';
import type { GradientCall, OpCall } from '../call';
import { pad, reverse } from '../ranks';

/** What the node takes of an input of its shape. */
function resolved(call: OpCall): ReturnType<typeof resolveSlice> {
  const bounds = [call.numbers(1), call.numbers(2), call.numbers(3)] as const;
  return resolveSlice(
    call.shape(0),
    sliceSpec(bounds, (name) => call.number(name, 0)),
  );
}

export function stridedSlice(call: OpCall): tf.Tensor {
  const x = call.tensor(0);
  const { dims, shape } = resolved(call);
  const { forward, reversed } = forwardSlices(x.shape, dims);
  const turned = reverse(x, reversed);
  const window = tf.slice(turned, ...windowOf(x.shape, forward));
  const taken = forward.reduce((result, dim, axis) => takeEvery(result, axis, dim), window);
  return tf.reshape(taken, [...shape]);
}

/** Puts every element back where it was taken from, among zeros. */
export function stridedSliceGradient({ call, dy }: GradientCall): [() => tf.Tensor] {
  return [
    () => {
      const input = call.shape(0);
      const { dims } = resolved(call);
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
      const full = pad(spaced, around);
      return reverse(full, reversed);
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
  return pad(
    x,
    x.shape.map((_, dim): [number, number] => [0, dim === axis ? missing : 0]),
  );
}
