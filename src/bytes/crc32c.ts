/** CRC-32C (Castagnoli), the checksum of LevelDB tables, TensorFlow's bundles and its records; eight bytes a step. */

/** x^32 + … with its bits reversed. */
const POLYNOMIAL = 0x82f63b78;
const MASK_DELTA = 0xa282ead8;

/** Eight tables of 256: table k moves a byte past k more zero bytes. */
const TABLES = makeTables();

function makeTables(): Uint32Array {
  const tables = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
    tables[byte] = crc;
  }
  for (let i = 256; i < tables.length; i++) {
    const previous = tables[i - 256]!;
    tables[i] = (previous >>> 8) ^ tables[previous & 255]!;
  }
  return tables;
}

/**
 * @param seed the checksum of the bytes that come before these, to go on from
 * @returns an unsigned 32-bit number
 */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  const whole = bytes.length & ~7;
  let crc = stepEights(~seed, bytes, whole);
  for (let i = whole; i < bytes.length; i++) {
    crc = (crc >>> 8) ^ TABLES[(crc ^ bytes[i]!) & 255]!;
  }
  return ~crc >>> 0;
}

function stepEights(start: number, bytes: Uint8Array, end: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const t = TABLES;
  let crc = start;
  for (let i = 0; i < end; i += 8) {
    const low = view.getInt32(i, true) ^ crc;
    const high = view.getInt32(i + 4, true);
    crc =
      t[1792 + (low & 255)]! ^
      t[1536 + ((low >>> 8) & 255)]! ^
      t[1280 + ((low >>> 16) & 255)]! ^
      t[1024 + (low >>> 24)]! ^
      t[768 + (high & 255)]! ^
      t[512 + ((high >>> 8) & 255)]! ^
      t[256 + ((high >>> 16) & 255)]! ^
      t[high >>> 24]!;
  }
  return crc;
}

/** The form in which LevelDB stores a checksum, lest a checksum be taken of bytes that hold checksums. */
export function maskCrc32c(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}

/** The checksum that was stored masked. */
export function unmaskCrc32c(masked: number): number {
  const rotated = (masked - MASK_DELTA) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}
