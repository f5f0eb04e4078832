/** The layout of a LevelDB table, as TensorFlow writes it for the index of a checkpoint. */

/** At the file's end, little-endian. */
export const MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb] as const;

/** Two block handles, filled up with zeros, and the magic number. */
export const FOOTER_BYTES = 48;

/** After each block: its compression, and the masked checksum of the block and that byte. */
export const TRAILER_BYTES = 5;

export const COMPRESSION = { none: 0, snappy: 1 } as const;

/** Where a block is, without its trailer. */
export interface BlockHandle {
  readonly offset: number;
  readonly size: number;
}

export interface TableEntry {
  readonly key: Uint8Array;
  /** A view of the table's bytes. */
  readonly value: Uint8Array;
}
