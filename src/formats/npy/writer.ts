import type { NDArray } from '#tensor';
import { descrOf } from './descr';
import { writeHeader } from './header';

/** The bytes that `np.save` writes for this array. */
export function writeNpy(array: NDArray): Uint8Array<ArrayBuffer> {
  const { data, dtype, shape } = array;
  const header = writeHeader({ descr: descrOf(dtype), isFortranOrder: false, shape });
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return bytes;
}
