/** Taking parts of tensors, by bounds or by indices. */
import type { LiteTensor } from '../lite/graph';
import { int32Operand } from './layout';
import type { NodeContext, Rule } from './node-context';
import { plainSlice } from './slice-masks';

const slice: Rule = (at) => {
  const operands = [int32Operand(at, 1, 'begin'), int32Operand(at, 2, 'size')];
  at.emit('SLICE', [at.input(0), ...operands], { type: 'SliceOptions' });
};

/** TFLite's op knows no ellipsis and no new axes: the first is written out, the second is a RESHAPE. */
const stridedSlice: Rule = (at) => {
  const bounds = ['begin', 'end', 'strides'].map((name, i) => at.integers(i + 1, name));
  const mask = (name: string) => at.attr<number>(`${name}_mask`);
  const isPlain = mask('ellipsis') === 0 && mask('new_axis') === 0;
  const spec = plainSlice(bounds, mask, at.shape(0).length);
  const names = ['begin', 'end', 'strides'] as const;
  const operands = names.map((name, i): LiteTensor =>
    isPlain ? int32Operand(at, i + 1, name) : at.int32(spec[name], name),
  );
  const options = {
    type: 'StridedSliceOptions',
    beginMask: spec.beginMask,
    endMask: spec.endMask,
    ellipsisMask: 0,
    newAxisMask: 0,
    shrinkAxisMask: spec.shrinkAxisMask,
  } as const;
  const inputs = [at.input(0), ...operands];
  if (mask('new_axis') === 0) return at.emit('STRIDED_SLICE', inputs, options);
  const sliced = at.add(
    'STRIDED_SLICE',
    inputs,
    [at.between('slice', withoutNewAxes(at, spec.newAxes))],
    options,
  );
  at.emit('RESHAPE', [sliced, at.shapeOperand(at.output(), 'shape')]);
};

function withoutNewAxes(at: NodeContext, newAxes: readonly number[]): LiteTensor {
  const result = at.output();
  const isKept = (_: unknown, axis: number) => !newAxes.includes(axis);
  return {
    ...result,
    shape: result.shape.filter(isKept),
    signature: result.signature.filter(isKept),
  };
}

const gather =
  (axisOf: (at: NodeContext) => number, batchDimsOf: (at: NodeContext) => number): Rule =>
  (at) =>
    at.emit('GATHER', [at.input(0), at.input(1)], {
      type: 'GatherOptions',
      axis: axisOf(at),
      batchDims: batchDimsOf(at),
    });

export const SLICING: Readonly<Record<string, Rule>> = {
  Slice: slice,
  StridedSlice: stridedSlice,
  Gather: gather(
    () => 0,
    () => 0,
  ),
  GatherV2: gather(
    (at) => at.integers(2, 'axis')[0]!,
    (at) => at.attr<number>('batch_dims'),
  ),
  GatherNd: (at) => at.emit('GATHER_ND', at.inputs(), { type: 'GatherNdOptions' }),
};
