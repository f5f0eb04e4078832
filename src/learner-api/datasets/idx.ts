/** The IDX format: 0, 0, element type (8 = uint8), number of dimensions, the dimensions as big-endian uint32, data. */
import { sizeOf } from '#tensor';
import { corrupted } from './errors';

const UINT8 = 8;

/**
 * The elements of an IDX file of bytes, in the file's own memory.
 *
 * @param shape what the file's dimensions must be
 * @throws ValueError that names the file when the header or the size is not as expected
 */
export function parseIdx(
  file: Uint8Array<ArrayBuffer>,
  shape: readonly number[],
  name: string,
): Uint8Array<ArrayBuffer> {
  const header = 4 + 4 * shape.length;
  if (file.length < header) throw corrupted(name, `${file.length} bytes are no IDX file.`);
  const view = new DataView(file.buffer, file.byteOffset, header);
  const magic = view.getUint32(0);
  if (magic !== UINT8 * 256 + shape.length) {
    throw corrupted(name, `the IDX magic number is 0x${magic.toString(16).padStart(8, '0')}.`);
  }
  const dims = shape.map((_, i) => view.getUint32(4 + 4 * i));
  if (dims.join() !== shape.join()) {
    throw corrupted(name, `its shape is (${dims.join(', ')}), not (${shape.join(', ')}).`);
  }
  const size = sizeOf(shape);
  if (file.length !== header + size) {
    throw corrupted(name, `${file.length - header} of ${size} elements are there.`);
  }
  return file.subarray(header);
}
