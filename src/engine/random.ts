/**
 * Seeded random numbers, made on the host so that a seed gives the same run on every backend.
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
    const key = this.keyOf(stream);
    const out = new Float32Array(length);
    for (let i = 0; i < length; i++) out[i] = uniformAt(key, i);
    return out;
  }

  /**
   * What the numbers of a stream in this batch follow from: number `i` is `mix(key ^ (i + 1) * 0x85ebca77)` in 32 bits,
   * or `uniformAt(key, i)`. Engines that draw on the device need nothing else.
   */
  keyOf(stream: number): number {
    return mix(mix(this.#seed ^ Math.imul(stream + 1, 0x9e3779b9)) ^ this.#batch);
  }

  /** Whole numbers of 32 bits, all equally likely. */
  bits(stream: number, length: number): Int32Array {
    const key = this.keyOf(stream);
    const out = new Int32Array(length);
    for (let i = 0; i < length; i++) out[i] = bitsAt(key, i);
    return out;
  }

  /**
   * Normal numbers of mean 0 and deviation 1, by the Box-Muller transform.
   * @param bound numbers beyond it are drawn again
   */
  normal(stream: number, length: number, bound = Infinity): Float32Array {
    // Even a bound of 2 deviations drops no more than one of 20.
    const spare = bound === Infinity ? 0 : Math.ceil(length / 8) + 64;
    const pairs = Math.ceil((length + spare) / 2);
    const uniform = this.uniform(stream, 2 * pairs);
    const out = new Float32Array(length);
    let filled = 0;
    for (let pair = 0; pair < pairs && filled < length; pair++) {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform[2 * pair]!));
      const angle = 2 * Math.PI * uniform[2 * pair + 1]!;
      for (const value of [radius * Math.cos(angle), radius * Math.sin(angle)]) {
        if (Math.abs(value) <= bound && filled < length) out[filled++] = value;
      }
    }
    return out;
  }
}

/** Number `index` of the stream behind a key, from [0, 1). */
export function uniformAt(key: number, index: number): number {
  return (bitsAt(key, index) >>> 8) / 0x1000000;
}

function bitsAt(key: number, index: number): number {
  return mix(key ^ Math.imul(index + 1, 0x85ebca77));
}

function mix(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) | 0;
}
