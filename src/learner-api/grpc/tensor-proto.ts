/** `tf.make_tensor_proto` and `tf.make_ndarray`: arrays into messages and back. */
import { create } from '@bufbuild/protobuf';
import { AttributeError, PyTypeError, ValueError } from '#errors';
import {
  DataType,
  dataTypeNamed,
  pythonTypeName,
  TensorProtoSchema,
  type TensorProto as Proto,
} from '#formats/saved-model/schema';
import { castArray, toArray, type ConstantValue } from '#graph';
import { DTYPES, NDArray, sizeOf, type DType, type TypedArray } from '#tensor';
import { checkOptions, isPlainObject } from '../python/options';
import { typeName } from '../python/type-name';
import { bodyOf, wrapMessage } from './message';
import { stringsOf, nestedStrings, type StringList } from './string-lists';
import type { TensorProto } from './types';

export interface TensorProtoOptions {
  /** Default: that of the array; whole numbers are int32, others float32. */
  readonly dtype?: DType | 'string';
  /** Default: that of the values. */
  readonly shape?: readonly number[];
}

export type TensorProtoValue = ConstantValue | StringList | TensorProto;

type ValueField = 'floatVal' | 'doubleVal' | 'intVal' | 'int64Val' | 'uint32Val' | 'halfVal';

const VALUE_FIELDS: Readonly<Record<Exclude<DType, 'bool'>, ValueField>> = {
  float32: 'floatVal',
  float64: 'doubleVal',
  uint8: 'intVal',
  int8: 'intVal',
  uint16: 'intVal',
  int16: 'intVal',
  int32: 'intVal',
  int64: 'int64Val',
  uint32: 'uint32Val',
  float16: 'halfVal',
};

/** Types whose arrays of two elements or more travel as their bytes. */
const AS_BYTES: ReadonlySet<DType> = new Set<DType>([
  'float32',
  'float64',
  'uint8',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint32',
  'float16',
]);

/**
 * `tf.make_tensor_proto(values, dtype=None, shape=None)`
 * @param values an array, a number, a text, lists of them
 * @param dtype or `{dtype, shape}`
 * @throws ValueError when there are more values than the shape has places
 */
export function make_tensor_proto(
  values: TensorProtoValue,
  dtype?: DType | 'string' | TensorProtoOptions,
): TensorProto {
  if (bodyOf(values)?.schema.typeName === TensorProtoSchema.typeName) return values as TensorProto;
  const options = isPlainObject(dtype) ? (dtype as TensorProtoOptions) : { dtype: dtype as DType };
  checkOptions('make_tensor_proto', options, ['dtype', 'shape']);
  if (values === null || values === undefined) throw new ValueError('None values not supported.');
  const strings =
    options.dtype === undefined || options.dtype === 'string' ? stringsOf(values) : undefined;
  const proto = strings
    ? stringProto(strings.values, options.shape ?? strings.shape)
    : arrayProto(values as ConstantValue, options as { dtype?: DType; shape?: readonly number[] });
  return wrapMessage(TensorProtoSchema, proto) as unknown as TensorProto;
}

function arrayProto(
  values: ConstantValue,
  { dtype, shape }: { readonly dtype?: DType; readonly shape?: readonly number[] },
): Proto {
  const given = toArray(values, dtype);
  const array = dtype ? castArray(given, dtype) : given;
  const wanted = shape ?? array.shape;
  checkCount(array.size, wanted);
  const proto = emptyProto(array.dtype, wanted);
  const { data } = array;
  if (array.size > 1 && array.size === sizeOf(wanted) && AS_BYTES.has(array.dtype)) {
    proto.tensorContent = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  } else if (array.dtype === 'bool') proto.boolVal = Array.from(data as Uint8Array, Boolean);
  else
    Object.assign(proto, { [VALUE_FIELDS[array.dtype]]: Array.from(data as ArrayLike<unknown>) });
  return proto;
}

function stringProto(values: readonly Uint8Array[], shape: readonly number[]): Proto {
  checkCount(values.length, shape);
  return Object.assign(emptyProto('string', shape), { stringVal: [...values] });
}

function emptyProto(dtype: DType | 'string', shape: readonly number[]): Proto {
  return create(TensorProtoSchema, {
    dtype: dataTypeNamed(dtype)!,
    tensorShape: { dim: shape.map((size) => ({ size: BigInt(size) })) },
  });
}

function checkCount(count: number, shape: readonly number[]): void {
  const most = sizeOf(shape);
  if (count <= most) return;
  throw new ValueError(`Too many elements provided. Takes at most ${most}, but got ${count}.`);
}

/**
 * `tf.make_ndarray(tensor)`: the array that a message holds; texts as lists of bytes.
 * @throws PyTypeError for types that no array here has
 */
export function make_ndarray(tensor: TensorProto): NDArray | StringList {
  const body = bodyOf(tensor);
  if (body?.schema.typeName !== TensorProtoSchema.typeName) {
    throw new AttributeError(`'${typeName(tensor)}' object has no attribute 'tensor_shape'`, {
      hint: 'It takes a TensorProto: tf.make_ndarray(response.outputs["output_0"]).',
    });
  }
  const proto = body.message as Proto;
  const shape = (proto.tensorShape?.dim ?? []).map(({ size }) => Number(size));
  if (proto.dtype === DataType.DT_STRING) return nestedStrings(stringsIn(proto, shape), shape);
  const dtype = pythonTypeName(proto.dtype) ?? '';
  if (!Object.hasOwn(DTYPES, dtype))
    throw new PyTypeError(`Unsupported tensor type: ${proto.dtype}`);
  return new NDArray(dataOf(proto, dtype as DType, sizeOf(shape)), shape, dtype as DType);
}

function dataOf(proto: Proto, dtype: DType, count: number): TypedArray {
  const data = new DTYPES[dtype].array(count);
  const { tensorContent } = proto;
  if (tensorContent.length > 0) {
    const problem = `cannot reshape array of ${tensorContent.length} bytes into ${data.byteLength}`;
    if (tensorContent.length !== data.byteLength) throw new ValueError(problem);
    new Uint8Array(data.buffer).set(tensorContent);
    return data;
  }
  const values = dtype === 'bool' ? proto.boolVal.map(Number) : proto[VALUE_FIELDS[dtype]];
  if (values.length > count) checkCount(values.length, [count]);
  const numbers = data as Float64Array;
  for (const [i, value] of values.entries()) numbers[i] = value as number;
  if (values.length > 0) numbers.fill(values.at(-1) as number, values.length);
  return data;
}

/** The last one stands for all that are not there. */
function stringsIn({ stringVal }: Proto, shape: readonly number[]): readonly Uint8Array[] {
  const last = stringVal.at(-1) ?? new Uint8Array();
  return Array.from({ length: sizeOf(shape) }, (_, i) => stringVal[i] ?? last);
}
