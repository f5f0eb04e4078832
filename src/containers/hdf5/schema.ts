/**
 * What reader and writer of HDF5 share: the tree, and numbers of the HDF5 File Format Specification 3.0, whose section
 * names stand behind them.
 */
import type { NDArray } from '#tensor';

/**
 * Group path → its datasets by name. The root group is `''`, others have no slash at either end (`layers/dense/vars`).
 * Every group is listed, those without datasets with an empty map. Scalars have the shape `[]`.
 */
export type Hdf5Tree = ReadonlyMap<string, ReadonlyMap<string, NDArray>>;

/** Superblock: the first eight bytes of a file. */
export const SIGNATURE = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);

/** "Undefined address": all ones, read as the nearest double. */
export const UNDEFINED_ADDRESS = 2 ** 64;

/** Group leaf node K: a symbol table node holds 2K entries. */
export const LEAF_K = 4;

/** Object header message types. */
export const MESSAGE = {
  nil: 0x00,
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  groupInfo: 0x0a,
  filters: 0x0b,
  continuation: 0x10,
  symbolTable: 0x11,
} as const;

/** Symbol table entry: cache types. */
export const CACHE = { none: 0, group: 1, softLink: 2 } as const;

/** Data layout message: classes. */
export const LAYOUT = { compact: 0, contiguous: 1 } as const;

/** Datatype message: classes. */
export const TYPE_CLASS = { integer: 0, float: 1 } as const;
