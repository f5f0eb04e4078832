/** Orders of things that need each other, found without recursion: graphs have chains of thousands of nodes. */
import { StatusError } from '../status';

/** The roots and all that they need, directly or not. */
export function reached<Item>(
  roots: Iterable<Item>,
  needs: (item: Item) => Iterable<Item>,
): ReadonlySet<Item> {
  const found = new Set(roots);
  for (const item of found) for (const other of needs(item)) found.add(other);
  return found;
}

/**
 * The roots and all that they need, each after what it needs.
 * @param describe names a thing, for the message about a circle
 */
export function inOrder<Item>(
  roots: Iterable<Item>,
  needs: (item: Item) => Iterable<Item>,
  describe: (item: Item) => string,
): readonly Item[] {
  const order: Item[] = [];
  const states = new Map<Item, 'open' | 'done'>();
  const stack: { readonly item: Item; readonly rest: Iterator<Item> }[] = [];
  const open = (item: Item): void => {
    const state = states.get(item);
    if (state === 'open') throw circle(describe(item));
    if (state === 'done') return;
    states.set(item, 'open');
    stack.push({ item, rest: needs(item)[Symbol.iterator]() });
  };
  for (const root of roots) {
    open(root);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.rest.next();
      if (!next.done) {
        open(next.value);
        continue;
      }
      stack.pop();
      states.set(top.item, 'done');
      order.push(top.item);
    }
  }
  return order;
}

function circle(name: string): StatusError {
  return new StatusError('INVALID_ARGUMENT', `Graph is invalid, contains a cycle: ${name}`);
}
