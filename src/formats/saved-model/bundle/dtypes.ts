/** Which element types of TensorFlow's arrays here have. */
import type { DType } from '#tensor';
import { DataType } from '../schema';

const DTYPES: readonly (readonly [DataType, DType])[] = [
  [DataType.DT_FLOAT, 'float32'],
  [DataType.DT_DOUBLE, 'float64'],
  [DataType.DT_HALF, 'float16'],
  [DataType.DT_INT64, 'int64'],
  [DataType.DT_INT32, 'int32'],
  [DataType.DT_INT16, 'int16'],
  [DataType.DT_INT8, 'int8'],
  [DataType.DT_UINT32, 'uint32'],
  [DataType.DT_UINT16, 'uint16'],
  [DataType.DT_UINT8, 'uint8'],
  [DataType.DT_BOOL, 'bool'],
];

const FROM_PROTO = new Map(DTYPES);
const TO_PROTO = new Map(DTYPES.map(([proto, dtype]) => [dtype, proto]));

/** Undefined for a type that no array here can have. */
export function dtypeOf(type: DataType): DType | undefined {
  return FROM_PROTO.get(type);
}

export function protoDtype(dtype: DType): DataType {
  return TO_PROTO.get(dtype)!;
}

/** `DT_FLOAT`; a number that TensorFlow does not use stands for itself. */
export function dtypeName(type: DataType): string {
  return DataType[type] ?? `type ${type}`;
}
