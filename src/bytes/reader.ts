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
