/** Where filters lie on images. */
import type { Padding } from '#formats/tflite';
import type { Node } from '../node';

export interface Axis {
  readonly input: number;
  readonly output: number;
  readonly filter: number;
  readonly stride: number;
  readonly dilation: number;
  /** Rows or columns of padding before the image. */
  readonly before: number;
}

export interface Window {
  readonly y: Axis;
  readonly x: Axis;
}

interface Sizes {
  readonly input: number;
  readonly filter: number;
  readonly stride: number;
  readonly dilation?: number;
}

/** How a filter moves along one axis, as TensorFlow's SAME and VALID have it. */
export function axisOf(node: Node, padding: Padding, sizes: Sizes): Axis {
  const { input, filter, stride, dilation = 1 } = sizes;
  const isSound = [filter, stride, dilation].every((n) => Number.isInteger(n) && n > 0);
  node.ensure(
    isSound,
    `Filter ${filter}, stride ${stride} and dilation ${dilation} must be positive.`,
  );
  const extent = (filter - 1) * dilation + 1;
  const covered = padding === 'SAME' ? input : input - extent + 1;
  const output = Math.ceil(covered / stride);
  node.ensure(output >= 0, `A filter of ${extent} does not fit into ${input}.`);
  const total = Math.max((output - 1) * stride + extent - input, 0);
  return { input, output, filter, stride, dilation, before: Math.floor(total / 2) };
}

/** First and last+1 place of the filter that lie inside the image, for an output place. */
export function inside(
  axis: Axis,
  place: number,
): { readonly start: number; readonly end: number } {
  const origin = place * axis.stride - axis.before;
  const start = Math.max(0, Math.ceil(-origin / axis.dilation));
  const end = Math.min(axis.filter, Math.ceil((axis.input - origin) / axis.dilation));
  return { start, end };
}
