/** Taking parts of tensors, by bounds or by indices. */
import type { LiteTensor } from '../lite/graph';
import { reshaped } from './arithmetic';
import { int32Operand } from './layout';
import type { NodeContext, Rule } from './node-context';
import { plainSlice } from './slice-masks';

const slice: Rule = (at) => {
  const operands = [int32Operand(at, 1, 'begin'), int32Operand(at, 2, 'size')];
  at.emit('SLICE', [at.input(0), ...operands], { type: 'SliceOptions' });
};

/** TFLite's op knows no ellipsis and no new axes: the first is written out, the second is a RESHAPE before. */
const stridedSlice: Rule = (at) => {
  const bounds = ['begin', 'end', 'strides'].map((name, i) => at.integers(i + 1, name));
  const mask = (name: string) => at.attr<number>(`${name}_mask`);
  const isPlain =
    mask('ellipsis') === 0 && mask('new_axis') === 0 && bounds[0]!.length === at.shape(0).length;
  const spec = plainSlice(bounds, mask, at.shape(0));
  const names = ['begin', 'end', 'strides'] as const;
  const operands = names.map((name, i) =>
    isPlain ? int32Operand(at, i + 1, name) : at.int32(spec[name], name),
  );
  at.emit('STRIDED_SLICE', [withNewAxes(at, spec.newAxes), ...operands], {
    type: 'StridedSliceOptions',
    beginMask: spec.beginMask,
    endMask: spec.endMask,
    ellipsisMask: 0,
    newAxisMask: 0,
    shrinkAxisMask: spec.shrinkAxisMask,
  });
};

/** The sliced tensor with dimensions of 1 put in. */
function withNewAxes(at: NodeContext, axes: readonly number[]): LiteTensor {
  const x = at.input(0);
  const widened = <T>(dims: readonly T[], one: T): T[] =>
    axes.reduce((list, axis) => list.toSpliced(axis, 0, one), [...dims]);
  const to = { shape: widened(x.shape, 1), signature: widened<number | null>(x.signature, 1) };
  return reshaped(at, x, to, 'new_axes');
}

/** What falls out at the end of an axis comes in at its start. */
const roll: Rule = (at) => {
  const [shifts, axes] = [at.integers(1, 'shift'), at.integers(2, 'axis')];
  const rolled = shifts.reduce((x, shift, i) => rolledOnce(at, x, shift, axes[i]!), at.input(0));
  at.bind(rolled);
};

function rolledOnce(at: NodeContext, x: LiteTensor, shift: number, given: number): LiteTensor {
  const axis = given < 0 ? given + x.shape.length : given;
  const size = x.shape[axis]!;
  const moved = ((shift % size) + size) % size;
  if (x.signature[axis] === null) return at.refuse('it rolls the batch');
  if (moved === 0) return x;
  const part = (from: number, count: number, suffix: string) => {
    const begin = x.shape.map((_, i) => (i === axis ? from : 0));
    const sizes = x.signature.map((dim, i) => (i === axis ? count : (dim ?? -1)));
    const result = at.between(suffix, {
      ...x,
      shape: x.shape.with(axis, count),
      signature: x.signature.with(axis, count),
    });
    const operands = [at.int32(begin, `${suffix}/begin`), at.int32(sizes, `${suffix}/size`)];
    return at.add('SLICE', [x, ...operands], [result], { type: 'SliceOptions' });
  };
  const parts = [part(size - moved, moved, 'tail'), part(0, size - moved, 'head')];
  const options = { type: 'ConcatenationOptions', axis, fusedActivationFunction: 'NONE' } as const;
  return at.add('CONCATENATION', parts, [at.between('Roll', x)], options);
}

const gather =
  (axisOf: (at: NodeContext) => number, batchDimsOf: (at: NodeContext) => number): Rule =>
  (at) =>
    at.emit('GATHER', [at.input(0), at.input(1)], {
      type: 'GatherOptions',
      axis: axisOf(at),
      batchDims: batchDimsOf(at),
    });

/** Indices may be int32 or int64; how many there are is int32. */
const oneHot: Rule = (at) =>
  at.emit('ONE_HOT', [at.input(0), int32Operand(at, 1, 'depth'), at.input(2), at.input(3)], {
    type: 'OneHotOptions',
    axis: at.attr('axis'),
  });

export const SLICING: Readonly<Record<string, Rule>> = {
  Slice: slice,
  StridedSlice: stridedSlice,
  Roll: roll,
  Gather: gather(
    () => 0,
    () => 0,
  ),
  GatherV2: gather(
    (at) => at.integers(2, 'axis')[0]!,
    (at) => at.attr<number>('batch_dims'),
  ),
  OneHot: oneHot,
  GatherNd: (at) => at.emit('GATHER_ND', at.inputs(), { type: 'GatherNdOptions' }),
};
