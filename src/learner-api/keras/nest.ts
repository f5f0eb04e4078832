/** Lists and dicts of tensors, as models with several inputs or outputs take and give them. */
import { isPlainObject } from '../options';

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
  const places = new Map<object, U>();
  const marked = mapNest(nest, () => ({}));
  flattenNest<object>(marked).forEach((mark, i) => places.set(mark, leaves[i]!));
  return fill(marked, places);
}

function fill<U>(marked: Nested<object>, places: ReadonlyMap<object, U>): Nested<U> {
  if (places.has(marked)) return places.get(marked)!;
  if (Array.isArray(marked)) return (marked as readonly object[]).map((item) => fill(item, places));
  const entries = Object.entries(marked as { readonly [key: string]: object });
  return Object.fromEntries(entries.map(([key, item]) => [key, fill(item, places)]));
}
