/** Records of a TFRecord file: length, its checksum, bytes, their checksum. Failures in the words of TensorFlow's reader. */
import { crc32c, unmaskCrc32c } from '#bytes';
import { StatusError } from '#executor';

const HEADER = 12;
const FOOTER = 4;

/** @throws StatusError DATA_LOSS when it comes to a damaged record; bytes that are no whole header end the file */
export function* readTfRecords(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + HEADER <= bytes.length) {
    check(view, at, 8, at === 0 ? ' (Is this even a TFRecord file?)' : '');
    const length = Number(view.getBigUint64(at, true));
    const start = at + HEADER;
    if (start + length + FOOTER > bytes.length) {
      const problem = `truncated record at ${at}' failed with Read less bytes than requested`;
      throw new StatusError('DATA_LOSS', problem);
    }
    check(view, start, length, '');
    yield bytes.subarray(start, start + length);
    at = start + length + FOOTER;
  }
}

/** Compares with the checksum that follows. */
function check(view: DataView, start: number, length: number, hint: string): void {
  const expected = unmaskCrc32c(view.getUint32(start + length, true));
  const content = new Uint8Array(view.buffer, view.byteOffset + start, length);
  if (crc32c(content) === expected) return;
  throw new StatusError('DATA_LOSS', `corrupted record at ${start}${hint}`);
}
