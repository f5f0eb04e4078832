import { ValueError } from '#errors';

/**
 * Reads little-endian numbers from bytes that nobody vouches for: each read checks first that its bytes are there.
 * Never writes into the bytes; `take` gives views into them.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** What is read, for messages: a file or an archive's member. */
  readonly name: string;
  /** Where the next read begins, counted from the start of the bytes. */
  offset = 0;

  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.name = name;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /**
   * Another reader of the same bytes, at this offset.
   * @throws ValueError when the offset lies outside the bytes
   */
  at(offset: number): ByteReader {
    if (!Number.isSafeInteger(offset) || offset < 0 || offset > this.length) {
      throw this.#error(`points to byte ${offset}, but has only ${this.length} bytes`);
    }
    const reader = new ByteReader(this.#bytes, this.name);
    reader.offset = offset;
    return reader;
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16LE(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  uint32LE(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** Above 2^53 the nearest double (2^64 - 1 gives 2^64): as a size or an address it is out of range anyhow. */
  uint64LE(): number {
    const at = this.#advance(8);
    return this.#view.getUint32(at + 4, true) * 2 ** 32 + this.#view.getUint32(at, true);
  }

  /** A base-128 number of at most five bytes. @throws ValueError when it needs more than 32 bits, or fewer bytes */
  varint32(): number {
    const at = this.offset;
    const value = this.#varint(5);
    if (value > 0xffffffff) throw this.#error(`has a number of more than 32 bits at byte ${at}`);
    return value;
  }

  /**
   * A base-128 number of at most ten bytes; above 2^53 the nearest double, as with `uint64LE`.
   * @throws ValueError when it needs more than 64 bits, or fewer bytes
   */
  varint64(): number {
    const at = this.offset;
    const value = this.#varint(10);
    const last = this.#bytes[this.offset - 1]!;
    if (this.offset - at === 10 && last > 1) {
      throw this.#error(`has a number of more than 64 bits at byte ${at}`);
    }
    return value;
  }

  /** The next `length` bytes, as a view. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  /** @throws ValueError when the next bytes are not these ASCII letters */
  expect(signature: string, what: string): void {
    const at = this.offset;
    const found = String.fromCharCode(...this.take(signature.length));
    if (found !== signature) throw this.#error(`has no ${what} at byte ${at}`);
  }

  /** The ASCII or UTF-8 text up to the next NUL, which is read too. */
  textToNul(): string {
    const end = this.#bytes.indexOf(0, this.offset);
    if (end < 0) throw this.#error(`has a name at byte ${this.offset} that does not end`);
    const text = new TextDecoder().decode(this.#bytes.subarray(this.offset, end));
    this.offset = end + 1;
    return text;
  }

  #varint(maxBytes: number): number {
    const start = this.offset;
    let value = 0;
    for (let i = 0; i < maxBytes; i++) {
      const byte = this.uint8();
      value += (byte & 127) * 2 ** (7 * i);
      if (byte > 127) continue;
      if (byte > 0 || i === 0) return value;
      throw this.#error(`has a number at byte ${start} that is longer than it needs to be`);
    }
    throw this.#error(`has a number at byte ${start} that does not end after ${maxBytes} bytes`);
  }

  #advance(length: number): number {
    const start = this.offset;
    if (!(length >= 0 && start + length <= this.length)) {
      throw this.#error(
        `ends too early: ${length} bytes are wanted at byte ${start} of ${this.length}`,
      );
    }
    this.offset = start + length;
    return start;
  }

  #error(problem: string): ValueError {
    return new ValueError(`${this.name} is damaged: it ${problem}.`, {
      place: this.name,
      hint: 'The file is cut short or damaged. Make it again, or take a fresh copy.',
    });
  }
}
