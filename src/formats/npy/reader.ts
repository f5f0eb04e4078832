import { ByteReader } from '#bytes';
import { ValueError } from '#errors';
import { DTYPES, NDArray, sizeOf, type TypedArray } from '#tensor';
import { parseDescr } from './descr';
import { damaged, readHeader } from './header';

/**
 * One array, as `np.load` gives it; always in C order, in memory of its own.
 * @param name the file, for messages
 * @throws ValueError for damaged bytes, and for element types that this app has no arrays of
 */
export function readNpy(bytes: Uint8Array, name: string): NDArray {
  const reader = new ByteReader(bytes, name);
  const header = readHeader(reader);
  const type = parseDescr(header.descr);
  if (!type) throw unsupported(header.descr, name);
  const size = sizeOf(header.shape);
  const width = DTYPES[type.dtype].bytes;
  if (!(size * width <= bytes.length)) {
    throw damaged(name, `says ${size} elements, but has only ${bytes.length} bytes`);
  }
  const raw = Uint8Array.from(reader.take(size * width));
  if (type.isBigEndian) swapBytes(raw, width);
  const data = typed(raw, DTYPES[type.dtype].array);
  if (!header.isFortranOrder) return new NDArray(data, header.shape, type.dtype);
  return new NDArray(data, [...header.shape].reverse(), type.dtype).transpose();
}

function typed(
  raw: Uint8Array<ArrayBuffer>,
  array: new (length: number) => TypedArray,
): TypedArray {
  const view = array as unknown as new (buffer: ArrayBuffer) => TypedArray;
  return new view(raw.buffer);
}

function swapBytes(raw: Uint8Array, width: number): void {
  for (let at = 0; at < raw.length; at += width) raw.subarray(at, at + width).reverse();
}

function unsupported(descr: string, name: string): ValueError {
  const isObject = descr.slice(1) === 'O';
  const what = isObject ? 'pickled Python objects' : `elements of type ${descr}`;
  return new ValueError(`${name} holds ${what}, which cannot be read here.`, {
    place: name,
    hint: 'In Python, save numbers: np.save(path, array.astype("float32")).',
  });
}
