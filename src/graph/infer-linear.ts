/** Products, convolutions, pooling and soft-max. */
import {
  declare,
  FLOATS,
  INDEX,
  like,
  NUMBERS,
  type InferContext,
  type OpDeclaration,
} from './declaration';
import type { Shape } from './graph';
import { broadcastShapes, mergeDim, requireRank, requireRankAtLeast, ShapeError } from './shapes';

type Dim = number | null;

const MATMUL_TYPES = [...FLOATS, 'int32', 'int64', 'uint8', 'uint16', 'uint32'] as const;

/** Rows and columns of the last two dimensions, swapped if transposed. */
function matrixDims(shape: Shape, transposed: boolean): [Dim, Dim] {
  const [rows, columns] = shape.slice(-2) as [Dim, Dim];
  return transposed ? [columns, rows] : [rows, columns];
}

function inferMatMul(node: InferContext) {
  requireRank(node.shape(0), 2);
  requireRank(node.shape(1), 2);
  const [rows, inner] = matrixDims(node.shape(0), node.attrs['transpose_a'] === true);
  const [other, columns] = matrixDims(node.shape(1), node.attrs['transpose_b'] === true);
  mergeDim(inner, other);
  return like(node, [rows, columns]);
}

function inferBatchMatMul(node: InferContext) {
  requireRankAtLeast(node.shape(0), 2);
  requireRankAtLeast(node.shape(1), 2);
  const [rows, inner] = matrixDims(node.shape(0), node.attrs['adj_x'] === true);
  const [other, columns] = matrixDims(node.shape(1), node.attrs['adj_y'] === true);
  mergeDim(inner, other);
  const batch = broadcastShapes(node.shape(0).slice(0, -2), node.shape(1).slice(0, -2));
  return like(node, [...batch, rows, columns]);
}

function inferBiasAdd(node: InferContext) {
  requireRankAtLeast(node.shape(0), 2);
  requireRank(node.shape(1), 1);
  mergeDim(node.shape(0).at(-1)!, node.shape(1)[0]!);
  return like(node, node.shape(0));
}

/** Output length of a window of `size` that moves by `stride` (TensorFlow's padding arithmetic). */
function windowedDim(input: Dim, size: Dim, stride: number, padding: string): Dim {
  if (input === null || size === null) return null;
  if (padding === 'SAME') return Math.ceil(input / stride);
  if (size > input)
    throw new ShapeError(`Negative dimension size caused by subtracting ${size} from ${input}`);
  return Math.floor((input - size) / stride) + 1;
}

/** Height and width after a window of [height, width] with the node's strides, dilations and padding. */
function windowed(node: InferContext, size: readonly Dim[]): Dim[] {
  const strides = node.attrs['strides'] as readonly number[];
  const dilations = (node.attrs['dilations'] as readonly number[] | undefined) ?? [1, 1, 1, 1];
  const padding = node.attrs['padding'] as string;
  return [1, 2].map((axis) => {
    const kernel = size[axis - 1]!;
    const effective = kernel === null ? null : (kernel - 1) * dilations[axis]! + 1;
    return windowedDim(node.shape(0)[axis]!, effective, strides[axis]!, padding);
  });
}

function inferConv2D(node: InferContext) {
  const [input, filter] = [node.shape(0), node.shape(1)];
  requireRank(input, 4);
  requireRank(filter, 4);
  checkGroups(input[3]!, filter[2]!, filter[3]!);
  const [height, width] = windowed(node, filter.slice(0, 2));
  return like(node, [input[0]!, height!, width!, filter[3]!]);
}

function checkGroups(depth: Dim, filterDepth: Dim, outputs: Dim): void {
  if (depth === null || filterDepth === null || outputs === null) return;
  if (depth % filterDepth !== 0)
    throw new ShapeError(
      `Depth of input (${depth}) is not a multiple of input depth of filter (${filterDepth})`,
    );
  const groups = depth / filterDepth;
  if (outputs % groups !== 0)
    throw new ShapeError(
      `Depth of output (${outputs}) is not a multiple of the number of groups (${groups})`,
    );
}

function inferDepthwise(node: InferContext) {
  const [input, filter] = [node.shape(0), node.shape(1)];
  requireRank(input, 4);
  requireRank(filter, 4);
  const depth = mergeDim(input[3]!, filter[2]!);
  const [height, width] = windowed(node, filter.slice(0, 2));
  const channels = depth === null || filter[3] === null ? null : depth * filter[3]!;
  return like(node, [input[0]!, height!, width!, channels]);
}

function inferPool(node: InferContext) {
  const input = node.shape(0);
  requireRank(input, 4);
  const [height, width] = windowed(node, (node.attrs['ksize'] as readonly number[]).slice(1, 3));
  return like(node, [input[0]!, height!, width!, input[3]!]);
}

const softmax = declare('logits:T', { T: FLOATS }, {}, (node) => {
  requireRankAtLeast(node.shape(0), 1);
  return like(node, node.shape(0));
});

const NHWC = { data_format: 'NHWC' };
const CONV = { ...NHWC, dilations: [1, 1, 1, 1] };

export const LINEAR: Readonly<Record<string, OpDeclaration>> = {
  MatMul: declare(
    'a:T b:T',
    { T: MATMUL_TYPES },
    { transpose_a: false, transpose_b: false },
    inferMatMul,
  ),
  BatchMatMulV2: declare(
    'x:T y:T',
    { T: [...MATMUL_TYPES, 'int16'] },
    { adj_x: false, adj_y: false },
    inferBatchMatMul,
  ),
  BiasAdd: declare('value:T bias:T', { T: NUMBERS }, NHWC, inferBiasAdd),
  Conv2D: declare('input:T filter:T', { T: [...FLOATS, 'int32'] }, CONV, inferConv2D),
  DepthwiseConv2dNative: declare('input:T filter:T', { T: FLOATS }, CONV, inferDepthwise),
  MaxPool: declare('input:T', { T: NUMBERS }, NHWC, inferPool),
  AvgPool: declare('value:T', { T: FLOATS }, NHWC, inferPool),
  Softmax: softmax,
  LogSoftmax: softmax,
  InTopKV2: declare('predictions:float32 targets:T k:T', { T: INDEX }, {}, (node) => {
    requireRank(node.shape(0), 2);
    requireRank(node.shape(1), 1);
    return { dtype: 'bool', shape: [mergeDim(node.shape(0)[0]!, node.shape(1)[0]!)] };
  }),
};
