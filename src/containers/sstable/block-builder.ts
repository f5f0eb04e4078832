/** Collects the entries of one block of a table. */
import { ByteWriter } from '#bytes';

export class BlockBuilder {
  readonly #restartInterval: number;
  readonly #writer = new ByteWriter();
  readonly #restarts = [0];
  #sinceRestart = 0;
  #lastKey: Uint8Array = new Uint8Array(0);

  /** @param restartInterval each key at such a distance is stored whole */
  constructor(restartInterval: number) {
    this.#restartInterval = restartInterval;
  }

  get isEmpty(): boolean {
    return this.#writer.length === 0;
  }

  /** Bytes that the block takes as it is, without its trailer. */
  get size(): number {
    return this.#writer.length + this.#restarts.length * 4 + 4;
  }

  add(key: Uint8Array, value: Uint8Array): void {
    let shared = 0;
    if (this.#sinceRestart < this.#restartInterval) {
      shared = sharedPrefix(this.#lastKey, key);
    } else {
      this.#restarts.push(this.#writer.length);
      this.#sinceRestart = 0;
    }
    this.#sinceRestart++;
    this.#lastKey = key;
    this.#writer
      .varint(shared)
      .varint(key.length - shared)
      .varint(value.length);
    this.#writer.bytes(key.subarray(shared)).bytes(value);
  }

  /** The block's bytes; nothing may be added afterwards. */
  finish(): Uint8Array<ArrayBuffer> {
    for (const offset of this.#restarts) this.#writer.uint32LE(offset);
    return this.#writer.uint32LE(this.#restarts.length).finish();
  }
}

function sharedPrefix(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a[i] === b[i]) i++;
  return i;
}
