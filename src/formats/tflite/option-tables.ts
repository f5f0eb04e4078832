/** The tables of `BuiltinOptions`: number in the union, fields' numbers and defaults, as in the schema. */
import {
  bool,
  enumeration,
  numbers,
  optional,
  scalar,
  table,
  type AnyTable,
  type Field,
} from '#containers/flatbuffer';
import { TENSOR_TYPES } from './tensor-type';
import { ACTIVATIONS, PADDINGS, type BuiltinOptions, type EmptyOptions } from './options';

type OptionsName = Exclude<BuiltinOptions['type'], 'unknown'>;
type OptionsOf<Name> = Extract<BuiltinOptions, { readonly type: Name }>;

/** The fields of a table, `type` apart. */
type Fields<Name> = Name extends EmptyOptions['type']
  ? Readonly<Record<never, never>>
  : { readonly [Key in Exclude<keyof OptionsOf<Name>, 'type'>]-?: Field<OptionsOf<Name>[Key]> };

const int = (id: number, byDefault = 0) => scalar(id, 'int32', byDefault);
const float = (id: number) => scalar(id, 'float32');
const padding = (id: number) => enumeration(id, 'int8', PADDINGS);
const fused = (id: number) => enumeration(id, 'int8', ACTIVATIONS);
const tensorType = (id: number) => enumeration(id, 'int8', TENSOR_TYPES);
const biasType = (id: number) => optional(tensorType(id));
const EMPTY = {};

