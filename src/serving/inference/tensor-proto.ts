/** Tensors as answers over gRPC hold them: one value after the other, in the field of their type. */
import { create } from '@bufbuild/protobuf';
import { StatusError, type ElementType, type Tensor } from '#executor';
import { dataTypeNamed, TensorProtoSchema, type TensorProto } from '#formats/saved-model/schema';

type ValueField =
  | 'floatVal'
  | 'doubleVal'
  | 'intVal'
  | 'int64Val'
  | 'uint32Val'
  | 'uint64Val'
  | 'halfVal'
  | 'scomplexVal'
  | 'dcomplexVal';

const FIELDS: Readonly<Partial<Record<ElementType, ValueField>>> = {
  float32: 'floatVal',
  float64: 'doubleVal',
  int8: 'intVal',
  uint8: 'intVal',
  int16: 'intVal',
  uint16: 'intVal',
  int32: 'intVal',
  int64: 'int64Val',
  uint32: 'uint32Val',
  uint64: 'uint64Val',
  float16: 'halfVal',
  bfloat16: 'halfVal',
  complex64: 'scomplexVal',
  complex128: 'dcomplexVal',
};

/** @throws StatusError for resources and variants, which no message holds */
export function encodeTensorProto({ dtype, shape, data }: Tensor): TensorProto {
  const proto = create(TensorProtoSchema, {
    dtype: dataTypeNamed(dtype) ?? 0,
    tensorShape: { dim: shape.map((size) => ({ size: BigInt(size) })) },
  });
  if (dtype === 'string') proto.stringVal = [...(data as readonly Uint8Array[])];
  else if (dtype === 'bool') proto.boolVal = Array.from(data as Uint8Array, Boolean);
  else {
    const field = FIELDS[dtype];
    if (!field) throw new StatusError('UNIMPLEMENTED', `A tensor of ${dtype} cannot be sent.`);
    Object.assign(proto, { [field]: Array.from(data as ArrayLike<unknown>) });
  }
  return proto;
}
