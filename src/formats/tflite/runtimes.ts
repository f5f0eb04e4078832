/** Which versions of ops the web's two runtimes load. */
import { BUILTIN_OPERATORS, type BuiltinOperator } from './builtin-operators';
import type { OperatorCode, TfliteModel } from './model';

/** `tflite`: @tensorflow/tfjs-tflite 0.0.1-alpha.10. `litert`: @litertjs/core 2.5.3. */
export type WebRuntime = 'tflite' | 'litert';

/** The highest versions that tfjs-tflite and LiteRT.js load, found by trying. */
const CEILINGS: Readonly<Partial<Record<BuiltinOperator, readonly [number, number]>>> = {
  ADD: [4, 6],
  AVERAGE_POOL_2D: [3, 3],
  BATCH_MATMUL: [4, 4],
  BATCH_TO_SPACE_ND: [3, 4],
  CAST: [4, 8],
  CONCATENATION: [3, 6],
  CONV_2D: [6, 8],
  DEPTHWISE_CONV_2D: [6, 7],
  DEQUANTIZE: [5, 8],
  DIV: [2, 2],
  ELU: [1, 1],
  EXP: [1, 2],
  EXPAND_DIMS: [1, 1],
  FULLY_CONNECTED: [9, 14],
  GELU: [2, 3],
  HARD_SWISH: [1, 1],
  LEAKY_RELU: [2, 2],
  LOGISTIC: [3, 3],
  LOG_SOFTMAX: [2, 2],
  MAXIMUM: [4, 4],
  MAX_POOL_2D: [3, 3],
  MEAN: [3, 3],
  MINIMUM: [4, 4],
  MIRROR_PAD: [2, 3],
  MUL: [6, 8],
  PACK: [3, 4],
  PAD: [4, 5],
  PADV2: [4, 4],
  PRELU: [1, 1],
  QUANTIZE: [3, 6],
  RELU: [3, 3],
  RELU6: [3, 3],
  RELU_0_TO_1: [1, 1],
  RELU_N1_TO_1: [1, 1],
  RESHAPE: [1, 1],
  RESIZE_BILINEAR: [4, 4],
  RESIZE_NEAREST_NEIGHBOR: [4, 4],
  SHAPE: [1, 1],
  SOFTMAX: [3, 4],
  SPACE_TO_BATCH_ND: [3, 4],
  SQUEEZE: [2, 2],
  STRIDED_SLICE: [6, 8],
  SUB: [5, 5],
  SUM: [2, 2],
  TANH: [3, 3],
  TILE: [3, 3],
  TRANSPOSE: [5, 9],
  TRANSPOSE_CONV: [3, 5],
};

/** The highest version of the op that a web runtime loads; undefined where that is not known. */
export function runtimeCeiling(runtime: WebRuntime, op: BuiltinOperator): number | undefined {
  return CEILINGS[op]?.[runtime === 'tflite' ? 0 : 1];
}

/** The operator codes, used or not, that a web runtime refuses for their version. */
export function codesAboveCeiling(model: TfliteModel, runtime: WebRuntime): OperatorCode[] {
  return model.operatorCodes.filter((code) => {
    const name = BUILTIN_OPERATORS[code.builtinCode];
    const ceiling = name && runtimeCeiling(runtime, name);
    return ceiling !== undefined && code.version > ceiling;
  });
}
