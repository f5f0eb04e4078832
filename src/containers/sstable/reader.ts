/** Reads a LevelDB table whole. Blocks must follow each other and keys must rise, so no byte is read twice. */
import { ByteReader, crc32c, unmaskCrc32c } from '#bytes';
import { ValueError } from '#errors';
import { EntryList } from './entry-list';
import { readBlock } from './read-block';
import {
  COMPRESSION,
  FOOTER_BYTES,
  MAGIC,
  TRAILER_BYTES,
  type BlockHandle,
  type TableEntry,
} from './schema';

/**
 * The entries of a table, in the order of their keys' bytes.
 * @param name the file, for messages
 * @throws ValueError naming the file, when it is damaged or compressed
 */
export function readTable(bytes: Uint8Array, name: string): TableEntry[] {
  const { metaindex, index } = readFooter(bytes, name);
  blockAt(bytes, metaindex, name);
  const blocks = new EntryList();
  readBlock(blockAt(bytes, index, name), `${name}, index block`, blocks);
  const list = new EntryList();
  let end = 0;
  for (const { value } of blocks.entries) {
    const handle = readHandle(new ByteReader(value, `${name}, index block`));
    if (handle.offset < end) {
      throw damaged(name, 'blocks overlap', `, data block at byte ${handle.offset}`);
    }
    end = handle.offset + handle.size + TRAILER_BYTES;
    readBlock(blockAt(bytes, handle, name), `${name}, block at byte ${handle.offset}`, list);
  }
  return list.entries;
}

function readFooter(bytes: Uint8Array, name: string) {
  if (bytes.length < FOOTER_BYTES) {
    throw damaged(name, 'file is too short to be an sstable', `, ${bytes.length} bytes`);
  }
  const footer = bytes.subarray(bytes.length - FOOTER_BYTES);
  if (MAGIC.some((byte, i) => footer[FOOTER_BYTES - MAGIC.length + i] !== byte)) {
    throw damaged(name, 'not an sstable (bad magic number)');
  }
  const reader = new ByteReader(footer, `${name}, footer`);
  return { metaindex: readHandle(reader), index: readHandle(reader) };
}

function readHandle(reader: ByteReader): BlockHandle {
  return { offset: reader.varint64(), size: reader.varint64() };
}

/** The block's bytes without its trailer, once its place and its checksum have been checked. */
function blockAt(bytes: Uint8Array, { offset, size }: BlockHandle, name: string): Uint8Array {
  const end = offset + size;
  if (end + TRAILER_BYTES > bytes.length - FOOTER_BYTES) {
    throw damaged(name, 'truncated block read', `, ${size} bytes at byte ${offset}`);
  }
  const trailer = new ByteReader(bytes, name).at(end);
  const compression = trailer.uint8();
  const actual = crc32c(bytes.subarray(offset, end + 1));
  if (unmaskCrc32c(trailer.uint32LE()) !== actual) {
    throw damaged(name, 'block checksum mismatch', `, block at byte ${offset}`);
  }
  if (compression !== COMPRESSION.none) throw compressed(compression, offset, name);
  return bytes.subarray(offset, end);
}

function compressed(compression: number, offset: number, name: string): ValueError {
  const how = compression === COMPRESSION.snappy ? 'with Snappy' : `in way ${compression}`;
  return new ValueError(`${name}: the block at byte ${offset} is compressed ${how}.`, {
    place: name,
    hint: 'Only uncompressed tables are read here, which is what TensorFlow writes. Save the model again with TensorFlow.',
  });
}

/** @param problem in LevelDB's words, with which the message begins */
function damaged(name: string, problem: string, where = ''): ValueError {
  return new ValueError(`${problem} (${name}${where})`, {
    place: name,
    hint: 'The file is cut short or damaged. Make it again, or take a fresh copy.',
  });
}
