/** `keras.layers.Conv2D` */
import { keywords } from '../../python/options';
import { ValueError } from '#errors';
import { conv2D, type Shape, type SymbolicTensor } from '#graph';
import * as initializers from '../initializers';
import { asFloat } from '../promotion';
import { formatShape } from '../../python/shape';
import * as regularizers from '../regularizers';
import { serializeKerasObject } from '../serialization/serialize';
import type { KerasVariable } from '../variable';
import { channelsOf, ConvolutionLayer, type ConvolutionOptions } from './convolution';
import { checkNoConstraints, checkPositive, requireArgument, type PairLike } from './options';

export interface Conv2DOptions extends ConvolutionOptions {
  /** Number of groups of channels that are convolved apart. Default: 1. */
  readonly groups?: number;
  /** Default: `glorot_uniform`. */
  readonly kernel_initializer?: initializers.InitializerLike;
  /** Penalty on the kernel, added to the loss. */
  readonly kernel_regularizer?: regularizers.RegularizerLike;
  readonly kernel_constraint?: null;
}

export class Conv2DLayer extends ConvolutionLayer {
  static readonly class_name = 'Conv2D';
  static override readonly args = ['filters', 'kernel_size'];
  readonly filters: number;
  readonly groups: number;
  readonly kernel_initializer: initializers.Initializer;
  readonly kernel_regularizer: regularizers.Regularizer | undefined;
  #kernel: KerasVariable | undefined;

  /**
   * @param filters number of output channels
   * @param kernel_size window in pixels, [height, width] or one number
   */
  constructor(filters: number, kernel_size: PairLike, options: Conv2DOptions = {}) {
    const {
      groups = 1,
      kernel_initializer,
      kernel_regularizer,
      kernel_constraint,
      ...rest
    } = keywords('Conv2D.__init__', options, 'strides');
    requireArgument('Conv2D', 'filters', filters);
    requireArgument('Conv2D', 'kernel_size', kernel_size);
    super('Conv2D', kernel_size, rest);
    checkPositive('filters', filters);
    checkNoConstraints('Conv2D', { kernel_constraint });
    if (filters % groups !== 0)
      throw new ValueError(
        `The number of filters must be evenly divisible by the number of groups. Received: groups=${groups}, filters=${filters}.`,
      );
    this.filters = filters;
    this.groups = groups;
    this.kernel_initializer = initializers.get(kernel_initializer ?? 'glorot_uniform')!;
    this.kernel_regularizer = regularizers.get(kernel_regularizer);
  }

  /** [height, width, channels / groups, filters] */
  get kernel(): KerasVariable | undefined {
    return this.#kernel;
  }

  override build(input_shape: Shape): void {
    const channels = channelsOf('Conv2D', input_shape);
    if (channels % this.groups !== 0)
      throw new ValueError(
        'The number of input channels must be evenly divisible by the number of groups. ' +
          `Received groups=${this.groups}, but the input has ${channels} channels (full input shape is ${formatShape(input_shape)}).`,
      );
    const shape = [...this.kernel_size, channels / this.groups, this.filters];
    this.checkBuild(input_shape, shape);
    this.#kernel = this.add_weight({
      name: 'kernel',
      shape,
      initializer: this.kernel_initializer,
      regularizer: this.kernel_regularizer,
    });
    this.addBias(this.filters);
  }

  override call(inputs: SymbolicTensor): SymbolicTensor {
    return this.finish(conv2D(asFloat(inputs), this.#kernel!, this.window));
  }

  override get_config(): Record<string, unknown> {
    return {
      ...super.get_config(),
      filters: this.filters,
      groups: this.groups,
      kernel_initializer: serializeKerasObject(this.kernel_initializer),
      kernel_regularizer: serializeKerasObject(this.kernel_regularizer),
      kernel_constraint: null,
    };
  }
}
