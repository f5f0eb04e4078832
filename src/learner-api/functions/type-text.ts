/**
 * Types of structures as TensorFlow prints them: `List[…]`, `Dict[['key', …]]`.
 * Source of the wording: tensorflow/core/function/trace_type and function_type.py.
 */
import type { Nested } from '../keras/nest';
import { isPlainObject } from '../python/options';
import { repr } from '../python/repr';

/** A frozen list is Python's tuple. */
export function structureText<T>(structure: Nested<T>, leafText: (leaf: T) => string): string {
  const inner = (item: Nested<T>): string => structureText(item, leafText);
  if (Array.isArray(structure)) {
    const kind = Object.isFrozen(structure) ? 'Tuple' : 'List';
    return `${kind}[${(structure as readonly Nested<T>[]).map(inner).join(', ')}]`;
  }
  if (!isPlainObject(structure)) return leafText(structure as T);
  return dictText(Object.entries(structure).map(([key, item]) => [key, inner(item as T)]));
}

/** `Dict[['key', type], …]` */
export function dictText(entries: readonly (readonly [key: string, type: string])[]): string {
  return `Dict[${entries.map(([key, type]) => `[${repr(key)}, ${type}]`).join(', ')}]`;
}
