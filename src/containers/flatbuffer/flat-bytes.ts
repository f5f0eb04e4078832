/**
 * A flatbuffer's bytes that nobody vouches for: every offset, table, vector and alignment is checked before it is
 * followed. Decodes nothing and allocates nothing of the file's size.
 */
import { FlatProblem } from './problem';

/** A table: where it begins, and the list of its fields' places. */
export interface TableAt {
  readonly at: number;
  readonly vtable: number;
  /** Bytes. */
  readonly vtableSize: number;
  readonly size: number;
}

export interface VectorAt {
  /** Of the first element. */
  readonly start: number;
  readonly count: number;
}

const FILE_IDENTIFIER_AT = 4;
const FIRST_SLOT = 4;

export class FlatBytes {
  readonly bytes: Uint8Array;
  readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The four letters after the root's offset; shorter when the file is. */
  identifier(): string {
    const letters = this.bytes.subarray(FILE_IDENTIFIER_AT, FILE_IDENTIFIER_AT + 4);
    return String.fromCharCode(...letters);
  }

  root(): TableAt {
    this.#need(0, 4);
    return this.table(this.follow(0));
  }

  /** Where the offset at this byte leads to. */
  follow(at: number): number {
    const offset = this.view.getUint32(at, true);
    const target = at + offset;
    if (offset === 0 || target + 4 > this.bytes.length) {
      throw new FlatProblem(at, `an offset leads to byte ${target} of ${this.bytes.length}`);
    }
    return target;
  }

  table(at: number): TableAt {
    this.#aligned(at, 4, 'a table');
    this.#need(at, 4);
    const vtable = at - this.view.getInt32(at, true);
    if (vtable < 0 || vtable % 2 !== 0) {
      throw new FlatProblem(at, `a table's list of fields is said to be at byte ${vtable}`);
    }
    this.#need(vtable, FIRST_SLOT);
    const vtableSize = this.view.getUint16(vtable, true);
    const size = this.view.getUint16(vtable + 2, true);
    if (vtableSize < FIRST_SLOT || vtableSize % 2 !== 0 || size < 4) {
      throw new FlatProblem(vtable, `a table's list of fields has ${vtableSize} bytes for ${size}`);
    }
    this.#need(vtable, vtableSize);
    this.#need(at, size);
    return { at, vtable, vtableSize, size };
  }

  /** Where a table has its field, or 0 when it is left out. @param width bytes of the field */
  slot({ at, vtable, vtableSize, size }: TableAt, id: number, width: number): number {
    const entry = FIRST_SLOT + 2 * id;
    if (entry >= vtableSize) return 0;
    const offset = this.view.getUint16(vtable + entry, true);
    if (offset === 0) return 0;
    if (offset < 4 || offset + width > size) {
      throw new FlatProblem(vtable + entry, `a field is at byte ${offset} of a table of ${size}`);
    }
    this.#aligned(at + offset, width, 'a value');
    return at + offset;
  }

  /** @param width bytes of one element */
  vector(at: number, width: number): VectorAt {
    this.#aligned(at, 4, 'a vector');
    this.#need(at, 4);
    const count = this.view.getUint32(at, true);
    const start = at + 4;
    const left = this.bytes.length - start;
    if (count * width > left) {
      throw new FlatProblem(at, `${count} values are announced, but only ${left} bytes are left`);
    }
    if (count > 0) this.#aligned(start, width, 'a vector of numbers');
    return { start, count };
  }

  #aligned(at: number, width: number, what: string): void {
    if (at % width === 0) return;
    throw new FlatProblem(at, `${what} is not at a multiple of ${width} bytes`);
  }

  #need(at: number, length: number): void {
    const { length: total } = this.bytes;
    if (at + length <= total) return;
    throw new FlatProblem(
      Math.min(at, total),
      `${length} bytes are wanted, ${total - at} are left`,
    );
  }
}
