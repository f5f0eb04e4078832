import type { ByteReader } from '#bytes';
import { NotImplementedError } from '#errors';
import { DTYPES, NDArray, type DType } from '#tensor';
import { ForeignFeature, type Hdf5File } from './file';
import type { Messages } from './read-object';
import { LAYOUT, MESSAGE, TYPE_CLASS } from './schema';

const MAX_NDIM = 32;

/** @throws ForeignFeature for chunked data and types beyond little-endian numbers */
export function readDataset(file: Hdf5File, messages: Messages, path: string): NDArray {
  const shape = readShape(file, wanted(file, messages, MESSAGE.dataspace, path), path);
  const dtype = readDatatype(wanted(file, messages, MESSAGE.datatype, path), file.name, path);
  const raw = readLayout(file, wanted(file, messages, MESSAGE.layout, path));
  const size = shape.reduce((product, dim) => product * dim, DTYPES[dtype].bytes);
  if (raw.length !== size) {
    throw file.damaged(
      `dataset "${path}" of shape (${shape.join(', ')}) and type ${dtype} needs ${size} bytes, not ${raw.length}`,
    );
  }
  const { array, bytes } = DTYPES[dtype];
  const data = new array(size / bytes);
  new Uint8Array(data.buffer).set(raw);
  return new NDArray(data, shape, dtype);
}

function wanted(file: Hdf5File, messages: Messages, type: number, path: string): ByteReader {
  const message = messages.get(type);
  if (!message) throw file.damaged(`dataset "${path}" lacks its header message of type ${type}`);
  return message;
}

/** Dataspace message, versions 1 and 2. */
function readShape(file: Hdf5File, message: ByteReader, path: string): number[] {
  const version = message.uint8();
  const ndim = message.uint8();
  message.skip(1);
  if (version === 1) message.skip(5);
  else if (version !== 2) throw new ForeignFeature(`dataspace version ${version}`);
  else if (message.uint8() === 2) throw new ForeignFeature('a null dataspace');
  if (ndim > MAX_NDIM) throw file.damaged(`dataset "${path}" has ${ndim} dimensions`);
  const shape: number[] = [];
  for (let i = 0; i < ndim; i++) {
    const dim = message.uint64LE();
    if (dim > 2 ** 32) throw file.damaged(`dataset "${path}" has a dimension of ${dim}`);
    shape.push(dim);
  }
  return shape;
}

/** Sign place, exponent place and bits, mantissa place and bits, bias, of IEEE numbers by size in bytes. */
const IEEE: Readonly<Record<number, string>> = {
  2: '15,10,5,0,10,15',
  4: '31,23,8,0,23,127',
  8: '63,52,11,0,52,1023',
};
const BIG_ENDIAN = 1;
const SIGNED = 8;

/** Datatype message, versions 1 to 3: little-endian integers and IEEE floats. */
function readDatatype(message: ByteReader, name: string, path: string): DType {
  const typeClass = message.uint8() & 15;
  const bits = message.uint8();
  const sign = message.uint8();
  message.skip(1);
  const size = message.uint32LE();
  if (typeClass !== TYPE_CLASS.integer && typeClass !== TYPE_CLASS.float) {
    throw new ForeignFeature(`datatype class ${typeClass}`);
  }
  if (bits & BIG_ENDIAN) throw new ForeignFeature('big-endian numbers');
  if (message.uint16LE() !== 0 || message.uint16LE() !== size * 8) {
    throw new ForeignFeature('numbers with padding bits');
  }
  if (typeClass === TYPE_CLASS.float) {
    const parts = [sign, message.uint8(), message.uint8(), message.uint8(), message.uint8()];
    if (IEEE[size] !== [...parts, message.uint32LE()].join()) {
      throw new ForeignFeature('floats that are not IEEE 754');
    }
  }
  const kind = typeClass === TYPE_CLASS.float ? 'float' : bits & SIGNED ? 'int' : 'uint';
  return toDType(`${kind}${size * 8}`, name, path);
}

/** @throws NotImplementedError for types that have no typed array here, such as uint64 */
export function toDType(type: string, name: string, path: string): DType {
  if (Object.hasOwn(DTYPES, type)) return type as DType;
  throw new NotImplementedError(`${name}: dataset "${path}" has the type ${type}.`, {
    place: path,
    hint: `Types that can be read: ${Object.keys(DTYPES).join(', ')}.`,
  });
}

/** Data layout message, version 3: where the bytes are. */
function readLayout(file: Hdf5File, message: ByteReader): Uint8Array {
  const version = message.uint8();
  const layoutClass = message.uint8();
  if (version !== 3) throw new ForeignFeature(`data layout version ${version}`);
  if (layoutClass === LAYOUT.compact) return message.take(message.uint16LE());
  if (layoutClass !== LAYOUT.contiguous) throw new ForeignFeature('chunked data');
  const address = message.uint64LE();
  const size = message.uint64LE();
  return size === 0 ? new Uint8Array() : file.take(address, size);
}
