/** Entries of trees that nearly every tree has. */
import { IndexError } from '#errors';
import type { TreeItem } from '../artifact';

/** An entry with nothing below it. */
export function leaf(label: string, type: string, value: string): TreeItem {
  return { label, type, value, count: 0, child: none };
}

function none(index: number): never {
  throw new IndexError(`There is no entry ${index}.`);
}

export interface Branch {
  readonly label: string;
  readonly type: string;
  readonly value: string;
  readonly count: number;
  readonly child: (index: number) => TreeItem;
}

/** An entry whose children are made once each, when they are first asked for. */
export function branch({ label, type, value, count, child }: Branch): TreeItem {
  const made = new Map<number, TreeItem>();
  return {
    label,
    type,
    value,
    count,
    child(index) {
      if (!(index >= 0 && index < count)) return none(index);
      const known = made.get(index) ?? child(index);
      made.set(index, known);
      return known;
    },
  };
}

/** The root of a tree of which only the entries below it are shown. */
export function root(items: readonly TreeItem[]): TreeItem {
  const child = (index: number) => items[index]!;
  return branch({ label: '', type: '', value: '', count: items.length, child });
}
