import { describe, expect, it } from 'vitest';
import type { DType } from '#tensor';
import * as g from '.';
import type { Shape, SymbolicTensor } from '.';

const p = (...shape: (number | null)[]) => typed('float32', shape);

let builder = new g.GraphBuilder();
function typed(dtype: DType, shape: Shape): SymbolicTensor {
  return builder.placeholder('x', { dtype, shape });
}

const valid = { strides: [1, 1], padding: 'VALID' } as const;

/** Paddings of one dimension. */
const table = (before: number, after: number) => builder.constant([[before, after]]);

type Case = [string, () => SymbolicTensor, Shape];

describe('shapes that TensorFlow infers', () => {
  it.each<Case>([
    ['broadcasting', () => p(null, 1, 3).add(p(4, 1)), [null, 4, 3]],
    ['MatMul transposed', () => g.matMul(p(3, null), p(3, 5), { transpose_a: true }), [null, 5]],
    ['BatchMatMulV2', () => g.batchMatMulV2(p(null, 2, 3), p(3, 4)), [null, 2, 4]],
    [
      'Conv2D dilated',
      () => g.conv2D(p(null, 9, 9, 1), p(3, 3, 1, 8), { ...valid, dilations: [2, 2] }),
      [null, 5, 5, 8],
    ],
    ['Conv2D in groups', () => g.conv2D(p(1, 4, 4, 4), p(2, 2, 2, 6), valid), [1, 3, 3, 6]],
    [
      'DepthwiseConv2dNative',
      () => g.depthwiseConv2dNative(p(null, 5, 5, 3), p(3, 3, 3, 2), valid),
      [null, 3, 3, 6],
    ],
    [
      'MaxPool SAME',
      () => g.maxPool(p(null, 7, 7, 2), { ksize: [2, 2], strides: [2, 2], padding: 'SAME' }),
      [null, 4, 4, 2],
    ],
    ['Reshape with -1', () => p(4, 6).reshape([-1, 3]), [8, 3]],
    ['Reshape of an unknown batch', () => p(null, 6).reshape([-1, 3]), [null, 3]],
    [
      'Reshape by a packed shape',
      () => g.reshape(p(null, 6), g.pack([g.shape(p(5, 1)).at(0), 2])),
      [5, 2],
    ],
    ['Mean', () => p(null, 3, 4).mean({ axis: [1, -1] }), [null]],
    ['Sum with kept dimensions', () => p(null, 3).sum({ axis: 1, keepdims: true }), [null, 1]],
    ['ArgMax', () => p(null, 10).argmax(-1), [null]],
    ['Squeeze', () => p(1, 3, 1).squeeze(), [3]],
    ['ExpandDims', () => p(2, 3).expand_dims(-1), [2, 3, 1]],
    ['Transpose', () => p(2, 3, 4).transpose([2, 0, 1]), [4, 2, 3]],
    ['ConcatV2', () => g.concatV2([p(null, 3), p(null, 4)], -1), [null, 7]],
    ['Pack', () => g.pack([p(2, 3), p(2, 3)], 1), [2, 2, 3]],
    [
      'Pad',
      () =>
        g.pad(p(null, 3), [
          [0, 0],
          [1, 2],
        ]),
      [null, 6],
    ],
    ['GatherV2', () => g.gatherV2(p(5, 3), typed('int32', [2, 2]), 1), [5, 2, 2]],
    ['OneHot', () => g.oneHot(typed('uint8', [null]), 10), [null, 10]],
    ['SelectV2', () => g.selectV2(p(3).greater(0), p(2, 3), 0), [2, 3]],
    ['StridedSlice of rows', () => p(10, 3).slice(2, -1), [7, 3]],
    ['StridedSlice of one element', () => p(10, 3).at(-1, 0), []],
    [
      'StridedSlice backwards',
      () =>
        g.stridedSlice(p(10), { begin: [0], end: [0], strides: [-3], begin_mask: 1, end_mask: 1 }),
      [4],
    ],
    ['RandomUniform', () => g.randomUniform(g.shape(p(null, 4))), [null, 4]],
    ['Tile', () => g.tile(p(null, 2), [1, 3]), [null, 6]],
    ['Fill', () => g.fill([2, 3], p()), [2, 3]],
    [
      'Conv2DBackpropInput of an unknown batch',
      () => {
        const above = p(null, 4, 4, 8);
        const batch = g.shape(above).at(0);
        const size = builder.addNode('Pack', [batch, 8, 8, 3]);
        const attrs = { strides: [1, 2, 2, 1], padding: 'SAME' };
        return builder.addNode('Conv2DBackpropInput', [size, p(3, 3, 3, 8), above], attrs);
      },
      [null, 8, 8, 3],
    ],
    [
      'Conv2D with explicit padding',
      () =>
        builder.addNode('Conv2D', [p(null, 5, 5, 1), p(3, 3, 1, 2)], {
          strides: [1, 1, 1, 1],
          padding: 'EXPLICIT',
          explicit_paddings: [0, 0, 1, 1, 0, 2, 0, 0],
        }),
      [null, 5, 5, 2],
    ],
    [
      'SpaceToBatchND of an unknown batch',
      () => builder.addNode('SpaceToBatchND', [p(null, 4, 2), [2], table(1, 1)]),
      [null, 3, 2],
    ],
    [
      'Einsum with an ellipsis',
      () => builder.addNode('Einsum', [p(null, 3, 4), p(4, 5)], { equation: '...x,xy->...y' }),
      [null, 3, 5],
    ],
    ['InTopKV2', () => g.inTopKV2(p(null, 10), typed('int32', [null]), 5), [null]],
  ])('%s', (_name, make, shape) => {
    builder = new g.GraphBuilder();
    expect(make().shape).toEqual(shape);
  });
});

