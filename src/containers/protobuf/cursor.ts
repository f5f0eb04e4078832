/** A place in a protocol buffer's bytes. Reads tags and lengths, passes over values, allocates nothing. */
import { WIRE } from './plan';

const DAMAGED = 'The file is cut short or damaged. Make it again, or take a fresh copy.';

/** What is wrong at a byte; becomes a ValueError once file and field are known. */
export class WireProblem extends Error {
  readonly offset: number;
  readonly hint: string;
  constructor(offset: number, message: string, hint: string) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }
}

export interface Tag {
  number: number;
  wireType: number;
}

export class Cursor {
  /** The next byte to read. */
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #tag: Tag = { number: 0, wireType: 0 };

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  fail(offset: number, problem: string, hint = DAMAGED): never {
    throw new WireProblem(offset, problem, hint);
  }

  /** The next field's number and wire type, in an object that the next call changes. */
  tag(end: number): Readonly<Tag> {
    const at = this.at;
    const tag = this.#varint(end);
    if (tag > 0xffffffff || this.at - at > 5) this.fail(at, 'a field number is too large');
    this.#tag.number = tag >>> 3;
    this.#tag.wireType = tag & 7;
    if (this.#tag.number === 0) this.fail(at, 'a field has number 0');
    return this.#tag;
  }

  /** Reads a length. @returns where what it measures ends, at most `end` */
  length(end: number): number {
    const at = this.at;
    const length = this.#varint(end);
    if (length > end - this.at) {
      this.fail(at, `${length} bytes are announced, but only ${end - this.at} are left`);
    }
    return this.at + length;
  }

  /** Passes over one value. */
  skip(wireType: number, end: number): void {
    const at = this.at;
    if (wireType === WIRE.varint) this.#varint(end);
    else if (wireType === WIRE.lengthDelimited) this.at = this.length(end);
    else if (wireType === WIRE.bits64) this.at += 8;
    else if (wireType === WIRE.bits32) this.at += 4;
    else this.fail(at, `wire type ${wireType} is not used by proto3`);
    if (this.at > end)
      this.fail(at, `a value of ${this.at - at} bytes does not fit into ${end - at}`);
  }

  /** Passes over values without tags of their own. @returns how many */
  packed(wireType: number, end: number): number {
    const at = this.at;
    if (wireType === WIRE.varint) {
      let count = 0;
      for (; this.at < end; count++) this.#varint(end);
      return count;
    }
    this.at = end;
    const size = wireType === WIRE.bits64 ? 8 : 4;
    if ((end - at) % size !== 0) {
      this.fail(at, `${end - at} bytes are no whole number of values of ${size} bytes`);
    }
    return (end - at) / size;
  }

  /** Up to 2^53 exact, above it the nearest double. */
  #varint(end: number): number {
    const start = this.at;
    const last = Math.min(end, start + 10);
    let value = 0;
    let scale = 1;
    for (let at = start; at < last; at++) {
      const byte = this.#bytes[at]!;
      value += (byte & 127) * scale;
      if (byte < 128) {
        this.at = at + 1;
        return value;
      }
      scale *= 128;
    }
    return this.fail(start, last === end ? 'a number is cut short' : 'a number has over ten bytes');
  }
}
