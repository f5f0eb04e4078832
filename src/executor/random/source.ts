/** Where seeds come from that a graph leaves open, and the generators of its stateful random ops. */
import { joinWords, Philox } from './philox';

export class RandomSource {
  readonly #generators = new Map<object, Philox>();
  readonly #seeds: Philox;

  /** @param seed the same sequence for the same seed */
  constructor(seed: number) {
    this.#seeds = Philox.fromSeeds(BigInt(Math.trunc(seed)), 0n);
  }

  /**
   * The generator of a node, which goes on where its last run ended.
   * @param seed, seed2 as the node names them; another generator each time where both are 0
   */
  generator(node: object, seed: bigint, seed2: bigint): Philox {
    let generator = this.#generators.get(node);
    if (!generator) {
      const isOpen = seed === 0n && seed2 === 0n;
      generator = isOpen
        ? Philox.fromSeeds(this.seed(), this.seed())
        : Philox.fromSeeds(seed, seed2);
      this.#generators.set(node, generator);
    }
    return generator;
  }

  /** Any 64 bits. */
  seed(): bigint {
    const [low, high] = this.#seeds.next();
    return joinWords(low, high);
  }
}
