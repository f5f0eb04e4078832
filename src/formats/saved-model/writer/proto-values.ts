/** Dtypes, shapes, tensors and attribute values as TensorFlow's messages hold them. */
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AttrValue as GraphAttr, Shape, TensorSpec } from '#graph';
import { NDArray, type DType } from '#tensor';
import {
  DataType,
  dataTypeNamed,
  type AttrValueSchema,
  type TensorProto,
  type TensorProtoSchema,
  type TensorShapeProtoSchema,
} from '../schema';

export type AttrInit = MessageInitShape<typeof AttrValueSchema>;
export type ShapeInit = MessageInitShape<typeof TensorShapeProtoSchema>;
export type TensorInit = MessageInitShape<typeof TensorProtoSchema>;
type ElementField = Partial<
  Pick<
    TensorProto,
    'floatVal' | 'doubleVal' | 'halfVal' | 'int64Val' | 'uint32Val' | 'boolVal' | 'intVal'
  >
>;

export function dataType(dtype: TensorSpec['dtype']): DataType {
  return dataTypeNamed(dtype)!;
}

/** Unknown sizes are -1. */
export function shapeProto(shape: Shape): ShapeInit {
  return { dim: shape.map((size) => ({ size: BigInt(size ?? -1) })) };
}

/** One element goes into the field of its type, as TensorFlow writes it; several are raw little-endian bytes. */
function tensorProto(array: NDArray): TensorInit {
  const { data, dtype, shape } = array;
  const head = { dtype: dataType(dtype), tensorShape: shapeProto(shape) };
  if (data.length === 1) return { ...head, ...oneElement(data[0]!, dtype) };
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { ...head, tensorContent: bytes.slice() };
}

function oneElement(value: number | bigint, dtype: DType): ElementField {
  switch (dtype) {
    case 'float32':
      return { floatVal: [Number(value)] };
    case 'float64':
      return { doubleVal: [Number(value)] };
    case 'float16':
      return { halfVal: [Number(value)] };
    case 'int64':
      return { int64Val: [BigInt(value)] };
    case 'uint32':
      return { uint32Val: [Number(value)] };
    case 'bool':
      return { boolVal: [Number(value) !== 0] };
    default:
      return { intVal: [Number(value)] };
  }
}

/** A scalar string, or a vector of strings. */
export function stringTensor(value: Uint8Array | readonly string[]): TensorInit {
  const isScalar = value instanceof Uint8Array;
  return {
    dtype: DataType.DT_STRING,
    tensorShape: shapeProto(isScalar ? [] : [value.length]),
    stringVal: isScalar ? [value] : value.map(utf8),
  };
}

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export const typeAttr = (dtype: TensorSpec['dtype']): AttrInit => ({
  value: { case: 'type', value: dataType(dtype) },
});
export const shapeAttr = (shape: Shape): AttrInit => ({
  value: { case: 'shape', value: shapeProto(shape) },
});
export const tensorAttr = (tensor: TensorInit): AttrInit => ({
  value: { case: 'tensor', value: tensor },
});
export const bytesAttr = (bytes: Uint8Array): AttrInit => ({ value: { case: 's', value: bytes } });
export const textAttr = (text: string): AttrInit => bytesAttr(utf8(text));
export const functionAttr = (name: string): AttrInit => ({
  value: { case: 'func', value: { name } },
});
export const typesAttr = (dtypes: readonly TensorSpec['dtype'][]): AttrInit => ({
  value: { case: 'list', value: { type: dtypes.map(dataType) } },
});
export const shapesAttr = (shapes: readonly Shape[]): AttrInit => ({
  value: { case: 'list', value: { shape: shapes.map(shapeProto) } },
});
export const intsAttr = (values: readonly number[]): AttrInit => ({
  value: { case: 'list', value: { i: values.map(BigInt) } },
});

/**
 * An attribute of a graph's node.
 * @param kind as the op declares it: numbers do not say themselves whether they are whole
 */
export function graphAttr(value: GraphAttr, kind: string): AttrInit {
  if (value instanceof NDArray) return tensorAttr(tensorProto(value));
  if (typeof value === 'boolean') return { value: { case: 'b', value } };
  if (typeof value === 'string') return textAttr(value);
  if (typeof value === 'number') return numberAttr(value, kind);
  if ('type' in value) return typeAttr(value.type);
  if ('shape' in value) return shapeAttr(value.shape);
  if (kind !== 'list(float)') return intsAttr(value);
  return { value: { case: 'list', value: { f: [...value] } } };
}

function numberAttr(value: number, kind: string): AttrInit {
  if (kind === 'float') return { value: { case: 'f', value } };
  return { value: { case: 'i', value: BigInt(value) } };
}
