/** Where a bundle's tensors are in its data files. */
import { PyRuntimeError } from '#errors';
import type { BundleEntryProto } from '../schema';

/** No more than this many dimensions, as in TensorFlow. */
const MAX_RANK = 254;

/** The bytes of one tensor in its data file. */
export interface Place {
  readonly shard: number;
  readonly offset: number;
  readonly size: number;
}

export function placeOf(entry: BundleEntryProto): Place {
  return { shard: entry.shardId, offset: Number(entry.offset), size: Number(entry.size) };
}

/**
 * No two tensors may share bytes, so what is read is never more than the data files hold.
 * @throws PyRuntimeError naming the keys
 */
export function checkPlaces(
  entries: ReadonlyMap<string, BundleEntryProto>,
  shards: number,
  file: string,
): void {
  const places = [...entries].map(([key, entry]) => ({ key, ...placeOf(entry) }));
  for (const { key, shard, offset, size } of places) {
    if (shard < 0 || shard >= shards) {
      throw wrong(`'${key}' is in data file ${shard} of ${shards}`, file);
    }
    if (offset < 0 || size < 0 || !Number.isSafeInteger(offset + size)) {
      throw wrong(`'${key}' has ${size} bytes from byte ${offset}`, file);
    }
  }
  const filled = places.filter(({ size }) => size > 0);
  filled.sort((a, b) => a.shard - b.shard || a.offset - b.offset);
  for (const [i, next] of filled.entries()) {
    const place = filled[i - 1];
    if (place?.shard === next.shard && place.offset + place.size > next.offset) {
      throw wrong(`'${place.key}' and '${next.key}' share bytes`, file);
    }
  }
}

/** @throws PyRuntimeError naming the key, for a shape that no array has */
export function arrayShape(key: string, entry: BundleEntryProto, file: string): number[] {
  const dims = entry.shape?.dim ?? [];
  const shape = dims.map(({ size }) => Number(size));
  if (entry.shape?.unknownRank || dims.length > MAX_RANK || shape.some((size) => size < 0)) {
    throw wrong(`'${key}' has no shape that an array can have`, file);
  }
  return shape;
}

function wrong(problem: string, file: string): PyRuntimeError {
  return new PyRuntimeError(`${file} is damaged: ${problem}.`, {
    place: file,
    hint: 'Make the SavedModel again, or take a fresh copy of its variables/.',
  });
}