describe("mistakes in TensorFlow's words", () => {
  it.each<[string, () => SymbolicTensor]>([
    [
      "Dimensions must be equal, but are 784 and 10 for '{{node MatMul}} = MatMul[T=DT_FLOAT, transpose_a=false, transpose_b=false](x, x_1)' with input shapes: [?,784], [10,20].",
      () => g.matMul(p(null, 784), p(10, 20)),
    ],
    ['Shape must be rank 2 but is rank 3', () => g.matMul(p(null, 784, 3), p(10, 20))],
    ['Dimensions must be equal, but are 3 and 4', () => p(null, 3).add(p(4))],
    [
      "Value passed to parameter 'x' has DataType int32 not in list of allowed values",
      () => typed('int32', [2]).exp(),
    ],
    [
      'Negative dimension size caused by subtracting 5 from 3',
      () => g.conv2D(p(null, 3, 3, 1), p(5, 5, 1, 8), valid),
    ],
    [
      'Depth of input (3) is not a multiple of input depth of filter (2)',
      () => g.conv2D(p(null, 3, 3, 3), p(2, 2, 2, 7), valid),
    ],
    [
      'Cannot reshape a tensor with 6 elements to shape [4,2] (8 elements)',
      () => p(2, 3).reshape([4, 2]),
    ],
    ['Dimension size must be evenly divisible by 4 but is 6', () => p(2, 3).reshape([-1, 4])],
    [
      'Invalid reduction dimension 2 for input with 2 dimensions.',
      () => p(null, 3).mean({ axis: 2 }),
    ],
    [
      'Dimension 0 in both shapes must be equal, but are 3 and 4. Shapes are [3] and [4].',
      () => g.concatV2([p(null, 3), p(null, 4)], 0),
    ],
    ['slice index 5 of dimension 0 out of bounds.', () => p(2, 3).at(5)],
    ['Can not squeeze dim[0], expected a dimension of 1, got 2', () => p(2, 3).squeeze(0)],
    ['perm dim 2 is out of range of input rank 2', () => p(2, 3).transpose([0, 2])],
    ['dim 4 not in the interval [-3, 2].', () => p(2, 3).expand_dims(4)],
    [
      "Expected exactly one '->' in einsum equation: ij,jk",
      () => builder.addNode('Einsum', [p(2, 3), p(3, 4)], { equation: 'ij,jk' }),
    ],
    [
      'Expected input with rank 3 for einsum equation ijk->k but got rank 2',
      () => builder.addNode('Einsum', [p(2, 3)], { equation: 'ijk->k' }),
    ],
    [
      'Einsum equation ij->il has the output subscript l, which no input has',
      () => builder.addNode('Einsum', [p(2, 3)], { equation: 'ij->il' }),
    ],
    [
      'Number of ways to split should evenly divide the split dimension, but got split_dim 1 (size = 3) and num_split 2',
      () => builder.addNode('Split', [1, p(2, 3)], { num_split: 2 }),
    ],
    [
      'Attr num_split must lie between 1 and 65536, but is 1000000000',
      () => builder.addNode('Split', [1, p(2, null)], { num_split: 1e9 }),
    ],
    [
      'paddings must be no greater than the dimension size: 3 greater than 2',
      () => builder.addNode('MirrorPad', [p(3), table(3, 0)], { mode: 'REFLECT' }),
    ],
    [
      'Incompatible shapes: [2,3] cannot be broadcast to [1,3]',
      () => builder.addNode('BroadcastTo', [p(2, 3), [1, 3]]),
    ],
    [
      'input must have last dimension >= k = 4 but is 3',
      () => builder.addNode('TopKV2', [p(2, 3), 4]),
    ],
    [
      'Sliding window ksize must contain 4 positive values, but are [2,2]',
      () =>
        builder.addNode('MaxPool', [p(null, 4, 4, 1)], {
          ksize: [2, 2],
          strides: [1, 1, 1, 1],
          padding: 'SAME',
        }),
    ],
  ])('%s', (message, make) => {
    builder = new g.GraphBuilder();
    expect(make).toThrow(message);
  });
});
