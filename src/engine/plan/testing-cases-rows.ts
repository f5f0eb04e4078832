/** Cases of reductions, soft-max and of what moves elements. */
import type { SymbolicTensor } from '#graph';
import { array } from '../testing';
import { type CaseBuilder, type PlanCase, planCase } from './testing-case';

const REDUCED: readonly (readonly [string, readonly number[]])[] = [
  ['the last axis', [3]],
  ['the batch', [0]],
  ['places', [1, 2]],
  ['all but channels', [0, 1, 2]],
  ['axes apart', [1, 3]],
  ['the batch and channels', [0, 3]],
  ['everything', [0, 1, 2, 3]],
];

export const ROW_CASES: readonly PlanCase[] = [
  ...['Sum', 'Mean', 'Max', 'Min'].flatMap((op) =>
    REDUCED.map(([what, axes]) =>
      planCase(`${op} over ${what}`, (b) =>
        b.op(op, [images(b), array(axes, [axes.length], 'int32')]),
      ),
    ),
  ),
  planCase('Max of equals', (b) => b.variable(array([1, 3, 3, 3], [2, 2])).max(), {
    isSmooth: false,
  }),
  planCase('Sum that keeps its axes', (b) => images(b).sum({ axis: [1, 2], keepdims: true })),
  planCase(
    'All and Any',
    (b) => {
      const isPositive = b.input(6).greater(-0.3);
      return isPositive.all({ axis: 1 }).logical_or(isPositive.logical_not().any({ axis: 1 }));
    },
    { isConstant: true },
  ),
  planCase('Softmax', (b) => b.op('Softmax', [rows(b, 7)])),
  planCase('LogSoftmax', (b) => b.op('LogSoftmax', [rows(b, 7)])),
  planCase('Softmax of large numbers', (b) => b.op('Softmax', [rows(b, 5).mul(200)]), {
    isSmooth: false,
  }),
  planCase('cross-entropy of class numbers', (b) => crossEntropy(b, oneHot(b.labels(2, 0, 4)))),
  planCase('cross-entropy of class numbers outside', (b) =>
    crossEntropy(b, oneHot(b.labels(-1, 5, 1))),
  ),
  planCase('cross-entropy of class numbers as floats', (b) =>
    crossEntropy(b, oneHot(b.feed([], array([2, 0, 4])).cast('int32'))),
  ),
  planCase('cross-entropy of distributions', (b) => crossEntropy(b, b.input(5).square())),
  planCase('cross-entropy of trained distributions', (b) => crossEntropy(b, rows(b, 5).square())),
  planCase('mean cross-entropy times the batch', (b) => {
    const loss = crossEntropy(b, oneHot(b.labels(2, 0, 4))).mean();
    return loss.mul(b.op('Shape', [b.input()]).at(0).cast('float32'));
  }),
  planCase('ArgMax', (b) => b.input(6).argmax(), { isConstant: true }),
  planCase('ArgMax of equals', (b) => b.op('Round', [b.input(6)]).argmax(-1, 'int32'), {
    isConstant: true,
  }),
  planCase('ArgMax over a middle axis', (b) => b.input(4, 3).argmax(1), { isConstant: true }),
  planCase('ArgMin', (b) => b.op('ArgMin', [b.input(6), 1]), { isConstant: true }),
  planCase('OneHot with other values', (b) => b.op('OneHot', [b.labels(1, 3, -1), 3, 0.9, 0.05]), {
    isConstant: true,
  }),
  planCase(
    'OneHot in the middle',
    (b) => b.op('OneHot', [b.input(4).mul(6).cast('int32'), 3, 1.5, 0.5], { axis: 1 }),
    {
      isConstant: true,
    },
  ),
  planCase('InTopKV2', (b) => b.op('InTopKV2', [b.input(5), b.labels(0, 3, 4), 2]), {
    isConstant: true,
  }),
  planCase('ConcatV2', (b) => b.op('ConcatV2', [rows(b, 2), b.input(3), rows(b, 1), 1])),
  planCase('ConcatV2 of channels', (b) => b.op('ConcatV2', [images(b), b.input(2, 3, 1), -1])),
  planCase('Pack', (b) => b.op('Pack', [rows(b, 3), rows(b, 3)], { axis: 1 })),
  planCase('Unpack', (b) => b.op('Unpack', [images(b)], { num: 3, axis: 2 })),
  planCase('Slice', (b) => b.op('Slice', [images(b), [0, 1, 0, 1], [-1, 1, 3, 2]])),
  planCase('StridedSlice', (b) =>
    b.op('StridedSlice', [images(b), [0, 0, 1], [0, 1, 3], [1, 1, 1]], {
      begin_mask: 1,
      end_mask: 1,
      shrink_axis_mask: 2,
    }),
  ),
  planCase('Pad', (b) => b.op('Pad', [images(b), pads(0, 0, 1, 2, 3, 0, 0, 0)])),
  planCase('Pad of rows', (b) => b.op('Pad', [rows(b, 4), pads(0, 0, 2, 1)])),
  planCase('Transpose', (b) => images(b).transpose([0, 3, 1, 2])),
  planCase('Transpose of a matrix', (b) => b.weight(5, 3).transpose()),
  planCase('Transpose of five axes', (b) => b.weight(2, 3, 2, 2, 3).transpose([3, 1, 4, 0, 2])),
  planCase('Tile', (b) => b.op('Tile', [b.weight(2, 3), array([2, 3], [2], 'int32')])),
  planCase('BroadcastTo', (b) =>
    b.op('BroadcastTo', [b.weight(3, 1), array([2, 3, 4], [3], 'int32')]),
  ),
  planCase('Reshape, Squeeze, ExpandDims', (b) =>
    rows(b, 6).reshape([-1, 2, 3]).expand_dims(2).square().squeeze(2),
  ),
  planCase('Reshape that folds the batch', (b) => rows(b, 6).reshape([-1, 2]).mul(b.weight(2))),
  planCase('ZerosLike and OnesLike', (b) => {
    const x = rows(b, 3);
    return b
      .op('OnesLike', [x])
      .mul(b.weight(3))
      .add(b.op('ZerosLike', [x]));
  }),
];

function images(b: CaseBuilder): SymbolicTensor {
  return b
    .input(2, 3, 4)
    .mul(b.positive(4))
    .add(b.weight(2, 3, 1));
}

/** A batch that moves with a variable. */
function rows(b: CaseBuilder, size: number): SymbolicTensor {
  return b.input(size).add(b.weight(size));
}

function oneHot(labels: SymbolicTensor): SymbolicTensor {
  return labels.builder.addNode('OneHot', [labels, 5, 1, 0], { T: { type: 'float32' } });
}

function crossEntropy(b: CaseBuilder, target: SymbolicTensor): SymbolicTensor {
  const log = b.op('LogSoftmax', [rows(b, 5).mul(3)]);
  return target.mul(log).sum({ axis: -1 }).neg();
}

function pads(...amounts: readonly number[]) {
  return array(amounts, [amounts.length / 2, 2], 'int32');
}
