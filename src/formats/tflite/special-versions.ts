/** Versions of ops whose version depends on more than the type of the first input. */
import type { BuiltinOperator } from './builtin-operators';
import type { TensorType } from './tensor-type';
import type { VersionedOperator, VersionedTensor } from './versioned-operator';

type Rule = (op: VersionedOperator) => number;

const isQuantizedPerChannel = (tensor: VersionedTensor | null | undefined) =>
  (tensor?.quantization?.scale.length ?? 0) > 1;

/** Float activations with integer weights, which are taken up as floats while the op runs. */
function isHybrid({ inputs: [data, weights] }: VersionedOperator): boolean {
  return data?.type === 'FLOAT32' && (weights?.type === 'INT8' || weights?.type === 'INT4');
}

/** Whether sums and bias have a type of their own, which the options name. */
function hasBiasType({ options }: VersionedOperator): boolean {
  const type = options && 'quantizedBiasType' in options ? options.quantizedBiasType : undefined;
  return type !== undefined && type !== 'FLOAT32';
}

/** The version by the type of the first input, 1 for types that are not listed. */
function byType(versions: Readonly<Partial<Record<TensorType, number>>>): Rule {
  return ({ inputs }) => versions[inputs[0]!.type] ?? 1;
}

function fullyConnected(op: VersionedOperator): number {
  const [data, weights] = op.inputs;
  const options = op.options?.type === 'FullyConnectedOptions' ? op.options : undefined;
  const isInt4 = weights?.type === 'INT4';
  if (weights?.type === 'INT2') return 14;
  if (data?.type === 'INT16' && isInt4) return 13;
  if (isHybrid(op) && isQuantizedPerChannel(weights)) return 12;
  if (hasBiasType(op)) return 11;
  if (isInt4) return 10;
  if (isHybrid(op) && options?.asymmetricQuantizeInputs) return 9;
  if (data?.type === 'INT16') return 7;
  if (op.inputs.length === 2) return 6;
  if (options?.keepNumDims) return 5;
  if (data?.type === 'INT8') return 4;
  return isHybrid(op) ? 3 : 1;
}

function conv2D(op: VersionedOperator): number {
  const [data, weights] = op.inputs;
  if (hasBiasType(op)) return 8;
  if (weights?.type === 'INT4') return 7;
  if (data!.shape.at(-1) !== weights!.shape.at(-1)) return 6;
  if (isHybrid(op)) return isQuantizedPerChannel(weights) ? 5 : 2;
  return byType({ INT8: 3, INT16: 4 })(op);
}

function depthwiseConv2D(op: VersionedOperator): number {
  const [, weights] = op.inputs;
  if (weights?.type === 'INT4') return 7;
  if (isHybrid(op)) return isQuantizedPerChannel(weights) ? 6 : 4;
  const { options } = op;
  const isDilated =
    options?.type === 'DepthwiseConv2DOptions' &&
    (options.dilationWFactor !== 1 || options.dilationHFactor !== 1);
  return byType({ INT8: 3, INT16: 5, FLOAT32: isDilated ? 2 : 1 })(op);
}

function transposeConv(op: VersionedOperator): number {
  const [, weights, , bias] = op.inputs;
  if (hasBiasType(op)) return 5;
  if (op.options?.type === 'TransposeConvOptions') {
    if (op.options.fusedActivationFunction !== 'NONE') return 4;
  }
  if (bias) return 3;
  return weights?.type === 'INT8' ? 2 : 1;
}

function add(op: VersionedOperator): number {
  const [data] = op.inputs;
  if (data?.type === 'INT16') return op.options && isPowerOfTwo(op.options) ? 1 : 3;
  return byType({ INT8: 2, INT64: 4 })(op);
}

function sub(op: VersionedOperator): number {
  const [data] = op.inputs;
  if (data?.type === 'INT16') return op.options && isPowerOfTwo(op.options) ? 1 : 5;
  if (data?.type === 'INT64') return 4;
  if (isBroadcastBeyond4(op)) return 3;
  return byType({ INT8: 2 })(op);
}

function isPowerOfTwo(options: NonNullable<VersionedOperator['options']>): boolean {
  return 'potScaleInt16' in options && options.potScaleInt16;
}

