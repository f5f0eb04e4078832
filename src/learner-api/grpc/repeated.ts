/** A list in a message: read by index, grown by `append`, `extend` and `add`. */
import type { DescField } from '@bufbuild/protobuf';
import { reflect, type ReflectList, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { AttributeError } from '#errors';
import { repr } from '../python/repr';
import type { Children } from './children';
import { memberOf } from './member';
import { fromField, toField } from './scalars';

class RepeatedField implements Iterable<unknown> {
  readonly #parent: ReflectMessage;
  readonly #field: DescField & { fieldKind: 'list' };
  readonly #children: Children;

  constructor(
    parent: ReflectMessage,
    field: DescField & { fieldKind: 'list' },
    children: Children,
  ) {
    this.#parent = parent;
    this.#field = field;
    this.#children = children;
  }

  get #list(): ReflectList {
    return this.#parent.get(this.#field) as ReflectList;
  }

  get length(): number {
    return this.#list.size;
  }

  /** @throws PyTypeError for an item of another type */
  append(item: unknown): void {
    const { message } = this.#field;
    const value = message
      ? reflect(message, this.#children.copy(message, item))
      : toField(this.#field, item);
    this.#children.touch();
    this.#list.add(value);
  }

  extend(items: Iterable<unknown>): void {
    for (const item of items) this.append(item);
  }

  /** Appends a message and returns it. */
  add(fields: object = {}): unknown {
    const { message } = this.#field;
    if (!message) throw new AttributeError('add', { hint: 'A list of values has append().' });
    this.append(fields);
    return this.item(this.length - 1);
  }

  item(index: number): unknown {
    const value = this.#list.get(index);
    const { message } = this.#field;
    if (!message || value === undefined) return fromField(value);
    const inside = (value as ReflectMessage).message;
    return this.#children.wrap(message, inside, this.#children.touch);
  }

  *[Symbol.iterator](): Generator<unknown> {
    for (let index = 0; index < this.length; index++) yield this.item(index);
  }

  /** As Python prints it. */
  repr(): string {
    return `[${[...this].map((item) => (this.#field.message ? String(item).trim() : repr(item))).join(', ')}]`;
  }
}

/** Negative indices count from the end, as in Python. */
export function repeatedField(
  parent: ReflectMessage,
  field: DescField & { fieldKind: 'list' },
  children: Children,
): RepeatedField {
  return new Proxy(new RepeatedField(parent, field, children), {
    get(list, name) {
      const index = typeof name === 'string' && /^-?\d+$/.test(name) ? Number(name) : undefined;
      if (index !== undefined) return list.item(index < 0 ? list.length + index : index);
      return memberOf(list, name);
    },
  });
}
