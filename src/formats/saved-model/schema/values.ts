import { DataType, type TensorProto } from './saved_model_pb';

/** The elements that a tensor lists, in the field of its type; complex numbers as pairs, 16-bit floats as their bits. */
export function listedValues(proto: TensorProto): readonly (number | bigint)[] {
  switch (proto.dtype) {
    case DataType.DT_FLOAT:
      return proto.floatVal;
    case DataType.DT_DOUBLE:
      return proto.doubleVal;
    case DataType.DT_HALF:
    case DataType.DT_BFLOAT16:
      return proto.halfVal;
    case DataType.DT_INT64:
      return proto.int64Val;
    case DataType.DT_UINT64:
      return proto.uint64Val;
    case DataType.DT_UINT32:
      return proto.uint32Val;
    case DataType.DT_COMPLEX64:
      return proto.scomplexVal;
    case DataType.DT_COMPLEX128:
      return proto.dcomplexVal;
    case DataType.DT_BOOL:
      return proto.boolVal.map(Number);
    default:
      return proto.intVal;
  }
}
