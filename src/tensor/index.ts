export type {
  ArrayOrNumber,
  Operand,
  ReduceArgument,
  ReduceOptions,
  SpreadOptions,
} from './arithmetic';
export { operandValue } from './arithmetic';
export { readerOf, sizeOf, type ArrayValue, type ByteTable, type Reader } from './array-value';
export { arange, concatenate, fromNested, full, ones, stack, zeros } from './create';
export { evenlySpaced } from './filling';
export { floatText } from './decimal';
export { asDType, DTYPES, promote, type DType, type TypedArray } from './dtype';
export { applyBinary, applyUnary, broadcastReader } from './elementwise';
export { AxisError, OverflowError } from './errors';
export { decodeFloat16, encodeFloat16 } from './float16';
export { formatGeneral, formatGeneralFloat32 } from './general-text';
export { layOut, reprArray, type FormatOptions } from './format';
export { NDArray } from './ndarray';
export type { NestedList, PlainList } from './nested';
export type { BinaryName, UnaryName } from './operators';
export { reprText } from './python-text';
export { roundHalfEven } from './rounding';
export { broadcastShapes, formatTuple, stridesOf } from './shape';
