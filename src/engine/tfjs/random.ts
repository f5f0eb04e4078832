/**
 * Seeded uniform numbers, made on the host so that a seed gives the same run on every backend.
 *
 * Counter based: number i of a stream is a hash of (key, i), where the key is a hash of (seed, stream, batch). The hash
 * is the 32-bit finaliser of MurmurHash3; the upper 24 bits become a float32 in [0, 1).
 */
export class RandomSource {
  readonly #seed: number;
  #batch = 0;

  /** @param seed any number; its lower 32 bits count */
  constructor(seed: number) {
    this.#seed = mix(seed | 0);
  }

  /** The next batch draws other numbers. */
  nextBatch(): void {
    this.#batch++;
  }

  /** @param stream tells the random nodes of one graph apart */
  uniform(stream: number, length: number): Float32Array {
    const key = mix(mix(this.#seed ^ Math.imul(stream + 1, 0x9e3779b9)) ^ this.#batch);
    const out = new Float32Array(length);
    for (let i = 0; i < length; i++) {
      out[i] = (mix(key ^ Math.imul(i + 1, 0x85ebca77)) >>> 8) / 0x1000000;
    }
    return out;
  }
}

function mix(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) | 0;
}
