/** `keras.layers.DepthwiseConv2D` and `keras.layers.SeparableConv2D` */
import { keywords } from '../../python/options';
import { conv2D, depthwiseConv2dNative, type Shape, type SymbolicTensor } from '#graph';
import * as initializers from '../initializers';
import { asFloat } from '../promotion';
import * as regularizers from '../regularizers';
import { serializeKerasObject } from '../serialization/serialize';
import type { KerasVariable } from '../variable';
import { channelsOf, ConvolutionLayer, type ConvolutionOptions } from './convolution';
import { checkNoConstraints, checkPositive, requireArgument, type PairLike } from './options';

export interface DepthwiseConv2DOptions extends ConvolutionOptions {
  /** Output channels for each input channel. Default: 1. */
  readonly depth_multiplier?: number;
  /** Default: `glorot_uniform`. */
  readonly depthwise_initializer?: initializers.InitializerLike;
  readonly depthwise_regularizer?: regularizers.RegularizerLike;
  readonly depthwise_constraint?: null;
}

/** Convolves each channel by itself, with a kernel [height, width, channels, multiplier]. */
abstract class DepthwiseLayer extends ConvolutionLayer {
  readonly depth_multiplier: number;
  readonly depthwise_initializer: initializers.Initializer;
  readonly depthwise_regularizer: regularizers.Regularizer | undefined;

  constructor(owner: string, kernel_size: PairLike, options: DepthwiseConv2DOptions) {
    const {
      depth_multiplier = 1,
      depthwise_initializer,
      depthwise_regularizer,
      depthwise_constraint,
      ...rest
    } = keywords(`${owner}.__init__`, options, 'strides');
    requireArgument(owner, 'kernel_size', kernel_size);
    super(owner, kernel_size, rest);
    checkPositive('depth_multiplier', depth_multiplier);
    checkNoConstraints(owner, { depthwise_constraint });
    this.depth_multiplier = depth_multiplier;
    this.depthwise_initializer = initializers.get(depthwise_initializer ?? 'glorot_uniform')!;
    this.depthwise_regularizer = regularizers.get(depthwise_regularizer);
  }

  protected addDepthwiseKernel(name: string, input_shape: Shape, channels: number): KerasVariable {
    const shape = [...this.kernel_size, channels, this.depth_multiplier];
    this.checkBuild(input_shape, shape);
    return this.add_weight({
      name,
      shape,
      initializer: this.depthwise_initializer,
      regularizer: this.depthwise_regularizer,
    });
  }

  override get_config(): Record<string, unknown> {
    return {
      ...super.get_config(),
      depth_multiplier: this.depth_multiplier,
      depthwise_initializer: serializeKerasObject(this.depthwise_initializer),
      depthwise_regularizer: serializeKerasObject(this.depthwise_regularizer),
      depthwise_constraint: null,
    };
  }
}

export class DepthwiseConv2DLayer extends DepthwiseLayer {
  static readonly class_name = 'DepthwiseConv2D';
  static override readonly args = ['kernel_size'];
  #kernel: KerasVariable | undefined;

  /** @param kernel_size window in pixels, [height, width] or one number */
  constructor(kernel_size: PairLike, options: DepthwiseConv2DOptions = {}) {
    super('DepthwiseConv2D', kernel_size, options);
  }

  /** [height, width, channels, multiplier] */
  get kernel(): KerasVariable | undefined {
    return this.#kernel;
  }

  override build(input_shape: Shape): void {
    const channels = channelsOf('DepthwiseConv2D', input_shape);
    this.#kernel = this.addDepthwiseKernel('kernel', input_shape, channels);
    this.addBias(channels * this.depth_multiplier);
  }

  override call(inputs: SymbolicTensor): SymbolicTensor {
    return this.finish(depthwiseConv2dNative(asFloat(inputs), this.#kernel!, this.window));
  }
}

export interface SeparableConv2DOptions extends DepthwiseConv2DOptions {
  /** Default: `glorot_uniform`. */
  readonly pointwise_initializer?: initializers.InitializerLike;
  readonly pointwise_regularizer?: regularizers.RegularizerLike;
  readonly pointwise_constraint?: null;
}

export class SeparableConv2DLayer extends DepthwiseLayer {
  static readonly class_name = 'SeparableConv2D';
  static override readonly args = ['filters', 'kernel_size'];
  readonly filters: number;
  readonly pointwise_initializer: initializers.Initializer;
  readonly pointwise_regularizer: regularizers.Regularizer | undefined;
  #depthwise: KerasVariable | undefined;
  #pointwise: KerasVariable | undefined;

  /**
   * @param filters number of output channels
   * @param kernel_size window in pixels, [height, width] or one number
   */
  constructor(filters: number, kernel_size: PairLike, options: SeparableConv2DOptions = {}) {
    const { pointwise_initializer, pointwise_regularizer, pointwise_constraint, ...rest } =
      keywords('SeparableConv2D.__init__', options, 'strides');
    requireArgument('SeparableConv2D', 'filters', filters);
    super('SeparableConv2D', kernel_size, rest);
    checkPositive('filters', filters);
    checkNoConstraints('SeparableConv2D', { pointwise_constraint });
    this.filters = filters;
    this.pointwise_initializer = initializers.get(pointwise_initializer ?? 'glorot_uniform')!;
    this.pointwise_regularizer = regularizers.get(pointwise_regularizer);
  }

  /** [height, width, channels, multiplier] */
  get depthwise_kernel(): KerasVariable | undefined {
    return this.#depthwise;
  }
  /** [1, 1, channels * multiplier, filters] */
  get pointwise_kernel(): KerasVariable | undefined {
    return this.#pointwise;
  }

  override build(input_shape: Shape): void {
    const channels = channelsOf('SeparableConv2D', input_shape);
    this.#depthwise = this.addDepthwiseKernel('depthwise_kernel', input_shape, channels);
    this.#pointwise = this.add_weight({
      name: 'pointwise_kernel',
      shape: [1, 1, channels * this.depth_multiplier, this.filters],
      initializer: this.pointwise_initializer,
      regularizer: this.pointwise_regularizer,
    });
    this.addBias(this.filters);
  }

  override call(inputs: SymbolicTensor): SymbolicTensor {
    const depthwise = depthwiseConv2dNative(asFloat(inputs), this.#depthwise!, this.window);
    return this.finish(conv2D(depthwise, this.#pointwise!, { strides: [1, 1], padding: 'VALID' }));
  }

  override get_config(): Record<string, unknown> {
    return {
      ...super.get_config(),
      filters: this.filters,
      pointwise_initializer: serializeKerasObject(this.pointwise_initializer),
      pointwise_regularizer: serializeKerasObject(this.pointwise_regularizer),
      pointwise_constraint: null,
    };
  }
}
