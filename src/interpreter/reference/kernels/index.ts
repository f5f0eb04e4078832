/** The kernels by op. */
import type { BuiltinOperator } from '#formats/tflite';
import type { Kernel } from '../kernel';
import * as activation from './activations';
import * as arg from './arg';
import * as arithmetic from './arithmetic';
import { batchMatMul } from './batch-matmul';
import * as blocks from './blocks';
import * as compare from './compare';
import { conv2d, depthwiseConv2d } from './conv';
import { fullyConnected } from './fully-connected';
import { gather, gatherNd } from './gather';
import { averagePool2d, maxPool2d } from './pool';
import * as quantize from './quantize';
import * as rearrange from './rearrange';
import * as reduce from './reduce';
import * as reshape from './reshape';
import { resizeBilinear, resizeNearestNeighbor } from './resize';
import * as slice from './slice';
import { logSoftmax, softmax } from './softmax';
import { stridedSlice } from './strided-slice';
import { addN, l2Normalization } from './sum-up';
import { transposeConv } from './transpose-conv';
import * as unary from './unary';

export const KERNELS: Partial<Record<BuiltinOperator, Kernel>> = {
  ABS: unary.abs,
  ADD: arithmetic.add,
  ADD_N: addN,
  ARG_MAX: arg.argMax,
  ARG_MIN: arg.argMin,
  AVERAGE_POOL_2D: averagePool2d,
  BATCH_MATMUL: batchMatMul,
  BATCH_TO_SPACE_ND: blocks.batchToSpace,
  BROADCAST_TO: rearrange.broadcastTo,
  CAST: quantize.cast,
  CEIL: unary.ceil,
  CONCATENATION: slice.concatenation,
  CONV_2D: conv2d,
  COS: unary.cos,
  CUMSUM: arg.cumsum,
  DEPTHWISE_CONV_2D: depthwiseConv2d,
  DEPTH_TO_SPACE: blocks.depthToSpace,
  DEQUANTIZE: quantize.dequantize,
  DIV: arithmetic.div,
  ELU: activation.elu,
  EQUAL: compare.equal,
  EXP: unary.exp,
  EXPAND_DIMS: reshape.expandDims,
  FILL: reshape.fill,
  FLOOR: unary.floor,
  FLOOR_DIV: arithmetic.floorDiv,
  FLOOR_MOD: arithmetic.floorMod,
  FULLY_CONNECTED: fullyConnected,
  GATHER: gather,
  GATHER_ND: gatherNd,
  GELU: activation.gelu,
  GREATER: compare.greater,
  GREATER_EQUAL: compare.greaterEqual,
  HARD_SWISH: activation.hardSwish,
  L2_NORMALIZATION: l2Normalization,
  LEAKY_RELU: activation.leakyRelu,
  LESS: compare.less,
  LESS_EQUAL: compare.lessEqual,
  LOG: unary.log,
  LOGICAL_AND: compare.logicalAnd,
  LOGICAL_NOT: unary.logicalNot,
  LOGICAL_OR: compare.logicalOr,
  LOGISTIC: activation.logistic,
  LOG_SOFTMAX: logSoftmax,
  MAXIMUM: arithmetic.maximum,
  MAX_POOL_2D: maxPool2d,
  MEAN: reduce.mean,
  MINIMUM: arithmetic.minimum,
  MIRROR_PAD: rearrange.mirrorPad,
  MUL: arithmetic.mul,
  NEG: unary.neg,
  NOT_EQUAL: compare.notEqual,
  PACK: slice.pack,
  PAD: rearrange.pad,
  PADV2: rearrange.padV2,
  POW: arithmetic.pow,
  PRELU: activation.prelu,
  QUANTIZE: quantize.quantize,
  RANGE: reshape.range,
  RANK: reshape.rank,
  REDUCE_ALL: reduce.reduceAll,
  REDUCE_ANY: reduce.reduceAny,
  REDUCE_MAX: reduce.reduceMax,
  REDUCE_MIN: reduce.reduceMin,
  REDUCE_PROD: reduce.reduceProd,
  RELU: activation.relu,
  RELU6: activation.relu6,
  RELU_0_TO_1: activation.relu0To1,
  RELU_N1_TO_1: activation.reluN1To1,
  RESHAPE: reshape.reshape,
  RESIZE_BILINEAR: resizeBilinear,
  RESIZE_NEAREST_NEIGHBOR: resizeNearestNeighbor,
  REVERSE_V2: slice.reverse,
  ROUND: unary.round,
  RSQRT: unary.rsqrt,
  SELECT: compare.select,
  SELECT_V2: compare.select,
  SHAPE: reshape.shapeOf,
  SIGN: unary.sign,
  SIN: unary.sin,
  SLICE: slice.slice,
  SOFTMAX: softmax,
  SPACE_TO_BATCH_ND: blocks.spaceToBatch,
  SPACE_TO_DEPTH: blocks.spaceToDepth,
  SPLIT: slice.split,
  SPLIT_V: slice.splitV,
  SQRT: unary.sqrt,
  SQUARE: unary.square,
  SQUARED_DIFFERENCE: arithmetic.squaredDifference,
  SQUEEZE: reshape.squeeze,
  STRIDED_SLICE: stridedSlice,
  SUB: arithmetic.sub,
  SUM: reduce.sum,
  TANH: activation.tanh,
  TILE: rearrange.tile,
  TRANSPOSE: rearrange.transpose,
  TRANSPOSE_CONV: transposeConv,
  UNPACK: slice.unpack,
  ZEROS_LIKE: unary.zerosLike,
};
