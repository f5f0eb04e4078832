/** Nested lists and dicts, flattened as TensorFlow does it, and as the StructuredValue that describes them. */
import type { MessageInitShape } from '@bufbuild/protobuf';
import { compareUtf8 } from '#bytes';
import type { TensorRef, TensorSpec } from '#graph';
import type { StructuredValueSchema } from '../schema';
import type { EndpointInput } from '../source';
import type { Structure } from '../structure';
import { dataType, shapeProto } from './proto-values';

export type StructuredInit = MessageInitShape<typeof StructuredValueSchema>;
type IsLeaf<T> = (value: Structure<T>) => value is T;

/** Dicts hold structures, so no dict has a text or a number where these leaves have one. */
export function isInput(value: Structure<EndpointInput>): value is EndpointInput {
  return 'key' in value && typeof value.key === 'string';
}

export function isTensor(value: Structure<TensorRef>): value is TensorRef {
  return 'index' in value && typeof value.index === 'number';
}

/** The leaves, lists in order and dicts by sorted keys. */
export function flatten<T>(structure: Structure<T>, isLeaf: IsLeaf<T>): T[] {
  if (isLeaf(structure)) return [structure];
  return childrenOf(structure).flatMap(([, child]) => flatten(child, isLeaf));
}

/** The same nesting with other leaves. */
export function mapStructure<T>(
  structure: Structure<T>,
  isLeaf: IsLeaf<T>,
  change: (leaf: T) => T,
): Structure<T> {
  if (isLeaf(structure)) return change(structure);
  const children = childrenOf(structure).map(([key, child]) => {
    return [key, mapStructure(child, isLeaf, change)] as const;
  });
  return Array.isArray(structure)
    ? children.map(([, child]) => child)
    : Object.fromEntries(children);
}

/** A structured value of the same nesting. @param path the keys that lead to a leaf */
export function structured<T>(
  structure: Structure<T>,
  isLeaf: IsLeaf<T>,
  describe: (leaf: T, path: readonly string[]) => StructuredInit,
  path: readonly string[] = [],
): StructuredInit {
  if (isLeaf(structure)) return describe(structure, path);
  const children = childrenOf(structure).map(([key, child]) => {
    return [key, structured(child, isLeaf, describe, [...path, key])] as const;
  });
  if (Array.isArray(structure)) return listOf(children.map(([, child]) => child));
  return dictOf(Object.fromEntries(children));
}

export function childrenOf<T>(structure: Structure<T>): [key: string, child: Structure<T>][] {
  const entries = Object.entries(structure as Record<string, Structure<T>>);
  return Array.isArray(structure) ? entries : entries.sort(([a], [b]) => compareUtf8(a, b));
}

export const none: StructuredInit = { kind: { case: 'noneValue', value: {} } };
export const text = (value: string): StructuredInit => ({ kind: { case: 'stringValue', value } });
export const listOf = (values: StructuredInit[]): StructuredInit => ({
  kind: { case: 'listValue', value: { values } },
});
export const tupleOf = (values: StructuredInit[]): StructuredInit => ({
  kind: { case: 'tupleValue', value: { values } },
});
export const dictOf = (fields: Record<string, StructuredInit>): StructuredInit => ({
  kind: { case: 'dictValue', value: { fields } },
});
export const specOf = ({ shape, dtype }: TensorSpec, name: string): StructuredInit => ({
  kind: {
    case: 'tensorSpecValue',
    value: { name, shape: shapeProto(shape), dtype: dataType(dtype) },
  },
});

/** Python's `inspect.FullArgSpec` of a function with these parameters and no others. */
export function fullArgSpec(
  args: readonly string[],
  keywordOnly: readonly string[],
): StructuredInit {
  const fields: readonly [string, StructuredInit][] = [
    ['args', listOf(args.map(text))],
    ['varargs', none],
    ['varkw', none],
    ['defaults', none],
    ['kwonlyargs', listOf(keywordOnly.map(text))],
    ['kwonlydefaults', none],
    ['annotations', dictOf({})],
  ];
  const values = fields.map(([key, value]) => ({ key, value }));
  return { kind: { case: 'namedTupleValue', value: { name: 'FullArgSpec', values } } };
}
