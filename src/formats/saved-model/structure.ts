/** Nested lists and dicts of tensors or specs, as functions take and return them. */
export type Structure<T> = T | readonly Structure<T>[] | { readonly [key: string]: Structure<T> };
