/** A table look-up as arithmetic with constants, so that engines know nothing of tables. */
import { NotImplementedError, ValueError } from '#errors';
import { castArray, fromNumbers, type GraphBuilder, type SymbolicTensor } from '#graph';
import { DTYPES, NDArray } from '#tensor';
import type { TableEntries } from './table-source';

/** A list of all keys between the smallest and the largest may be this long, */
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
  { keys, values }: TableEntries,
  fallback: NDArray,
  place: string,
): SymbolicTensor {
  const places = placesOf(keys, place);
  const results = withFallback(values, fallback);
  const missing = keys.size;
  const index = isDense(places)
    ? denseIndex(builder, x, places, missing)
    : comparedIndex(builder, x, keys, missing, place);
  return builder.addNode('GatherV2', [results, index, 0], {}, 'GatherV2');
}

/** Where each key stands. */
function placesOf(keys: NDArray, place: string): ReadonlyMap<number, number> {
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
  places: ReadonlyMap<number, number>,
  missing: number,
): SymbolicTensor {
  const [low, high] = range(places);
  const list = Array.from({ length: high - low + 1 }, (_, i) => places.get(low + i) ?? missing);
  const isInside = x.greater_equal(low).logical_and(x.less_equal(high));
  const offset = builder.addNode('SelectV2', [isInside, x.sub(low), x.mul(0)]);
  const index = builder.addNode('GatherV2', [fromNumbers(list, [list.length], 'int32'), offset, 0]);
  return builder.addNode('SelectV2', [isInside, index, missing]);
}

/** Compares every element with every key. */
function comparedIndex(
  builder: GraphBuilder,
  x: SymbolicTensor,
  keys: NDArray,
  missing: number,
  place: string,
): SymbolicTensor {
  if (keys.size > MOST_COMPARED)
    throw new NotImplementedError(
      `The table of ${place} has ${keys.size} keys far apart; ${MOST_COMPARED} are the most in the browser.`,
      { place },
    );
  const isEqual = x.expand_dims(-1).equal(castArray(keys, x.dtype));
  const first = isEqual.astype('int32').argmax(-1, 'int32');
  return builder.addNode('SelectV2', [isEqual.any({ axis: -1 }), first, missing]);
}
