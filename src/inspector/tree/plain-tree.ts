/** Plain objects, lists, numbers and bytes as a tree. */
import type { TreeItem } from '../artifact';
import { counted, shorten, showBytes } from '../text';
import { branch, leaf } from './items';

type Plain = Readonly<Record<string, unknown>>;

/** Numbers in a line. */
const FEW = 16;

export function plainTree(value: unknown, label = ''): TreeItem {
  if (value instanceof Uint8Array) return leaf(label, 'bytes', showBytes(value));
  if (Array.isArray(value)) return listTree(value, label);
  if (typeof value === 'object' && value !== null) return objectTree(value as Plain, label);
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return leaf(label, '', shorten(text));
}

function listTree(list: readonly unknown[], label: string): TreeItem {
  const isShort = list.length <= FEW && list.every((item) => typeof item !== 'object');
  if (isShort) return leaf(label, 'list', `[${list.join(', ')}]`);
  const child = (index: number) => plainTree(list[index], String(index));
  return branch({
    label,
    type: 'list',
    value: counted(list.length, 'item'),
    count: list.length,
    child,
  });
}

function objectTree(object: Plain, label: string): TreeItem {
  const keys = Object.keys(object).filter((key) => object[key] !== undefined);
  const name = object.name ?? object.type;
  const value = typeof name === 'string' ? shorten(name) : '';
  const child = (index: number) => plainTree(object[keys[index]!], keys[index]);
  return branch({ label, type: 'table', value, count: keys.length, child });
}
