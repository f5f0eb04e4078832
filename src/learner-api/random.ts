/**
 * The learner API's randomness: one global stream of seeds, as `keras.utils.set_random_seed` promises, and a small
 * generator that initialisers and shuffles draw from. The same seed gives the same numbers on every machine.
 *
 * Generator: xoshiro128** by D. Blackman and S. Vigna (https://prng.di.unimi.it/), its state filled by SplitMix32.
 */
export class RandomGenerator {
  readonly #state: Uint32Array;
  #spareNormal: number | undefined;

  /** @param seed any number; its lower 32 bits count */
  constructor(seed: number) {
    const next = splitMix32(seed);
    this.#state = Uint32Array.from({ length: 4 }, next);
  }

  /** An integer in [0, 2³²). */
  nextUint32(): number {
    const s = this.#state;
    const result = Math.imul(rotateLeft(Math.imul(s[1]!, 5), 7), 9) >>> 0;
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = rotateLeft(s[3]!, 11);
    return result;
  }

  /** A number in [low, high), with 53 random bits. */
  uniform(low = 0, high = 1): number {
    const fraction = ((this.nextUint32() >>> 5) * 0x4000000 + (this.nextUint32() >>> 6)) / 2 ** 53;
    return low + (high - low) * fraction;
  }

  /** A normally distributed number (Box–Muller). */
  normal(mean = 0, deviation = 1): number {
    const spare = this.#spareNormal;
    if (spare !== undefined) {
      this.#spareNormal = undefined;
      return mean + deviation * spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spareNormal = radius * Math.sin(angle);
    return mean + deviation * radius * Math.cos(angle);
  }

  /** The numbers 0 … count − 1 in random order (Fisher–Yates). */
  permutation(count: number): Uint32Array<ArrayBuffer> {
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = Math.floor(this.uniform(0, i + 1));
      const kept = order[i]!;
      order[i] = order[j]!;
      order[j] = kept;
    }
    return order;
  }
}

let seeds = new RandomGenerator(Math.floor(Math.random() * 2 ** 32));

let numpyGenerator: RandomGenerator | undefined;

/** Starts the global stream of seeds and `np.random` anew, so that what follows is repeatable. */
export function setRandomSeed(seed: number): void {
  seeds = new RandomGenerator(seed);
  seedNumpy(seed);
}

/** `np.random.seed(seed)` */
export function seedNumpy(seed: number): void {
  numpyGenerator = new RandomGenerator(seed);
}

/** What the functions of `np.random` draw from. */
export function sharedNumpyGenerator(): RandomGenerator {
  return (numpyGenerator ??= new RandomGenerator(nextSeed()));
}

/** The next seed of the global stream: an integer in [0, 2³²). Every initialiser, shuffle and dropout takes one. */
export function nextSeed(): number {
  return seeds.nextUint32();
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function splitMix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}