const TABLES: {
  readonly [Name in OptionsName]: readonly [tag: number, fields: Fields<Name>];
} = {
  Conv2DOptions: [
    1,
    {
      padding: padding(0),
      strideW: int(1),
      strideH: int(2),
      fusedActivationFunction: fused(3),
      dilationWFactor: int(4, 1),
      dilationHFactor: int(5, 1),
      quantizedBiasType: biasType(6),
    },
  ],
  DepthwiseConv2DOptions: [
    2,
    {
      padding: padding(0),
      strideW: int(1),
      strideH: int(2),
      depthMultiplier: int(3),
      fusedActivationFunction: fused(4),
      dilationWFactor: int(5, 1),
      dilationHFactor: int(6, 1),
    },
  ],
  Pool2DOptions: [
    5,
    {
      padding: padding(0),
      strideW: int(1),
      strideH: int(2),
      filterWidth: int(3),
      filterHeight: int(4),
      fusedActivationFunction: fused(5),
    },
  ],
  FullyConnectedOptions: [
    8,
    {
      fusedActivationFunction: fused(0),
      weightsFormat: scalar(1, 'int8'),
      keepNumDims: bool(2),
      asymmetricQuantizeInputs: bool(3),
      quantizedBiasType: biasType(4),
    },
  ],
  SoftmaxOptions: [9, { beta: float(0) }],
  ConcatenationOptions: [10, { axis: int(0), fusedActivationFunction: fused(1) }],
  AddOptions: [11, { fusedActivationFunction: fused(0), potScaleInt16: bool(1, true) }],
  L2NormOptions: [12, { fusedActivationFunction: fused(0) }],
  LocalResponseNormalizationOptions: [
    13,
    { radius: int(0), bias: float(1), alpha: float(2), beta: float(3) },
  ],
  ResizeBilinearOptions: [15, { alignCorners: bool(2), halfPixelCenters: bool(3) }],
  ReshapeOptions: [17, { newShape: numbers(0, 'int32') }],
  SpaceToDepthOptions: [19, { blockSize: int(0) }],
  MulOptions: [21, { fusedActivationFunction: fused(0) }],
  PadOptions: [22, EMPTY],
  GatherOptions: [23, { axis: int(0), batchDims: int(1) }],
  BatchToSpaceNDOptions: [24, EMPTY],
  SpaceToBatchNDOptions: [25, EMPTY],
  TransposeOptions: [26, EMPTY],
  ReducerOptions: [27, { keepDims: bool(0) }],
  SubOptions: [28, { fusedActivationFunction: fused(0), potScaleInt16: bool(1, true) }],
  DivOptions: [29, { fusedActivationFunction: fused(0) }],
  SqueezeOptions: [30, { squeezeDims: numbers(0, 'int32') }],
  StridedSliceOptions: [
    32,
    {
      beginMask: int(0),
      endMask: int(1),
      ellipsisMask: int(2),
      newAxisMask: int(3),
      shrinkAxisMask: int(4),
      offset: optional(bool(5)),
    },
  ],
  ExpOptions: [33, EMPTY],
  SplitOptions: [35, { numSplits: int(0) }],
  LogSoftmaxOptions: [36, EMPTY],
  CastOptions: [37, { inDataType: tensorType(0), outDataType: tensorType(1) }],
  DequantizeOptions: [38, EMPTY],
  MaximumMinimumOptions: [39, EMPTY],
  ArgMaxOptions: [40, { outputType: tensorType(0) }],
  LessOptions: [41, EMPTY],
  NegOptions: [42, EMPTY],
  PadV2Options: [43, EMPTY],
  GreaterOptions: [44, EMPTY],
  GreaterEqualOptions: [45, EMPTY],
  LessEqualOptions: [46, EMPTY],
  SelectOptions: [47, EMPTY],
  SliceOptions: [48, EMPTY],
  TransposeConvOptions: [
    49,
    {
      padding: padding(0),
      strideW: int(1),
      strideH: int(2),
      fusedActivationFunction: fused(3),
      quantizedBiasType: biasType(4),
    },
  ],
  TileOptions: [51, EMPTY],
  ExpandDimsOptions: [52, EMPTY],
  EqualOptions: [53, EMPTY],
  NotEqualOptions: [54, EMPTY],
  ShapeOptions: [55, { outType: tensorType(0) }],
  PowOptions: [56, EMPTY],
  ArgMinOptions: [57, { outputType: tensorType(0) }],
  PackOptions: [59, { valuesCount: int(0), axis: int(1) }],
  LogicalOrOptions: [60, EMPTY],
  OneHotOptions: [61, { axis: int(0) }],
  LogicalAndOptions: [62, EMPTY],
  LogicalNotOptions: [63, EMPTY],
  UnpackOptions: [64, { num: int(0), axis: int(1) }],
  FloorDivOptions: [65, EMPTY],
  SquareOptions: [66, EMPTY],
  ZerosLikeOptions: [67, EMPTY],
  FillOptions: [68, EMPTY],
  FloorModOptions: [72, EMPTY],
  RangeOptions: [73, EMPTY],
  ResizeNearestNeighborOptions: [74, { alignCorners: bool(0), halfPixelCenters: bool(1) }],
  LeakyReluOptions: [75, { alpha: float(0) }],
  SquaredDifferenceOptions: [76, EMPTY],
  MirrorPadOptions: [77, { mode: enumeration(0, 'int8', ['REFLECT', 'SYMMETRIC']) }],
  AbsOptions: [78, EMPTY],
  SplitVOptions: [79, { numSplits: int(0) }],
  AddNOptions: [82, EMPTY],
  GatherNdOptions: [83, EMPTY],
  QuantizeOptions: [89, EMPTY],
  HardSwishOptions: [91, EMPTY],
  DepthToSpaceOptions: [94, { blockSize: int(0) }],
  SelectV2Options: [98, EMPTY],
  BatchMatMulOptions: [101, { adjX: bool(0), adjY: bool(1), asymmetricQuantizeInputs: bool(2) }],
  CumsumOptions: [102, { exclusive: bool(0), reverse: bool(1) }],
  BroadcastToOptions: [104, EMPTY],
  GeluOptions: [116, { approximate: bool(0) }],
  SignOptions: [123, EMPTY],
};

/** By number in the union. */
export const OPTION_TABLES: ReadonlyMap<number, AnyTable> = new Map(
  Object.entries(TABLES).map(([name, [tag, fields]]) => [tag, table<object>(name, fields)]),
);
