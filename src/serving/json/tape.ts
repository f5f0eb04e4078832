/**
 * A parsed JSON document without an object per value: one byte and eight more for each value, in document order. A
 * container comes before what it holds; an object holds its keys and values in turn. So that a body of 64 MB of numbers
 * takes a few times its own size, and nesting has no limit.
 */
import { decodeString } from './string';

export const NULL = 0;
export const FALSE = 1;
export const TRUE = 2;
export const OBJECT = 3;
export const ARRAY = 4;
export const STRING = 5;
/** A number written without fraction and exponent that a double holds exactly. */
export const INTEGER = 6;
/** An int64 or uint64 beyond 2⁵³. */
export const BIG_INTEGER = 7;
export const DOUBLE = 8;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The place of a value on the tape. */
export type ValueIndex = number;

export class Tape {
  readonly bytes: Uint8Array;
  readonly kinds: Uint8Array;
  /** The values of INTEGER and DOUBLE. */
  readonly numbers: Float64Array;
  /**
   * The same memory as `numbers`, two words for each value. Containers: the index after their last value, and how many
   * elements or members they have. STRING: where its text starts, after the quote, and ends. BIG_INTEGER: where its
   * digits start and end.
   */
  readonly words: Uint32Array;

  /** @param capacity how many values it can hold at most */
  constructor(bytes: Uint8Array, capacity: number) {
    this.bytes = bytes;
    this.kinds = new Uint8Array(capacity);
    this.numbers = new Float64Array(capacity);
    this.words = new Uint32Array(this.numbers.buffer);
  }

  kind(index: ValueIndex): number {
    return this.kinds[index]!;
  }

  isNumber(index: ValueIndex): boolean {
    return this.kind(index) >= INTEGER;
  }

  /** The index after this value and all that it holds. */
  next(index: ValueIndex): ValueIndex {
    const kind = this.kind(index);
    return kind === ARRAY || kind === OBJECT ? this.words[2 * index]! : index + 1;
  }

  /** Elements of an array, members of an object. */
  size(index: ValueIndex): number {
    return this.words[2 * index + 1]!;
  }

  /** The nearest double to any number. */
  double(index: ValueIndex): number {
    return this.kind(index) === BIG_INTEGER ? Number(this.bigint(index)) : this.numbers[index]!;
  }

  /** The exact value of INTEGER and BIG_INTEGER. */
  bigint(index: ValueIndex): bigint {
    if (this.kind(index) === INTEGER) return BigInt(this.numbers[index]!);
    return BigInt(utf8.decode(this.#slice(index)));
  }

  /** A string's bytes, escapes resolved; a copy. */
  string(index: ValueIndex): Uint8Array<ArrayBuffer> {
    return decodeString(this.#slice(index));
  }

  /** A string as text; what is no UTF-8 becomes U+FFFD. */
  text(index: ValueIndex): string {
    return utf8.decode(this.string(index));
  }

  /** The value of the first member with this name; undefined when there is none. */
  member(object: ValueIndex, name: string): ValueIndex | undefined {
    const wanted = new TextEncoder().encode(name);
    const end = this.next(object);
    for (let key = object + 1; key < end; key = this.next(key + 1)) {
      if (this.#is(key, wanted)) return key + 1;
    }
    return undefined;
  }

  /** Escapes only make a text longer, at most six times. */
  #is(key: ValueIndex, wanted: Uint8Array): boolean {
    const start = this.words[2 * key]!;
    const length = this.words[2 * key + 1]! - start;
    if (length < wanted.length || length > 6 * wanted.length) return false;
    const escaped = length > wanted.length;
    const name = escaped ? this.string(key) : this.bytes.subarray(start, start + length);
    return name.length === wanted.length && wanted.every((byte, i) => byte === name[i]);
  }

  #slice(index: ValueIndex): Uint8Array {
    return this.bytes.subarray(this.words[2 * index]!, this.words[2 * index + 1]!);
  }
}
