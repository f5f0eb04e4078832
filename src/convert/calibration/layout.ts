/** Ops that move, join, cut and resize without computing much. */
import { SymbolicTensor } from '#graph';
import type { Rule, RuleCall, RuleTable } from './rule';

const outputsOf = (call: RuleCall, first: SymbolicTensor): SymbolicTensor[] =>
  call.op.outputs.map((_, i) => new SymbolicTensor(call.builder, first.node, i));

/** Of the same elements in the same order: the output's shape says it all. */
const reshape: Rule = (call) => call.add('Reshape', [call.input(0), call.target()]);

function concat(call: RuleCall): SymbolicTensor {
  const { axis, fusedActivationFunction } = call.options('ConcatenationOptions');
  return call.activate(call.add('ConcatV2', [...call.all(), axis]), fusedActivationFunction);
}

function stridedSlice(call: RuleCall): SymbolicTensor {
  const masks = call.options('StridedSliceOptions');
  return call.add(
    'StridedSlice',
    [call.input(0), call.constant(1), call.constant(2), call.constant(3)],
    {
      begin_mask: masks.beginMask,
      end_mask: masks.endMask,
      ellipsis_mask: masks.ellipsisMask,
      new_axis_mask: masks.newAxisMask,
      shrink_axis_mask: masks.shrinkAxisMask,
    },
  );
}

const resize =
  (op: string, type: 'ResizeBilinearOptions' | 'ResizeNearestNeighborOptions'): Rule =>
  (call) => {
    const { alignCorners, halfPixelCenters } = call.options(type);
    return call.add(op, [call.input(0), call.constant(1)], {
      align_corners: alignCorners,
      half_pixel_centers: halfPixelCenters,
    });
  };

function gather(call: RuleCall): SymbolicTensor {
  const { axis, batchDims } = call.options('GatherOptions');
  return call.add('GatherV2', [call.input(0), call.input(1), axis], { batch_dims: batchDims });
}

function split(call: RuleCall): SymbolicTensor[] {
  const inputs = [call.constant(0), call.input(1)];
  return outputsOf(call, call.add('Split', inputs, { num_split: call.op.outputs.length }));
}

function splitV(call: RuleCall): SymbolicTensor[] {
  const inputs = [call.input(0), call.constant(1), call.constant(2)];
  return outputsOf(call, call.add('SplitV', inputs, { num_split: call.op.outputs.length }));
}

function unpack(call: RuleCall): SymbolicTensor[] {
  const { axis, num } = call.options('UnpackOptions');
  return outputsOf(call, call.add('Unpack', [call.input(0)], { axis, num }));
}

function cumsum(call: RuleCall): SymbolicTensor {
  const { exclusive, reverse } = call.options('CumsumOptions');
  return call.add('Cumsum', [call.input(0), call.constant(1)], { exclusive, reverse });
}

/** A whole dimension is asked for as -1, so that an open one can be. */
function slice(call: RuleCall): SymbolicTensor {
  const { shape } = call.op.inputs[0]!;
  const sizes = Array.from(call.constant(2).data as Int32Array, (size, axis) =>
    size === shape[axis] ? -1 : size,
  );
  return call.add('Slice', [call.input(0), call.constant(1), call.sizes(sizes)]);
}

/** The first input is computed, the others are constants. */
const withConstants =
  (op: string): Rule =>
  (call) =>
    call.add(op, [call.input(0), ...call.op.inputs.slice(1).map((_, i) => call.constant(i + 1))]);

export const LAYOUT: RuleTable = {
  BATCH_TO_SPACE_ND: withConstants('BatchToSpaceND'),
  BROADCAST_TO: withConstants('BroadcastTo'),
  CONCATENATION: concat,
  CUMSUM: cumsum,
  DEPTH_TO_SPACE: (call) =>
    call.add('DepthToSpace', [call.input(0)], {
      block_size: call.options('DepthToSpaceOptions').blockSize,
    }),
  EXPAND_DIMS: reshape,
  FILL: (call) => call.add('Fill', [call.constant(0), call.input(1)]),
  GATHER: gather,
  GATHER_ND: (call) => call.add('GatherNd', call.all()),
  MIRROR_PAD: (call) =>
    call.add('MirrorPad', [call.input(0), call.constant(1)], {
      mode: call.options('MirrorPadOptions').mode,
    }),
  PACK: (call) => call.add('Pack', call.all(), { axis: call.options('PackOptions').axis }),
  PAD: withConstants('Pad'),
  PADV2: withConstants('PadV2'),
  RESHAPE: reshape,
  RESIZE_BILINEAR: resize('ResizeBilinear', 'ResizeBilinearOptions'),
  RESIZE_NEAREST_NEIGHBOR: resize('ResizeNearestNeighbor', 'ResizeNearestNeighborOptions'),
  REVERSE_V2: withConstants('ReverseV2'),
  SHAPE: (call) =>
    call.add('Shape', [call.input(0)], {
      out_type: { type: call.op.outputs[0]!.dtype },
    }),
  SLICE: slice,
  SPACE_TO_BATCH_ND: withConstants('SpaceToBatchND'),
  SPACE_TO_DEPTH: (call) =>
    call.add('SpaceToDepth', [call.input(0)], {
      block_size: call.options('SpaceToDepthOptions').blockSize,
    }),
  SPLIT: split,
  SPLIT_V: splitV,
  SQUEEZE: reshape,
  STRIDED_SLICE: stridedSlice,
  TILE: withConstants('Tile'),
  TOPK_V2: (call) => outputsOf(call, call.add('TopKV2', [call.input(0), call.constant(1)])),
  TRANSPOSE: withConstants('Transpose'),
  UNPACK: unpack,
};
