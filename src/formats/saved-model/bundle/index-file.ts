/** `variables.index`: a table of what is in the data files, with a header under the empty key. */
import { DecodeBudget, decodeMessage } from '#containers/protobuf';
import { readTable, type TableEntry } from '#containers/sstable';
import { PyRuntimeError } from '#errors';
import {
  BundleEntryProtoSchema,
  BundleHeaderProto_Endianness,
  BundleHeaderProtoSchema,
  type BundleEntryProto,
  type BundleHeaderProto,
} from '../schema';
import { checkPlaces } from './places';

/** The version of TensorBundle that is read here; TensorFlow has had no other. */
const VERSION = 1;
const ENTRIES_BUDGET = 24 * 2 ** 20;

export interface BundleIndex {
  readonly shards: number;
  readonly entries: ReadonlyMap<string, BundleEntryProto>;
}

/** @throws PyRuntimeError naming the file when it is damaged or not of this kind */
export function readIndex(bytes: Uint8Array, file: string): BundleIndex {
  try {
    const [first, ...rest] = readTable(bytes, file);
    const header = decodeHeader(first, file);
    const entries = decodeEntries(rest, file);
    checkPlaces(entries, header.numShards, file);
    return { shards: header.numShards, entries };
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** TensorFlow's sentence around what is wrong. */
function unreadable(file: string, cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  return new PyRuntimeError(
    `Unable to read file (${file}). Perhaps the file is corrupt or was produced by a newer version of TensorFlow ` +
      `with format changes (failed to seek to header entry): ${cause.message}`,
    {
      place: file,
      hint: 'Make the SavedModel again, or take a fresh copy of its variables/.',
      cause,
    },
  );
}

function decodeHeader(first: TableEntry | undefined, file: string): BundleHeaderProto {
  if (!first || first.key.length > 0) throw new PyRuntimeError('there is no header entry');
  const header = decodeMessage(BundleHeaderProtoSchema, first.value, { file: `${file} (header)` });
  if (header.endianness !== BundleHeaderProto_Endianness.LITTLE) {
    throw new PyRuntimeError('its tensors are big-endian, which is not supported');
  }
  const needed = header.version?.minConsumer ?? 0;
  if (needed > VERSION) {
    throw new PyRuntimeError(
      `Checkpoint min consumer version ${needed} above current version ${VERSION} for TensorFlow`,
    );
  }
  if (header.numShards < 1) throw new PyRuntimeError(`it claims ${header.numShards} data files`);
  return header;
}

function decodeEntries(rows: readonly TableEntry[], file: string): Map<string, BundleEntryProto> {
  const budget = new DecodeBudget(ENTRIES_BUDGET);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const entries = new Map<string, BundleEntryProto>();
  for (const { key, value } of rows) {
    const name = decoder.decode(key);
    const place = `${file} (entry of '${name}')`;
    entries.set(name, decodeMessage(BundleEntryProtoSchema, value, { file: place, budget }));
  }
  return entries;
}
