/** TensorProto: the value of a constant, as raw bytes, as a list, or as fewer elements of which the last one repeats. */
import { DataType, listedValues, type TensorProto } from '#formats/saved-model/schema';
import { elementCount, elementTypeOf, newData, storageOf } from './element-types';
import { StatusError } from './status';
import { makeTensor, type Tensor } from './tensor';

/** What one constant may take: few bytes of a file can name a huge array of one value. */
const MAX_ELEMENTS = 2 ** 26;

/** @throws StatusError when shape and elements do not fit */
export function decodeTensorProto(proto: TensorProto): Tensor {
  const dtype = elementTypeOf(proto.dtype);
  const shape = (proto.tensorShape?.dim ?? []).map(({ size }) => Number(size));
  const count = elementCount(shape);
  if (proto.tensorShape?.unknownRank || shape.some((size) => size < 0) || count > MAX_ELEMENTS) {
    throw damaged(proto);
  }
  const storage = storageOf(dtype);
  if (!storage) return makeTensor(dtype, shape, stringsOf(proto, count));
  const numbers = count * storage.parts;
  const content = proto.tensorContent;
  const data = newData(dtype, count) as Float64Array;
  if (content.length > 0) {
    if (content.length !== data.byteLength) throw damaged(proto);
    new Uint8Array(data.buffer).set(content);
    return makeTensor(dtype, shape, data);
  }
  const listed = listedValues(proto);
  if (listed.length > numbers) throw damaged(proto);
  fillFrom(data, listed as readonly number[], storage.parts);
  return makeTensor(dtype, shape, data);
}

function stringsOf(proto: TensorProto, count: number): readonly Uint8Array[] {
  const { stringVal } = proto;
  if (proto.dtype !== DataType.DT_STRING || stringVal.length > count) throw damaged(proto);
  const rest = stringVal.at(-1) ?? new Uint8Array(0);
  return Array.from({ length: count }, (_, i) => stringVal[i] ?? rest);
}

/** The last element stands for all that are not there, zero where there is none. */
function fillFrom(data: Float64Array, listed: readonly number[], parts: number): void {
  for (let i = 0; i < listed.length; i++) data[i] = listed[i]!;
  const start = Math.floor(listed.length / parts) * parts;
  if (start === 0) return;
  if (parts === 1) data.fill(listed.at(-1)!, start);
  else for (let i = start; i < data.length; i++) data[i] = data[i - parts]!;
}

function damaged(proto: TensorProto): StatusError {
  const shape = (proto.tensorShape?.dim ?? []).map(({ size }) => size).join(',');
  const type = DataType[proto.dtype] ?? proto.dtype;
  return new StatusError(
    'INVALID_ARGUMENT',
    `Cannot parse tensor from proto: dtype: ${type}, shape: [${shape}]: elements and shape do not fit each other`,
  );
}
