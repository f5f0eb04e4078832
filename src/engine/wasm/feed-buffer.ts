/** The memory that one feed of a batch goes to. */
import { instructions, type Simd, type TapeWriter } from '#simd';
import type { Allocations } from './allocations';
import type { FeedSource } from './feed-source';

export class FeedBuffer {
  /** Of the float32 values. */
  readonly address: number;
  readonly #simd: Simd;
  readonly #memory: Allocations;
  readonly #rows: number;
  /** Elements in a row. */
  readonly #size: number;
  #bytes: number | undefined;
  #table: number | undefined;

  /**
   * @param memory what the buffer's memory is given back with
   * @param size elements in a row
   */
  constructor(simd: Simd, memory: Allocations, rows: number, size: number) {
    this.#simd = simd;
    this.#memory = memory;
    this.#rows = rows;
    this.#size = size;
    this.address = memory.allocate(4 * rows * size);
  }

  /** Writes what makes floats of bytes; nothing for other sources. */
  writeExpansion(tape: TapeWriter, source: FeedSource): void {
    if (source.kind !== 'bytes') return;
    const x = (this.#bytes ??= this.#memory.allocate(this.#rows * this.#size));
    const { values } = source;
    if ('table' in values) this.#table ??= this.#memory.allocate(4 * 256);
    instructions.expandBytes(tape, {
      x,
      out: this.address,
      rows: this.#rows,
      size: this.#size,
      values: 'table' in values ? { table: this.#table! } : values,
    });
  }

  /**
   * Copies rows of the source into the buffer.
   * @param rows as many as the buffer has; undefined = all, in order
   */
  fill(source: FeedSource, rows: Uint32Array | undefined): void {
    switch (source.kind) {
      case 'bytes':
        if ('table' in source.values) this.#simd.floats.set(source.values.table, this.#table! / 4);
        return copyRows(source.bytes, this.#simd.bytes, this.#bytes!, this.#size, rows);
      case 'floats':
        return copyRows(source.floats, this.#simd.floats, this.address / 4, this.#size, rows);
      case 'numbers':
        return this.#convert(source.read, rows);
    }
  }

  #convert(read: (index: number) => number, rows: Uint32Array | undefined): void {
    const { floats } = this.#simd;
    let at = this.address / 4;
    for (let row = 0; row < this.#rows; row++) {
      const start = (rows ? rows[row]! : row) * this.#size;
      for (let i = 0; i < this.#size; i++) floats[at++] = read(start + i);
    }
  }
}

/** @param at index in `to` of the first element */
function copyRows<T extends Uint8Array | Float32Array>(
  from: T,
  to: T,
  at: number,
  size: number,
  rows: Uint32Array | undefined,
): void {
  if (!rows) return to.set(from, at);
  if (size === 1) {
    for (let i = 0; i < rows.length; i++) to[at + i] = from[rows[i]!]!;
    return;
  }
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]! * size;
    to.set(from.subarray(start, start + size), at + i * size);
  }
}
