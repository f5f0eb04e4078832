/** Initialisers that draw from the normal or the uniform distribution with given parameters. */
import { fromNumbers } from '#graph';
import { sizeOf, type DType, type NDArray } from '#tensor';
import { checkOptions } from '../../python/options';
import { nextSeed, RandomGenerator } from '../../random';
import { Initializer } from './initializer';

export interface SeedOption {
  /** The same seed gives the same values each time. Default: a new one from the global generator. */
  readonly seed?: number | null;
}

/** Base of what draws: the seed is fixed when the object is made, so that it always gives the same values. */
export abstract class RandomInitializer extends Initializer {
  readonly seed: number | null;
  readonly #seed: number;

  constructor({ seed }: SeedOption = {}) {
    super();
    this.seed = seed ?? null;
    this.#seed = seed ?? nextSeed();
  }

  override call(shape: readonly number[], dtype: DType): NDArray {
    const draw = this.sampler(shape, new RandomGenerator(this.#seed));
    const size = sizeOf(shape);
    return fromNumbers(Array.from({ length: size }, draw), shape, dtype);
  }

  /** What draws one value. */
  protected abstract sampler(shape: readonly number[], random: RandomGenerator): () => number;
}

/** A normal value within two standard deviations. */
export function truncatedNormal(random: RandomGenerator, mean: number, deviation: number): number {
  let value = random.normal();
  while (Math.abs(value) > 2) value = random.normal();
  return mean + deviation * value;
}

export interface NormalOptions extends SeedOption {
  readonly mean?: number;
  readonly stddev?: number;
}

export class RandomNormalInitializer extends RandomInitializer {
  static readonly class_name: string = 'RandomNormal';
  readonly mean: number;
  readonly stddev: number;
  constructor(options: NormalOptions = {}) {
    checkOptions('RandomNormal.__init__', options, ['mean', 'stddev', 'seed']);
    super(options);
    this.mean = options.mean ?? 0;
    this.stddev = options.stddev ?? 0.05;
  }
  protected override sampler(_shape: readonly number[], random: RandomGenerator): () => number {
    return () => random.normal(this.mean, this.stddev);
  }
  override get_config(): Record<string, unknown> {
    return { mean: this.mean, stddev: this.stddev, seed: this.seed };
  }
}

export class TruncatedNormalInitializer extends RandomNormalInitializer {
  static override readonly class_name = 'TruncatedNormal';
  protected override sampler(_shape: readonly number[], random: RandomGenerator): () => number {
    return () => truncatedNormal(random, this.mean, this.stddev);
  }
}

export interface UniformOptions extends SeedOption {
  readonly minval?: number;
  readonly maxval?: number;
}

export class RandomUniformInitializer extends RandomInitializer {
  static readonly class_name = 'RandomUniform';
  readonly minval: number;
  readonly maxval: number;
  constructor(options: UniformOptions = {}) {
    checkOptions('RandomUniform.__init__', options, ['minval', 'maxval', 'seed']);
    super(options);
    this.minval = options.minval ?? -0.05;
    this.maxval = options.maxval ?? 0.05;
  }
  protected override sampler(_shape: readonly number[], random: RandomGenerator): () => number {
    return () => random.uniform(this.minval, this.maxval);
  }
  override get_config(): Record<string, unknown> {
    return { minval: this.minval, maxval: this.maxval, seed: this.seed };
  }
}
