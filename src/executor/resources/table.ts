/** Lookup tables: keys and values of one type each. */
import { bytesOf, elementCount, tensorOfElements, type Element } from '../element-types';
import { StatusError } from '../status';
import type { ElementType, Tensor } from '../tensor';

export class Table {
  readonly keyType: ElementType;
  readonly valueType: ElementType;
  /** Of each value: empty for scalars. */
  readonly valueShape: readonly number[];
  readonly isMutable: boolean;
  isInitialized = false;
  readonly #rows = new Map<
    string,
    { readonly key: Element; readonly values: readonly Element[] }
  >();

  constructor(
    keyType: ElementType,
    valueType: ElementType,
    { isMutable = false, valueShape = [] as readonly number[] } = {},
  ) {
    this.keyType = keyType;
    this.valueType = valueType;
    this.isMutable = isMutable;
    this.valueShape = valueShape;
  }

  get size(): number {
    return this.#rows.size;
  }

  get bytes(): number {
    const { keys, values } = this.export();
    return bytesOf(keys) + bytesOf(values);
  }

  clear(): void {
    this.#rows.clear();
  }

  /** @param values as many as there are keys, each of the table's value shape */
  insert(keys: Tensor, values: Tensor): void {
    const width = elementCount(this.valueShape);
    elements(keys).forEach((key, i) =>
      this.set(key, elements(values).slice(i * width, (i + 1) * width)),
    );
  }

  /** @throws StatusError where a table that is initialised once has another value for the key */
  set(key: Element, values: readonly Element[]): void {
    const id = idOf(key);
    const known = this.#rows.get(id);
    const isChange = known && known.values.some((value, i) => idOf(value) !== idOf(values[i]!));
    if (isChange && !this.isMutable) {
      throw new StatusError(
        'INVALID_ARGUMENT',
        `HashTable has different value for same key. Key ${text(key)} has ${text(known.values[0]!)} and trying to add value ${text(values[0]!)}`,
      );
    }
    this.#rows.set(id, { key, values });
  }

  /** Whether these are all of its rows. */
  holds(keys: Tensor, values: Tensor): boolean {
    const other = new Table(this.keyType, this.valueType, {
      valueShape: this.valueShape,
      isMutable: true,
    });
    other.insert(keys, values);
    const rows = [...other.#rows];
    const isSame = ([id, row]: (typeof rows)[number]) =>
      row.values.every((value, i) => idOf(value) === idOf(this.#rows.get(id)?.values[i] ?? NaN));
    return rows.length === this.size && rows.every(isSame);
  }

  remove(keys: Tensor): void {
    for (const key of elements(keys)) this.#rows.delete(idOf(key));
  }

  /** @param missing what keys have that are not there: one value, or one for each key where the table is mutable */
  find(keys: Tensor, missing: Tensor): Tensor {
    const width = elementCount(this.valueShape);
    const defaults = elements(missing);
    const isShared = !this.isMutable || defaults.length === width;
    const found = elements(keys).flatMap((key, i) => {
      const start = isShared ? 0 : i * width;
      return this.#rows.get(idOf(key))?.values ?? defaults.slice(start, start + width);
    });
    return tensorOfElements(this.valueType, [...keys.shape, ...this.valueShape], found);
  }

  export(): { readonly keys: Tensor; readonly values: Tensor } {
    const rows = [...this.#rows.values()];
    return {
      keys: tensorOfElements(
        this.keyType,
        [rows.length],
        rows.map(({ key }) => key),
      ),
      values: tensorOfElements(
        this.valueType,
        [rows.length, ...this.valueShape],
        rows.flatMap(({ values }) => values),
      ),
    };
  }
}

function elements(tensor: Tensor): readonly Element[] {
  return Array.from(tensor.data as ArrayLike<Element>);
}

/** Equal for equal elements, and for no others. */
function idOf(element: Element): string {
  if (!(element instanceof Uint8Array)) return String(element);
  let id = '';
  for (const byte of element) id += String.fromCharCode(byte);
  return id;
}

function text(element: Element): string {
  return element instanceof Uint8Array ? new TextDecoder().decode(element) : String(element);
}
