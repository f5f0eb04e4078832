import { seconds, type Sample, type Work } from '../work';

/** More than any cache holds, little enough for a phone. */
const BYTES = 64e6;
const DURATION = 0.15;

/** Bytes copied a second from one array to another, each counted once. */
export class MemoryCopy implements Work {
  readonly task = {
    section: 'calibration',
    what: 'Memory copy',
    unit: 'GB/s',
    kind: 'machine',
  } as const;
  #arrays: readonly [from: Uint8Array, to: Uint8Array] | undefined;

  async measure(): Promise<Sample> {
    const [from, to] = (this.#arrays ??= [new Uint8Array(BYTES).fill(1), new Uint8Array(BYTES)]);
    to.set(from);
    const start = seconds();
    let copied = 0;
    let elapsed = 0;
    do {
      to.set(from);
      copied += BYTES;
      elapsed = seconds() - start;
    } while (elapsed < DURATION);
    return { value: copied / elapsed / 1e9 };
  }

  close(): void {
    this.#arrays = undefined;
  }
}
