/** Writes little-endian numbers into a buffer that grows as needed. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  /** @param capacity bytes to set aside at once; a good guess saves copies */
  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(Math.max(capacity, 16));
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Bytes written so far, and so the offset of the next one. */
  get length(): number {
    return this.#length;
  }

  uint8(...values: number[]): this {
    const at = this.#grow(values.length);
    this.#bytes.set(values, at);
    return this;
  }

  uint16LE(value: number): this {
    const at = this.#grow(2);
    this.#view.setUint16(at, value, true);
    return this;
  }

  uint32LE(value: number): this {
    const at = this.#grow(4);
    this.#view.setUint32(at, value, true);
    return this;
  }

  /** @param value an integer below 2^53 */
  uint64LE(value: number): this {
    this.#setUint64(this.#grow(8), value);
    return this;
  }

  /** A base-128 number, its low seven bits first. @param value an integer from 0 to 2^53 - 1 */
  varint(value: number): this {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`${value} is no integer from 0 to 2^53 - 1.`);
    }
    let rest = value;
    while (rest > 127) {
      this.uint8((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    return this.uint8(rest);
  }

  bytes(data: Uint8Array): this {
    const at = this.#grow(data.length);
    this.#bytes.set(data, at);
    return this;
  }

  ascii(text: string): this {
    const at = this.#grow(text.length);
    for (let i = 0; i < text.length; i++) this.#bytes[at + i] = text.charCodeAt(i);
    return this;
  }

  zeros(count: number): this {
    this.#grow(count);
    return this;
  }

  /** Fills with zeros up to a multiple of `size`. */
  align(size: number): this {
    return this.zeros((size - (this.#length % size)) % size);
  }

  /** Overwrites eight bytes that were written before. */
  patchUint64LE(offset: number, value: number): void {
    if (offset + 8 > this.#length) throw new RangeError(`Nothing is written at ${offset} yet.`);
    this.#setUint64(offset, value);
  }

  /** The bytes written, in a buffer of their own size. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.length === this.#length ? this.#bytes : this.#bytes.slice(0, this.#length);
  }

  #setUint64(at: number, value: number): void {
    this.#view.setUint32(at, value % 2 ** 32, true);
    this.#view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
  }

  #grow(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const bigger = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      bigger.set(this.#bytes);
      this.#bytes = bigger;
      this.#view = new DataView(bigger.buffer);
    }
    return at;
  }
}
