/** Resizing and normalizing images, and moving blocks of pixels between space, depth and batch. */
import type { BuiltinOperator, EmptyOptions } from '#formats/tflite';
import { int32Operand } from './layout';
import type { Rule } from './node-context';

const resize =
  (code: 'RESIZE_BILINEAR' | 'RESIZE_NEAREST_NEIGHBOR'): Rule =>
  (at) => {
    const centers = {
      alignCorners: at.attr<boolean>('align_corners'),
      halfPixelCenters: at.attr<boolean>('half_pixel_centers'),
    };
    const type =
      code === 'RESIZE_BILINEAR' ? 'ResizeBilinearOptions' : 'ResizeNearestNeighborOptions';
    at.emit(code, [at.input(0), int32Operand(at, 1, 'size')], { type, ...centers });
  };

const blocks =
  (
    code: 'DEPTH_TO_SPACE' | 'SPACE_TO_DEPTH',
    type: 'DepthToSpaceOptions' | 'SpaceToDepthOptions',
  ): Rule =>
  (at) => {
    if (at.attr('data_format') !== 'NHWC')
      at.refuse(`its data_format is ${at.attr<string>('data_format')}`);
    at.emit(code, [at.input(0)], { type, blockSize: at.attr('block_size') });
  };

const batchBlocks =
  (code: BuiltinOperator, type: EmptyOptions['type'], edges: string): Rule =>
  (at) => {
    const operands = [int32Operand(at, 1, 'block_shape'), int32Operand(at, 2, edges)];
    at.emit(code, [at.input(0), ...operands], { type });
  };

const localResponseNormalization: Rule = (at) =>
  at.emit('LOCAL_RESPONSE_NORMALIZATION', [at.input(0)], {
    type: 'LocalResponseNormalizationOptions',
    radius: at.attr('depth_radius'),
    bias: Math.fround(at.attr('bias')),
    alpha: Math.fround(at.attr('alpha')),
    beta: Math.fround(at.attr('beta')),
  });

export const IMAGE: Readonly<Record<string, Rule>> = {
  ResizeBilinear: resize('RESIZE_BILINEAR'),
  ResizeNearestNeighbor: resize('RESIZE_NEAREST_NEIGHBOR'),
  LRN: localResponseNormalization,
  DepthToSpace: blocks('DEPTH_TO_SPACE', 'DepthToSpaceOptions'),
  SpaceToDepth: blocks('SPACE_TO_DEPTH', 'SpaceToDepthOptions'),
  SpaceToBatchND: batchBlocks('SPACE_TO_BATCH_ND', 'SpaceToBatchNDOptions', 'paddings'),
  BatchToSpaceND: batchBlocks('BATCH_TO_SPACE_ND', 'BatchToSpaceNDOptions', 'crops'),
};