function mul(op: VersionedOperator): number {
  const [a, b] = op.inputs;
  const isQuantized = (a?.quantization?.scale.length ?? 0) > 0;
  if (a?.type === 'INT16' && isQuantized) return 4;
  if (a?.type === 'INT64') return 5;
  const scales = [a, b, op.outputs[0]].map((tensor) => tensor?.quantization?.scale[0] ?? 0);
  const [first, second, result] = scales as [number, number, number];
  if (a?.type === 'INT8' && result > 0 && (first * second) / result >= 1) return 3;
  return a?.type === 'INT8' ? 2 : 1;
}

function isBroadcastBeyond4({ inputs: [a, b] }: VersionedOperator): boolean {
  if (!a || !b || a.shape.join() === b.shape.join()) return false;
  return Math.max(a.shape.length, b.shape.length) > 4;
}

function pad(op: VersionedOperator): number {
  if (op.inputs[0]!.shape.length > 4) return 4;
  return byType({ INT8: 2, INT16: 3 })(op);
}

function transpose(op: VersionedOperator): number {
  if (op.inputs[0]!.type === 'INT16') return 5;
  if (op.inputs[0]!.shape.length > 4) return 4;
  return byType({ INT8: 2 })(op);
}

function quantize(op: VersionedOperator): number {
  const [output] = op.outputs;
  if (isQuantizedPerChannel(output)) return 3;
  return op.inputs[0]!.type === 'INT16' || output!.type === 'INT16' ? 2 : 1;
}

function dequantize(op: VersionedOperator): number {
  if (isQuantizedPerChannel(op.inputs[0])) return 5;
  return byType({ INT8: 2, INT16: 3, FLOAT16: 3, INT4: 6 })(op);
}

function resizeBilinear(op: VersionedOperator): number {
  const [data] = op.inputs;
  if (data!.type === 'INT16') return 4;
  if (op.options?.type === 'ResizeBilinearOptions' && op.options.halfPixelCenters) return 3;
  return data!.type === 'INT8' ? 2 : 1;
}

function resizeNearest(op: VersionedOperator): number {
  const [data] = op.inputs;
  if (data!.type === 'INT16') return 4;
  const options = op.options?.type === 'ResizeNearestNeighborOptions' ? op.options : undefined;
  if (options?.alignCorners || options?.halfPixelCenters) return 3;
  return data!.type === 'INT8' ? 2 : 1;
}

function cast(op: VersionedOperator): number {
  const types = [op.inputs[0]!.type, op.outputs[0]!.type];
  if (types.some((type) => type === 'FLOAT64' || type === 'FLOAT16')) return 5;
  if (types.some((type) => type === 'INT8' || type === 'UINT16')) return 3;
  return types.includes('UINT32') ? 2 : 1;
}

function batchMatMul(op: VersionedOperator): number {
  const options = op.options?.type === 'BatchMatMulOptions' ? op.options : undefined;
  if (isHybrid(op) && options?.asymmetricQuantizeInputs) return 4;
  return byType({ INT8: 2, INT16: 3 })(op);
}

function gather(op: VersionedOperator): number {
  if (op.options?.type === 'GatherOptions' && op.options.batchDims !== 0) return 5;
  return byType({ INT8: 2, INT16: 4 })(op);
}

function broadcasting(broadcastVersion: number, otherwise: number): Rule {
  return (op) => (isBroadcastBeyond4(op) ? broadcastVersion : otherwise);
}

function split({ inputs }: VersionedOperator): number {
  const type = inputs[1]?.type;
  if (type === 'INT16') return 4;
  if (type === 'INT32') return 3;
  return type === 'INT8' ? 2 : 1;
}

export const SPECIAL_VERSIONS: Readonly<Partial<Record<BuiltinOperator, Rule>>> = {
  ADD: add,
  BATCH_MATMUL: batchMatMul,
  BROADCAST_TO: ({ inputs }) => (inputs[0]?.type === 'INT8' ? 3 : 2),
  CAST: cast,
  CONV_2D: conv2D,
  DEPTHWISE_CONV_2D: depthwiseConv2D,
  DEQUANTIZE: dequantize,
  DIV: broadcasting(2, 1),
  FLOOR_DIV: byType({ FLOAT32: 2 }),
  FULLY_CONNECTED: fullyConnected,
  GATHER: gather,
  MUL: mul,
  PAD: pad,
  PADV2: pad,
  QUANTIZE: quantize,
  RESIZE_BILINEAR: resizeBilinear,
  RESIZE_NEAREST_NEIGHBOR: resizeNearest,
  SPLIT: split,
  SUB: sub,
  TRANSPOSE: transpose,
  TRANSPOSE_CONV: transposeConv,
};
