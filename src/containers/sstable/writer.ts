/** Writes a LevelDB table as TensorFlow does: the same entries give the same bytes. */
import { ByteWriter, crc32c, maskCrc32c } from '#bytes';
import { BlockBuilder } from './block-builder';
import { separator, successor } from './short-keys';
import { COMPRESSION, FOOTER_BYTES, MAGIC, type BlockHandle } from './schema';

/** A data block ends with the entry that brings it to this size. */
const BLOCK_BYTES = 262_144;
const DATA_RESTART_INTERVAL = 16;
const INDEX_RESTART_INTERVAL = 1;

/** @param entries in the order of their keys' bytes, each key once */
export function writeTable(
  entries: Iterable<readonly [key: Uint8Array, value: Uint8Array]>,
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  const index = new BlockBuilder(INDEX_RESTART_INTERVAL);
  let block = new BlockBuilder(DATA_RESTART_INTERVAL);
  let lastKey: Uint8Array = new Uint8Array(0);
  let pending: BlockHandle | undefined;
  for (const [key, value] of entries) {
    if (pending) index.add(separator(lastKey, key), encodeHandle(pending));
    pending = undefined;
    block.add(key, value);
    lastKey = key;
    if (block.size < BLOCK_BYTES) continue;
    pending = writeBlock(writer, block);
    block = new BlockBuilder(DATA_RESTART_INTERVAL);
  }
  if (!block.isEmpty) pending = writeBlock(writer, block);
  const metaindex = writeBlock(writer, new BlockBuilder(DATA_RESTART_INTERVAL));
  if (pending) index.add(successor(lastKey), encodeHandle(pending));
  return writeFooter(writer, metaindex, writeBlock(writer, index));
}

function writeBlock(writer: ByteWriter, builder: BlockBuilder): BlockHandle {
  const offset = writer.length;
  const block = builder.finish();
  const crc = crc32c(Uint8Array.of(COMPRESSION.none), crc32c(block));
  writer.bytes(block).uint8(COMPRESSION.none).uint32LE(maskCrc32c(crc));
  return { offset, size: block.length };
}

function writeFooter(
  writer: ByteWriter,
  metaindex: BlockHandle,
  index: BlockHandle,
): Uint8Array<ArrayBuffer> {
  const handles = new ByteWriter(FOOTER_BYTES);
  for (const { offset, size } of [metaindex, index]) handles.varint(offset).varint(size);
  const padding = FOOTER_BYTES - MAGIC.length - handles.length;
  return writer
    .bytes(handles.finish())
    .zeros(padding)
    .uint8(...MAGIC)
    .finish();
}

function encodeHandle({ offset, size }: BlockHandle): Uint8Array {
  return new ByteWriter(16).varint(offset).varint(size).finish();
}
