/** Lists and dicts of tensors, as models with several inputs or outputs take and give them. */
import { isPlainObject } from '../python/options';

/** One value, or a list or dict of them, to any depth. */
export type Nested<T> = T | readonly Nested<T>[] | { readonly [key: string]: Nested<T> };

/** The leaves in order; a dict's in the order of its sorted keys, as Keras's `tree.flatten`. */
export function flattenNest<T>(nest: Nested<T>): T[] {
  if (Array.isArray(nest))
    return (nest as readonly Nested<T>[]).flatMap((item) => flattenNest(item));
  if (!isPlainObject(nest)) return [nest as T];
  const dict = nest as { readonly [key: string]: Nested<T> };
  return Object.keys(dict)
    .sort()
    .flatMap((key) => flattenNest<T>(dict[key]!));
}

/** The same structure with every leaf replaced. */
export function mapNest<T, U>(nest: Nested<T>, map: (leaf: T) => U): Nested<U> {
  if (Array.isArray(nest)) return (nest as readonly Nested<T>[]).map((item) => mapNest(item, map));
  if (!isPlainObject(nest)) return map(nest as T);
  const entries = Object.entries(nest as { readonly [key: string]: Nested<T> });
  return Object.fromEntries(entries.map(([key, item]) => [key, mapNest(item, map)]));
}

/** The structure of `nest` filled with these leaves, in the order of `flattenNest`. */
export function packNest<U>(nest: Nested<unknown>, leaves: readonly U[]): Nested<U> {
  const marked = mapNest<unknown, symbol>(nest, () => Symbol());
  const places = new Map(flattenNest(marked).map((mark, i) => [mark, leaves[i]!]));
  return mapNest(marked, (mark) => places.get(mark)!);
}
