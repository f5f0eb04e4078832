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
  ])('%s', (message, make) => {
    builder = new g.GraphBuilder();
    expect(make).toThrow(message);
  });
});
