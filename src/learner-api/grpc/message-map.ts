/** A map in a message: entries by name, which come into being when they are asked for. */
import { create, type DescField } from '@bufbuild/protobuf';
import { reflect, type ReflectMap, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { ValueError } from '#errors';
import type { Children } from './children';
import { memberOf } from './member';
import { fromField, toField } from './scalars';

type MapField = DescField & { fieldKind: 'map' };

export class MessageMap implements Iterable<string> {
  readonly #parent: ReflectMessage;
  readonly #field: MapField;
  readonly #children: Children;

  constructor(parent: ReflectMessage, field: MapField, children: Children) {
    this.#parent = parent;
    this.#field = field;
    this.#children = children;
  }

  get #map(): ReflectMap {
    return this.#parent.get(this.#field) as ReflectMap;
  }

  keys(): string[] {
    return [...this.#map.keys()].map(String).sort();
  }

  values(): unknown[] {
    return this.keys().map((key) => this.entry(key));
  }

  items(): [string, unknown][] {
    return this.keys().map((key) => [key, this.entry(key)]);
  }

  has(key: string): boolean {
    return this.#map.has(key);
  }

  /** The entry; an empty one when there is none yet. */
  entry(key: string): unknown {
    const { message } = this.#field;
    if (!message) return fromField(this.#map.get(key));
    if (!this.#map.has(key)) {
      this.#children.touch();
      this.#map.set(key, reflect(message, create(message)));
    }
    const inside = (this.#map.get(key) as ReflectMessage).message;
    return this.#children.wrap(message, inside, this.#children.touch);
  }

  /** @throws ValueError for messages, which are copied into the entry */
  assign(key: string, value: unknown): void {
    if (this.#field.message) {
      throw new ValueError('Message objects may not be assigned', {
        hint: `Write ${this.#field.name}["${key}"].CopyFrom(…).`,
      });
    }
    this.#children.touch();
    this.#map.set(key, toField(this.#field, value));
  }

  /** Keyword arguments: entries from messages or their own keyword arguments. */
  fill(entries: object): void {
    for (const [key, value] of Object.entries(entries)) {
      const { message } = this.#field;
      if (!message) this.assign(key, value);
      else {
        const copy = this.#children.copy(message, value);
        this.#children.touch();
        this.#map.set(key, reflect(message, copy));
      }
    }
  }

  [Symbol.iterator](): Iterator<string> {
    return this.keys()[Symbol.iterator]();
  }

  repr(): string {
    return `{${this.items()
      .map(([key, value]) => `'${key}': ${String(value)}`)
      .join(', ')}}`;
  }
}

const METHODS: ReadonlySet<string> = new Set([
  'keys',
  'values',
  'items',
  'get',
  'repr',
  'then',
  'toJSON',
  'constructor',
]);

/** The map as an object whose properties are its entries. */
export function messageMap(
  parent: ReflectMessage,
  field: MapField,
  children: Children,
): MessageMap {
  return new Proxy(new MessageMap(parent, field, children), {
    get(map, name) {
      if (typeof name === 'string' && !METHODS.has(name)) return map.entry(name);
      if (name === 'get') return (key: string) => (map.has(key) ? map.entry(key) : null);
      return memberOf(map, name);
    },
    set(map, name, value) {
      map.assign(String(name), value);
      return true;
    },
    has: (map, name) => typeof name === 'string' && (map.has(name) || name === 'repr'),
    ownKeys: (map) => map.keys(),
    getOwnPropertyDescriptor: (map, name) =>
      typeof name === 'string' && map.has(name)
        ? { value: map.entry(name), enumerable: true, configurable: true, writable: true }
        : undefined,
  });
}
