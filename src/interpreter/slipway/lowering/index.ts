/** Ops that become instructions. */
import type { BuiltinOperator } from '#formats/tflite';
import { clampTo, combineTwo, quantize } from './elements';
import type { Lower } from './lowering';
import { averagePool, mostPool } from './pool';
import { shareMemory } from './reshape';
import { softmax } from './softmax';
import { mapCodes } from './tables';
import { convolution, depthwise, rows } from './weighted';

export const LOWERINGS: Partial<Record<BuiltinOperator, Lower>> = {
  ADD: combineTwo,
  AVERAGE_POOL_2D: averagePool,
  CONV_2D: convolution,
  DEPTHWISE_CONV_2D: depthwise,
  DEQUANTIZE: mapCodes,
  ELU: mapCodes,
  EXP: mapCodes,
  EXPAND_DIMS: shareMemory,
  FULLY_CONNECTED: rows,
  GELU: mapCodes,
  HARD_SWISH: mapCodes,
  LEAKY_RELU: mapCodes,
  LOG: mapCodes,
  LOGISTIC: mapCodes,
  MAXIMUM: combineTwo,
  MAX_POOL_2D: mostPool,
  MINIMUM: combineTwo,
  MUL: combineTwo,
  PRELU: combineTwo,
  QUANTIZE: quantize,
  RELU: clampTo(0, Infinity),
  RELU6: clampTo(0, 6),
  RELU_0_TO_1: clampTo(0, 1),
  RELU_N1_TO_1: clampTo(-1, 1),
  RESHAPE: shareMemory,
  SOFTMAX: softmax,
  SQUARED_DIFFERENCE: combineTwo,
  SQUEEZE: shareMemory,
  SUB: combineTwo,
  TANH: mapCodes,
};
