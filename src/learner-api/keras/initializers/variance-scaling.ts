/**
 * Initialisers whose spread follows the number of a weight's inputs and outputs.
 * Glorot: X. Glorot, Y. Bengio, 2010; He: K. He et al., 2015; LeCun: Y. LeCun et al., 1998.
 */
import { ValueError } from '#errors';
import { sizeOf } from '#tensor';
import { checkOptions } from '../../python/options';
import type { RandomGenerator } from '../../random';
import { RandomInitializer, truncatedNormal, type SeedOption } from './random';

export type FanMode = 'fan_in' | 'fan_out' | 'fan_avg';
export type Distribution = 'truncated_normal' | 'untruncated_normal' | 'uniform';

/** Standard deviation of a unit normal distribution cut off at ±2. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

/** Inputs and outputs of a dense kernel [in, out] or a convolution's […, in, out]. */
function computeFans(shape: readonly number[]): readonly [number, number] {
  if (shape.length === 0) return [1, 1];
  if (shape.length === 1) return [shape[0]!, shape[0]!];
  const field = sizeOf(shape.slice(0, -2));
  return [shape.at(-2)! * field, shape.at(-1)! * field];
}

export abstract class ScalingInitializer extends RandomInitializer {
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: Distribution;

  constructor(scale: number, mode: FanMode, distribution: Distribution, options?: SeedOption) {
    super(options);
    if (scale <= 0)
      throw new ValueError(`Argument \`scale\` must be positive float. Received: scale=${scale}`);
    this.scale = scale;
    this.mode = mode;
    this.distribution = distribution;
  }

  protected override sampler(shape: readonly number[], random: RandomGenerator): () => number {
    const [fanIn, fanOut] = computeFans(shape);
    const fans = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 };
    const variance = this.scale / Math.max(1, fans[this.mode]);
    const limit = Math.sqrt(3 * variance);
    const deviation = Math.sqrt(variance);
    switch (this.distribution) {
      case 'uniform':
        return () => random.uniform(-limit, limit);
      case 'truncated_normal':
        return () => truncatedNormal(random, 0, deviation / TRUNCATED_DEVIATION);
      case 'untruncated_normal':
        return () => random.normal(0, deviation);
    }
  }

  override get_config(): Record<string, unknown> {
    return { seed: this.seed };
  }
}

export interface VarianceScalingOptions extends SeedOption {
  readonly scale?: number;
  readonly mode?: FanMode;
  readonly distribution?: Distribution | 'normal';
}

export class VarianceScalingInitializer extends ScalingInitializer {
  static readonly class_name = 'VarianceScaling';
  constructor(options: VarianceScalingOptions = {}) {
    checkOptions('VarianceScaling.__init__', options, ['scale', 'mode', 'distribution', 'seed']);
    const given = options.distribution ?? 'truncated_normal';
    const distribution = given === 'normal' ? 'truncated_normal' : given;
    super(options.scale ?? 1, options.mode ?? 'fan_in', distribution, options);
  }
  override get_config(): Record<string, unknown> {
    const { scale, mode, distribution, seed } = this;
    return { scale, mode, distribution, seed };
  }
}

/** A class with fixed scaling whose only option is the seed. */
type ScalingClass = new (options?: SeedOption) => ScalingInitializer;

function preset(
  className: string,
  scale: number,
  mode: FanMode,
  distribution: Distribution,
): ScalingClass {
  return class extends ScalingInitializer {
    static readonly class_name = className;
    constructor(options: SeedOption = {}) {
      checkOptions(`${className}.__init__`, options, ['seed']);
      super(scale, mode, distribution, options);
    }
  };
}

export const GlorotUniformInitializer = preset('GlorotUniform', 1, 'fan_avg', 'uniform');
export const GlorotNormalInitializer = preset('GlorotNormal', 1, 'fan_avg', 'truncated_normal');
export const HeUniformInitializer = preset('HeUniform', 2, 'fan_in', 'uniform');
export const HeNormalInitializer = preset('HeNormal', 2, 'fan_in', 'truncated_normal');
export const LecunUniformInitializer = preset('LecunUniform', 1, 'fan_in', 'uniform');
export const LecunNormalInitializer = preset('LecunNormal', 1, 'fan_in', 'truncated_normal');
