/** Convolutions and pooling: windows that move over images. */
import { ints, listAttr, text, type } from './attr-declaration';
import { declare, FLOATS, NUMBERS, type InferContext, type OpDeclaration } from './declaration';
import type { Shape } from './graph';
import { mergeDim, requireRank, ShapeError, type Dim } from './shapes';

/** Where rows, columns and channels are. */
function axesOf(node: InferContext): { rows: number; columns: number; channels: number } {
  const isFirst = node.attrs['data_format'] === 'NCHW';
  return isFirst ? { rows: 2, columns: 3, channels: 1 } : { rows: 1, columns: 2, channels: 3 };
}

function fourOf(node: InferContext, attr: string): readonly number[] {
  const list = listAttr(node.attrs, attr);
  if (list.length === 4 && list.every((value) => value > 0)) return list;
  throw new ShapeError(
    `Sliding window ${attr} must contain 4 positive values, but are [${list.join(',')}]`,
  );
}

/** Output length of a window of `size` that moves by `stride` (TensorFlow's padding arithmetic). */
function windowedDim(input: Dim, size: Dim, stride: number, padding: string): Dim {
  if (input === null || size === null) return null;
  if (padding === 'SAME') return Math.ceil(input / stride);
  if (size > input)
    throw new ShapeError(`Negative dimension size caused by subtracting ${size} from ${input}`);
  return Math.floor((input - size) / stride) + 1;
}

/** Zeros that explicit padding adds along an axis. */
function paddedBy(node: InferContext, axis: number): number {
  if (node.attrs['padding'] !== 'EXPLICIT') return 0;
  const paddings = listAttr(node.attrs, 'explicit_paddings');
  if (paddings.length !== 8 || paddings.some((value) => value < 0))
    throw new ShapeError('Explicit padding must have 8 non-negative values');
  return paddings[2 * axis]! + paddings[2 * axis + 1]!;
}

/** The input's shape with rows and columns after a window of [rows, columns], and other channels. */
function windowed(node: InferContext, size: readonly Dim[], channels: Dim): Shape {
  const input = node.shape(0);
  const axes = axesOf(node);
  const strides = fourOf(node, 'strides');
  const dilations = node.attrs['dilations'] ? fourOf(node, 'dilations') : [1, 1, 1, 1];
  const out = [...input];
  [axes.rows, axes.columns].forEach((axis, side) => {
    const kernel = size[side]!;
    const effective = kernel === null ? null : (kernel - 1) * dilations[axis]! + 1;
    const dim = input[axis]!;
    const padded = dim === null ? null : dim + paddedBy(node, axis);
    out[axis] = windowedDim(padded, effective, strides[axis]!, node.attrs['padding'] as string);
  });
  out[axes.channels] = channels;
  return out;
}

function inferConv2D(node: InferContext): Shape {
  const [input, filter] = [node.shape(0), node.shape(1)];
  requireRank(input, 4);
  requireRank(filter, 4);
  checkGroups(input[axesOf(node).channels]!, filter[2]!, filter[3]!);
  return windowed(node, filter.slice(0, 2), filter[3]!);
}

function checkGroups(depth: Dim, filterDepth: Dim, outputs: Dim): void {
  if (depth === null || filterDepth === null || outputs === null) return;
  if (filterDepth === 0 || depth % filterDepth !== 0)
    throw new ShapeError(
      `Depth of input (${depth}) is not a multiple of input depth of filter (${filterDepth})`,
    );
  const groups = depth / filterDepth;
  if (outputs % groups !== 0)
    throw new ShapeError(
      `Depth of output (${outputs}) is not a multiple of the number of groups (${groups})`,
    );
}

function inferDepthwise(node: InferContext): Shape {
  const [input, filter] = [node.shape(0), node.shape(1)];
  requireRank(input, 4);
  requireRank(filter, 4);
  const depth = mergeDim(input[axesOf(node).channels]!, filter[2]!);
  const channels = depth === null || filter[3] === null ? null : depth * filter[3]!;
  return windowed(node, filter.slice(0, 2), channels);
}

function inferPool(node: InferContext): Shape {
  requireRank(node.shape(0), 4);
  const ksize = fourOf(node, 'ksize');
  const { rows, columns, channels } = axesOf(node);
  return windowed(node, [ksize[rows]!, ksize[columns]!], node.shape(0)[channels]!);
}

/** The sizes are an input; what of them is not known before running comes from the gradient and the filter. */
function inferBackpropInput(node: InferContext): Shape {
  const [filter, gradient] = [node.shape(1), node.shape(2)];
  requireRank(filter, 4);
  requireRank(gradient, 4);
  fourOf(node, 'strides');
  const { channels } = axesOf(node);
  mergeDim(gradient[channels]!, filter[3]!);
  const sizes = node.sizes(0);
  // A pair names height and width alone.
  const [rows, columns] = sizes.length === 2 ? sizes : [sizes[1]!, sizes[2]!];
  if (sizes.length === 4) {
    const batch = sizes[0] ?? gradient[0]!;
    return channels === 3
      ? [batch, rows!, columns!, sizes[3] ?? filter[2]!]
      : [batch, sizes[1] ?? filter[2]!, sizes[2]!, sizes[3]!];
  }
  if (sizes.length !== 2)
    throw new ShapeError(
      'Conv2DBackpropInput requires input_sizes to contain 4 values or 2 values',
    );
  return channels === 3
    ? [gradient[0]!, rows!, columns!, filter[2]!]
    : [gradient[0]!, filter[2]!, rows!, columns!];
}

const FORMAT = { padding: text(), data_format: text('NHWC') };
const CONV = {
  strides: ints(),
  ...FORMAT,
  explicit_paddings: ints([]),
  dilations: ints([1, 1, 1, 1]),
};
const POOL = { ksize: ints(), strides: ints(), ...FORMAT };

export const WINDOWS: Readonly<Record<string, OpDeclaration>> = {
  Conv2D: declare(
    'input:T filter:T -> output:T',
    { T: type([...FLOATS, 'int32']), ...CONV },
    inferConv2D,
  ),
  DepthwiseConv2dNative: declare(
    'input:T filter:T -> output:T',
    { T: type(FLOATS), ...CONV },
    inferDepthwise,
  ),
  Conv2DBackpropInput: declare(
    'input_sizes:int32 filter:T out_backprop:T -> output:T',
    { T: type([...FLOATS, 'int32']), ...CONV },
    inferBackpropInput,
  ),
  MaxPool: declare(
    'input:T -> output:T',
    {
      T: type(NUMBERS.filter((dtype) => dtype !== 'uint32')),
      ...POOL,
      explicit_paddings: ints([]),
    },
    inferPool,
  ),
  AvgPool: declare('value:T -> output:T', { T: type(FLOATS), ...POOL }, inferPool),
};
