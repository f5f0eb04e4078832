/** Products of matrices, soft-max, and what else is not a window over an image. */
import { bool, text, type } from './attr-declaration';
import {
  declare,
  FLOATS,
  INDEX,
  NUMBERS,
  type InferContext,
  type OpDeclaration,
} from './declaration';
import { einsumShape } from './einsum';
import type { Shape } from './graph';
import { broadcastShapes, mergeDim, requireRank, requireRankAtLeast, type Dim } from './shapes';

const MATMUL_TYPES = [...FLOATS, 'int32', 'int64', 'uint8', 'uint16', 'uint32'] as const;

/** Rows and columns of the last two dimensions, swapped if transposed. */
function matrixDims(shape: Shape, transposed: boolean): [Dim, Dim] {
  const [rows, columns] = shape.slice(-2) as [Dim, Dim];
  return transposed ? [columns, rows] : [rows, columns];
}

function inferMatMul(node: InferContext): Shape {
  requireRank(node.shape(0), 2);
  requireRank(node.shape(1), 2);
  const [rows, inner] = matrixDims(node.shape(0), node.attrs['transpose_a'] === true);
  const [other, columns] = matrixDims(node.shape(1), node.attrs['transpose_b'] === true);
  mergeDim(inner, other);
  return [rows, columns];
}

function inferBatchMatMul(node: InferContext): Shape {
  requireRankAtLeast(node.shape(0), 2);
  requireRankAtLeast(node.shape(1), 2);
  const [rows, inner] = matrixDims(node.shape(0), node.attrs['adj_x'] === true);
  const [other, columns] = matrixDims(node.shape(1), node.attrs['adj_y'] === true);
  mergeDim(inner, other);
  const batch = broadcastShapes(node.shape(0).slice(0, -2), node.shape(1).slice(0, -2));
  return [...batch, rows, columns];
}

function inferBiasAdd(node: InferContext): Shape {
  const [value, bias] = [node.shape(0), node.shape(1)];
  const isFirst = node.attrs['data_format'] === 'NCHW';
  requireRankAtLeast(value, 2);
  requireRank(bias, 1);
  mergeDim(value.at(isFirst ? 1 : -1)!, bias[0]!);
  return value;
}

const softmaxShape = (node: InferContext): Shape => {
  requireRankAtLeast(node.shape(0), 1);
  return node.shape(0);
};

const ADJOINT = { adj_x: bool(false), adj_y: bool(false) };
const V3_TYPES = [...FLOATS, 'int16', ...INDEX] as const;

export const LINEAR: Readonly<Record<string, OpDeclaration>> = {
  MatMul: declare(
    'a:T b:T -> product:T',
    { T: type(MATMUL_TYPES), transpose_a: bool(false), transpose_b: bool(false) },
    inferMatMul,
  ),
  BatchMatMul: declare(
    'x:T y:T -> output:T',
    { T: type([...FLOATS, ...INDEX]), ...ADJOINT },
    inferBatchMatMul,
  ),
  BatchMatMulV2: declare(
    'x:T y:T -> output:T',
    { T: type([...MATMUL_TYPES, 'int16']), ...ADJOINT },
    inferBatchMatMul,
  ),
  BatchMatMulV3: declare(
    'x:Ta y:Tb -> output:Tout',
    {
      Ta: type([...V3_TYPES, 'uint8', 'int8']),
      Tb: type([...V3_TYPES, 'uint8', 'int8']),
      Tout: type(V3_TYPES),
      ...ADJOINT,
    },
    inferBatchMatMul,
  ),
  Einsum: declare('inputs:T*N -> output:T', { T: type(), equation: text() }, (node) =>
    einsumShape(
      node.attrs['equation'] as string,
      node.inputs.map(({ shape }) => shape),
    ),
  ),
  BiasAdd: declare(
    'value:T bias:T -> output:T',
    { T: type(NUMBERS), data_format: text('NHWC') },
    inferBiasAdd,
  ),
  L2Loss: declare('t:T -> output:T', { T: type(FLOATS) }, () => []),
  Softmax: declare('logits:T -> softmax:T', { T: type(FLOATS) }, softmaxShape),
  LogSoftmax: declare('logits:T -> logsoftmax:T', { T: type(FLOATS) }, softmaxShape),
  InTopKV2: declare(
    'predictions:float32 targets:T k:T -> precision:bool',
    { T: type(INDEX) },
    (node) => {
      requireRank(node.shape(0), 2);
      requireRank(node.shape(1), 1);
      return [mergeDim(node.shape(0)[0]!, node.shape(1)[0]!)];
    },
  ),
};
