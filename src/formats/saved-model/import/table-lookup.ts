/** A table look-up as arithmetic with constants, so that engines know nothing of tables. */
import { NotImplementedError, ValueError } from '#errors';
import { castArray, fromNumbers, type GraphBuilder, type SymbolicTensor } from '#graph';
import { DTYPES, NDArray } from '#tensor';
import type { TableEntries } from './table-source';

/** There may be so many keys, and a list of all between the smallest and the largest may be as long, */
const MOST_PLACES = 2 ** 20;
/** and this many keys may be compared with every element. */
const MOST_COMPARED = 2 ** 13;
const INT32 = 2 ** 31;

/**
 * The values of the keys in `x`.
 * @param fallback scalar for keys that the table does not have
 * @param place for messages
 * @throws NotImplementedError for tables that are too large, ValueError for those with a key twice
 */
export function lookUp(
  builder: GraphBuilder,
  x: SymbolicTensor,
  entries: TableEntries,
  fallback: NDArray,
  place: string,
): SymbolicTensor {
  const { keys, values } = entries;
  const index = indexOf(entries, place);
  const other = fallback.data[0]!;
  const results = index.results.get(other) ?? withFallback(values, fallback);
  index.results.set(other, results);
  const row = index.list
    ? denseIndex(builder, x, index.list, index.low, keys.size)
    : comparedIndex(builder, x, keys, place);
  return builder.addNode('GatherV2', [results, row, 0], {}, 'GatherV2');
}

/** What is made of a table once, however many nodes look up in it. */
interface TableIndex {
  /** For every number from `low` to the largest key the row, or the number of rows; undefined if keys are far apart. */
  readonly list: NDArray | undefined;
  readonly low: number;
  /** Values by what is returned for other keys, which stands last. */
  readonly results: Map<number | bigint, NDArray>;
}

const indexes = new WeakMap<TableEntries, TableIndex>();

function indexOf(entries: TableEntries, place: string): TableIndex {
  const known = indexes.get(entries);
  if (known) return known;
  const { keys, values } = entries;
  if (keys.size !== values.size)
    throw new ValueError(`The table of ${place} has ${keys.size} keys and ${values.size} values.`);
  const places = placesOf(keys, place);
  const [low, high] = range(places);
  const row = (_: unknown, i: number) => places.get(low + i) ?? places.size;
  const list = isDense(places)
    ? fromNumbers(Array.from({ length: high - low + 1 }, row), [high - low + 1], 'int32')
    : undefined;
  const index = { list, low, results: new Map<number | bigint, NDArray>() };
  indexes.set(entries, index);
  return index;
}

/** Where each key stands. */
function placesOf(keys: NDArray, place: string): ReadonlyMap<number, number> {
  if (keys.size > MOST_PLACES)
    throw new NotImplementedError(
      `The table of ${place} has ${keys.size} keys; ${MOST_PLACES} are the most in the browser.`,
      { place },
    );
  const places = new Map<number, number>();
  Array.from(keys.data as ArrayLike<number | bigint>, Number).forEach((key, i) => {
    if (places.has(key)) throw new ValueError(`The table of ${place} has the key ${key} twice.`);
    if (!Number.isInteger(key) || key < -INT32 || key >= INT32)
      throw new NotImplementedError(
        `The table of ${place} has the key ${key}; in the browser keys are whole numbers of 32 bits.`,
        { place },
      );
    places.set(key, i);
  });
  return places;
}

function withFallback(values: NDArray, fallback: NDArray): NDArray {
  const last = castArray(fallback, values.dtype);
  const data = new DTYPES[values.dtype].array(values.size + 1);
  for (let i = 0; i < values.size; i++) data[i] = values.data[i]!;
  data[values.size] = last.data[0]!;
  return new NDArray(data, [values.size + 1], values.dtype);
}

function range(places: ReadonlyMap<number, number>): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const key of places.keys()) [low, high] = [Math.min(low, key), Math.max(high, key)];
  return places.size === 0 ? [0, 0] : [low, high];
}

function isDense(places: ReadonlyMap<number, number>): boolean {
  const [low, high] = range(places);
  return high - low < Math.min(MOST_PLACES, Math.max(1024, 16 * places.size));
}

/** Picks from a list that has a place for every number between the smallest and the largest key. */
function denseIndex(
  builder: GraphBuilder,
  x: SymbolicTensor,
  list: NDArray,
  low: number,
  missing: number,
): SymbolicTensor {
  const high = low + list.size - 1;
  const isInside = x.greater_equal(low).logical_and(x.less_equal(high));
  const offset = builder.addNode('SelectV2', [isInside, x.sub(low), x.mul(0)]);
  const index = builder.addNode('GatherV2', [list, offset, 0]);
  return builder.addNode('SelectV2', [isInside, index, missing]);
}

/** Compares every element with every key. */
function comparedIndex(
  builder: GraphBuilder,
  x: SymbolicTensor,
  keys: NDArray,
  place: string,
): SymbolicTensor {
  if (keys.size > MOST_COMPARED)
    throw new NotImplementedError(
      `The table of ${place} has ${keys.size} keys far apart; ${MOST_COMPARED} are the most in the browser.`,
      { place },
    );
  const isEqual = x.expand_dims(-1).equal(castArray(keys, x.dtype));
  const first = isEqual.astype('int32').argmax(-1, 'int32');
  return builder.addNode('SelectV2', [isEqual.any({ axis: -1 }), first, keys.size]);
}
