/**
 * Philox 4x32-10, the counter-based generator that TensorFlow's random ops use (Salmon et al., "Parallel random numbers:
 * as easy as 1, 2, 3", 2011): ten rounds over a counter of 128 bits with a key of 64.
 */

const MULTIPLIER_A = 0xd2511f53;
const MULTIPLIER_B = 0xcd9e8d57;
const WEYL_A = 0x9e3779b9;
const WEYL_B = 0xbb67ae85;
const ROUNDS = 10;

export type Words = readonly [number, number, number, number];

export class Philox {
  /** Key, and the counter's words from the lowest; each 32 bits without sign. */
  readonly #key: readonly [number, number];
  readonly #counter: Uint32Array;

  constructor(key: readonly [number, number], counter: ArrayLike<number>) {
    this.#key = key;
    this.#counter = Uint32Array.from(counter);
  }

  /** As graphs name it: `seed` is the key, `seed2` the counter's upper half. */
  static fromSeeds(seed: bigint, seed2: bigint): Philox {
    return new Philox(wordsOf(seed), [0, 0, ...wordsOf(seed2)]);
  }

  clone(): Philox {
    return new Philox(this.#key, this.#counter);
  }

  /** Goes on by this many calls of `next`. */
  skip(count: number): void {
    const counter = this.#counter;
    let carry = count;
    for (let i = 0; i < 4 && carry > 0; i++) {
      const sum = counter[i]! + (carry % 2 ** 32);
      counter[i] = sum;
      carry = Math.floor(carry / 2 ** 32) + (sum >= 2 ** 32 ? 1 : 0);
    }
  }

  /** The next four words. */
  next(): Words {
    let [a, b, c, d] = this.#counter as unknown as [number, number, number, number];
    let [keyA, keyB] = this.#key;
    for (let round = 0; round < ROUNDS; round++) {
      const highA = high(MULTIPLIER_A, a);
      const highB = high(MULTIPLIER_B, c);
      const lowA = Math.imul(MULTIPLIER_A, a) >>> 0;
      const lowB = Math.imul(MULTIPLIER_B, c) >>> 0;
      [a, b, c, d] = [(highB ^ b ^ keyA) >>> 0, lowB, (highA ^ d ^ keyB) >>> 0, lowA];
      keyA = (keyA + WEYL_A) >>> 0;
      keyB = (keyB + WEYL_B) >>> 0;
    }
    this.skip(1);
    return [a, b, c, d];
  }
}

/** A number of 64 bits as two words, the lower one first. */
export function wordsOf(value: bigint): [number, number] {
  const bits = BigInt.asUintN(64, value);
  return [Number(bits & 0xffffffffn), Number(bits >> 32n)];
}

/** The other way round. */
export function joinWords(low: number, high: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

/** The upper 32 bits of a product of two words. */
function high(a: number, b: number): number {
  const low = (a & 0xffff) * (b & 0xffff);
  const middleA = (a >>> 16) * (b & 0xffff) + (low >>> 16);
  const middleB = (a & 0xffff) * (b >>> 16) + (middleA & 0xffff);
  return (
    ((a >>> 16) * (b >>> 16) + Math.floor(middleA / 65536) + Math.floor(middleB / 65536)) >>> 0
  );
}
