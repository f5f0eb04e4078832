/** `keras.layers.Dropout` */
import { keywords } from '../../python/options';
import { NotImplementedError, ValueError } from '#errors';
import { randomUniform, selectV2, shape, zerosLike, type SymbolicTensor } from '#graph';
import { nextSeed } from '../../random';
import { Layer, type CallArguments, type LayerOptions } from './layer';
import { requireArgument } from './options';

export interface DropoutOptions extends LayerOptions {
  /** The same seed gives the same choices in each run. Default: a new one from the global generator. */
  readonly seed?: number | null;
  readonly noise_shape?: null;
}

export class DropoutLayer extends Layer {
  static readonly class_name = 'Dropout';
  static override readonly args = ['rate'];
  static override readonly is_stateless = true;
  readonly rate: number;
  readonly seed: number | null;
  readonly #stream: number;

  /** @param rate share of the elements that are set to 0 while training, from 0 to 1 */
  constructor(rate: number, options: DropoutOptions = {}) {
    const { seed, noise_shape, ...rest } = keywords('Dropout.__init__', options, 'seed');
    requireArgument('Dropout', 'rate', rate);
    super(rest);
    if (typeof rate !== 'number' || !(rate >= 0 && rate <= 1))
      throw new ValueError(
        `Invalid value received for argument \`rate\`. Expected a float value between 0 and 1. Received: rate=${String(rate)}`,
      );
    if (noise_shape) throw new NotImplementedError('Dropout with noise_shape is not there yet.');
    this.rate = rate;
    this.seed = seed ?? null;
    this.#stream = (seed ?? nextSeed()) % 2 ** 31;
  }

  /** Elements that stay are scaled up, so that the sum is the same on average. */
  override call(inputs: SymbolicTensor, { training }: CallArguments): SymbolicTensor {
    if (!training || this.rate === 0) return inputs;
    if (this.rate === 1) return zerosLike(inputs);
    const { size } = inputs.builder;
    const random = randomUniform(shape(inputs), { seed: this.#stream, seed2: size });
    const kept = random.greater_equal(this.rate);
    return selectV2(kept, inputs.mul(1 / (1 - this.rate)), 0);
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), rate: this.rate, seed: this.seed, noise_shape: null };
  }
}
