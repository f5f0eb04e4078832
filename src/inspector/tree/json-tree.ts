/** A JSON value as a tree. */
import type { Json } from '#formats/keras';
import type { TreeItem } from '../artifact';
import { counted, shorten } from '../text';
import { branch, leaf } from './items';

/** Shown beside an object, since they say what it is. */
const TELLING = ['class_name', 'name', 'type', 'op'];

export function jsonTree(value: Json, label = ''): TreeItem {
  if (Array.isArray(value)) return listTree(value as readonly Json[], label);
  if (typeof value === 'object' && value !== null) {
    return objectTree(value as Readonly<Record<string, Json>>, label);
  }
  const type = value === null ? '' : typeof value;
  return leaf(label, type, scalarText(value as Exclude<Json, object>));
}

/** JSON has no words for the numbers that are none; Python writes them all the same. */
function scalarText(value: null | boolean | number | string): string {
  if (typeof value === 'number') return String(value);
  return shorten(JSON.stringify(value));
}

function listTree(list: readonly Json[], label: string): TreeItem {
  const isShort =
    list.length <= 8 && list.every((item) => item === null || typeof item !== 'object');
  const value = isShort
    ? `[${list.map((item) => scalarText(item as Exclude<Json, object>)).join(', ')}]`
    : counted(list.length, 'entry', 'entries');
  const child = (index: number) => jsonTree(list[index]!, String(index));
  return branch({ label, type: 'list', value: shorten(value), count: list.length, child });
}

function objectTree(object: Readonly<Record<string, Json>>, label: string): TreeItem {
  const keys = Object.keys(object);
  const child = (index: number) => jsonTree(object[keys[index]!]!, keys[index]);
  return branch({ label, type: 'object', value: summary(object, keys), count: keys.length, child });
}

function summary(object: Readonly<Record<string, Json>>, keys: readonly string[]): string {
  const told = TELLING.map((key) => object[key]).filter((item) => typeof item === 'string');
  if (told.length > 0) return shorten(told.join(' '));
  return counted(keys.length, 'key');
}
