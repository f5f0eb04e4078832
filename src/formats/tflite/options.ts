/** `BuiltinOptions` of the schema: one table for each kind of op that needs more than its inputs. */
import type { TensorType } from './tensor-type';

/** In the order of the schema's numbers. */
export const PADDINGS = ['SAME', 'VALID'] as const;
export type Padding = (typeof PADDINGS)[number];

/** In the order of the schema's numbers. */
export const ACTIVATIONS = ['NONE', 'RELU', 'RELU_N1_TO_1', 'RELU6', 'TANH', 'SIGN_BIT'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

interface Fused {
  readonly fusedActivationFunction: Activation;
}

interface Strided {
  readonly padding: Padding;
  readonly strideW: number;
  readonly strideH: number;
}

interface Dilated {
  readonly dilationWFactor: number;
  readonly dilationHFactor: number;
}

/** Of the bias and the sums of an integer kernel; absent means what the kernel's other types say. */
interface Biased {
  readonly quantizedBiasType?: TensorType | undefined;
}

export interface Conv2DOptions extends Fused, Strided, Dilated, Biased {
  readonly type: 'Conv2DOptions';
}

export interface DepthwiseConv2DOptions extends Fused, Strided, Dilated {
  readonly type: 'DepthwiseConv2DOptions';
  readonly depthMultiplier: number;
}

export interface TransposeConvOptions extends Fused, Strided, Biased {
  readonly type: 'TransposeConvOptions';
}

export interface Pool2DOptions extends Fused, Strided {
  readonly type: 'Pool2DOptions';
  readonly filterWidth: number;
  readonly filterHeight: number;
}

export interface FullyConnectedOptions extends Fused, Biased {
  readonly type: 'FullyConnectedOptions';
  readonly weightsFormat: number;
  readonly keepNumDims: boolean;
  readonly asymmetricQuantizeInputs: boolean;
}

export interface AddOptions extends Fused {
  readonly type: 'AddOptions';
  /** True by the schema's default; the int16 kernels need false for scales that are no powers of two. */
  readonly potScaleInt16: boolean;
}

export interface SubOptions extends Fused {
  readonly type: 'SubOptions';
  readonly potScaleInt16: boolean;
}

export interface MulOptions extends Fused {
  readonly type: 'MulOptions';
}

export interface DivOptions extends Fused {
  readonly type: 'DivOptions';
}

export interface ConcatenationOptions extends Fused {
  readonly type: 'ConcatenationOptions';
  readonly axis: number;
}

export interface SoftmaxOptions {
  readonly type: 'SoftmaxOptions';
  readonly beta: number;
}

export interface ReshapeOptions {
  readonly type: 'ReshapeOptions';
  readonly newShape: readonly number[];
}

export interface ReducerOptions {
  readonly type: 'ReducerOptions';
  readonly keepDims: boolean;
}

export interface ResizeBilinearOptions {
  readonly type: 'ResizeBilinearOptions';
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

export interface ResizeNearestNeighborOptions {
  readonly type: 'ResizeNearestNeighborOptions';
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

export interface SqueezeOptions {
  readonly type: 'SqueezeOptions';
  readonly squeezeDims: readonly number[];
}

export interface StridedSliceOptions {
  readonly type: 'StridedSliceOptions';
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
  /** Whether `end` is counted from `begin`. Absent means false. */
  readonly offset?: boolean | undefined;
}

export interface LeakyReluOptions {
  readonly type: 'LeakyReluOptions';
  readonly alpha: number;
}

export interface GeluOptions {
  readonly type: 'GeluOptions';
  readonly approximate: boolean;
}

export interface CastOptions {
  readonly type: 'CastOptions';
  readonly inDataType: TensorType;
  readonly outDataType: TensorType;
}

export interface ShapeOptions {
  readonly type: 'ShapeOptions';
  readonly outType: TensorType;
}

export interface PackOptions {
  readonly type: 'PackOptions';
  readonly valuesCount: number;
  readonly axis: number;
}

export interface UnpackOptions {
  readonly type: 'UnpackOptions';
  readonly num: number;
  readonly axis: number;
}

export interface SplitOptions {
  readonly type: 'SplitOptions';
  readonly numSplits: number;
}

export interface SplitVOptions {
  readonly type: 'SplitVOptions';
  readonly numSplits: number;
}

export interface GatherOptions {
  readonly type: 'GatherOptions';
  readonly axis: number;
  readonly batchDims: number;
}

export interface MirrorPadOptions {
  readonly type: 'MirrorPadOptions';
  readonly mode: 'REFLECT' | 'SYMMETRIC';
}

export interface BatchMatMulOptions {
  readonly type: 'BatchMatMulOptions';
  readonly adjX: boolean;
  readonly adjY: boolean;
  readonly asymmetricQuantizeInputs: boolean;
}

export interface DepthToSpaceOptions {
  readonly type: 'DepthToSpaceOptions';
  readonly blockSize: number;
}

export interface SpaceToDepthOptions {
  readonly type: 'SpaceToDepthOptions';
  readonly blockSize: number;
}

export interface OneHotOptions {
  readonly type: 'OneHotOptions';
  readonly axis: number;
}

/** value / (bias + alpha · Σ value²) ^ beta, summed over `radius` channels to each side. */
export interface LocalResponseNormalizationOptions {
  readonly type: 'LocalResponseNormalizationOptions';
  readonly radius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

export interface CumsumOptions {
  readonly type: 'CumsumOptions';
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

export interface ArgMaxOptions {
  readonly type: 'ArgMaxOptions';
  readonly outputType: TensorType;
}

export interface ArgMinOptions {
  readonly type: 'ArgMinOptions';
  readonly outputType: TensorType;
}

export interface L2NormOptions extends Fused {
  readonly type: 'L2NormOptions';
}

/** Tables without fields. */
export interface EmptyOptions {
  readonly type:
    | 'PadOptions'
    | 'PadV2Options'
    | 'TransposeOptions'
    | 'ExpandDimsOptions'
    | 'LogSoftmaxOptions'
    | 'ExpOptions'
    | 'HardSwishOptions'
    | 'MaximumMinimumOptions'
    | 'TileOptions'
    | 'QuantizeOptions'
    | 'DequantizeOptions'
    | 'SliceOptions'
    | 'SquareOptions'
    | 'SquaredDifferenceOptions'
    | 'NegOptions'
    | 'AbsOptions'
    | 'PowOptions'
    | 'FloorDivOptions'
    | 'FloorModOptions'
    | 'SelectOptions'
    | 'SelectV2Options'
    | 'LessOptions'
    | 'LessEqualOptions'
    | 'GreaterOptions'
    | 'GreaterEqualOptions'
    | 'EqualOptions'
    | 'NotEqualOptions'
    | 'LogicalAndOptions'
    | 'LogicalOrOptions'
    | 'LogicalNotOptions'
    | 'FillOptions'
    | 'RangeOptions'
    | 'BroadcastToOptions'
    | 'SpaceToBatchNDOptions'
    | 'BatchToSpaceNDOptions'
    | 'ZerosLikeOptions'
    | 'GatherNdOptions'
    | 'AddNOptions'
    | 'SignOptions';
}

/** A table that is not read here: `tag` is its number in the union. Such an operator cannot be written. */
export interface UnknownOptions {
  readonly type: 'unknown';
  readonly tag: number;
}

export type BuiltinOptions =
  | Conv2DOptions
  | DepthwiseConv2DOptions
  | TransposeConvOptions
  | Pool2DOptions
  | FullyConnectedOptions
  | AddOptions
  | SubOptions
  | MulOptions
  | DivOptions
  | ConcatenationOptions
  | SoftmaxOptions
  | ReshapeOptions
  | ReducerOptions
  | ResizeBilinearOptions
  | ResizeNearestNeighborOptions
  | SqueezeOptions
  | StridedSliceOptions
  | LeakyReluOptions
  | GeluOptions
  | CastOptions
  | ShapeOptions
  | PackOptions
  | UnpackOptions
  | SplitOptions
  | SplitVOptions
  | GatherOptions
  | MirrorPadOptions
  | BatchMatMulOptions
  | DepthToSpaceOptions
  | SpaceToDepthOptions
  | CumsumOptions
  | OneHotOptions
  | LocalResponseNormalizationOptions
  | ArgMaxOptions
  | ArgMinOptions
  | L2NormOptions
  | EmptyOptions
  | UnknownOptions;
