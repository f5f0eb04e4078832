/** What the convolution layers share: options, shapes, bias and activation. */
import { ValueError } from '#errors';
import { biasAdd, type ConvOptions, type Shape, type SymbolicTensor } from '#graph';
import * as activations from '../activations';
import * as initializers from '../initializers';
import { formatShape } from '../../python/shape';
import * as regularizers from '../regularizers';
import { serializeKerasObject } from '../serialization/serialize';
import type { KerasVariable } from '../variable';
import { Layer, type LayerOptions } from './layer';
import {
  checkDataFormat,
  checkNoConstraints,
  readPadding,
  readPair,
  type PaddingName,
  type Pair,
  type PairLike,
} from './options';

export interface ConvolutionOptions extends LayerOptions {
  /** Steps of the window in pixels, [vertical, horizontal] or one number. Default: 1. */
  readonly strides?: PairLike;
  /** `valid`: no padding; `same`: zeros at the edges, so that strides of 1 keep the size. Default: `valid`. */
  readonly padding?: PaddingName;
  readonly data_format?: string | null;
  /** Spacing of the kernel's taps in pixels. Default: 1. */
  readonly dilation_rate?: PairLike;
  /** Applied to the output. Default: none (`linear`). */
  readonly activation?: activations.ActivationLike;
  /** Default: true. */
  readonly use_bias?: boolean;
  /** Default: `zeros`. */
  readonly bias_initializer?: initializers.InitializerLike;
  readonly bias_regularizer?: regularizers.RegularizerLike;
  readonly bias_constraint?: null;
}

export abstract class ConvolutionLayer extends Layer {
  /** [height, width] of the window in pixels. */
  readonly kernel_size: Pair;
  readonly strides: Pair;
  readonly padding: PaddingName;
  readonly dilation_rate: Pair;
  readonly activation: activations.Activation;
  readonly use_bias: boolean;
  readonly bias_initializer: initializers.Initializer;
  readonly bias_regularizer: regularizers.Regularizer | undefined;
  #bias: KerasVariable | undefined;

  constructor(owner: string, kernel_size: PairLike, options: ConvolutionOptions) {
    const {
      strides,
      padding,
      data_format,
      dilation_rate,
      activation,
      use_bias,
      bias_initializer,
      bias_regularizer,
      bias_constraint,
      ...rest
    } = options;
    super(rest);
    checkDataFormat(data_format, owner);
    checkNoConstraints(owner, { bias_constraint });
    this.kernel_size = readPair(kernel_size, 'kernel_size');
    this.strides = readPair(strides ?? 1, 'strides');
    this.dilation_rate = readPair(dilation_rate ?? 1, 'dilation_rate');
    this.padding = readPadding(padding);
    this.activation = activations.get(activation);
    this.use_bias = use_bias ?? true;
    this.bias_initializer = initializers.get(bias_initializer ?? 'zeros')!;
    this.bias_regularizer = regularizers.get(bias_regularizer);
    this.input_spec = { min_ndim: 4 };
    if (Math.max(...this.strides) > 1 && Math.max(...this.dilation_rate) > 1)
      throw new ValueError(
        '`strides > 1` not supported in conjunction with `dilation_rate > 1`. ' +
          `Received: strides=${formatShape(this.strides)} and dilation_rate=${formatShape(this.dilation_rate)}`,
      );
  }

  get bias(): KerasVariable | undefined {
    return this.#bias;
  }

  /** Window options for the graph's ops. */
  protected get window(): ConvOptions {
    const padding = this.padding === 'same' ? 'SAME' : 'VALID';
    return { strides: this.strides, padding, dilations: this.dilation_rate };
  }

  protected addBias(channels: number): void {
    if (!this.use_bias) return;
    this.#bias = this.add_weight({
      name: 'bias',
      shape: [channels],
      initializer: this.bias_initializer,
      regularizer: this.bias_regularizer,
    });
  }

  /** Fixes the channels that inputs must have from now on, and checks that something is left of the image. */
  protected checkBuild(input: Shape, kernel: readonly number[]): void {
    this.input_spec = { min_ndim: 4, axes: { [-1]: input.at(-1)! } };
    if (this.padding === 'same') return;
    const sizes = this.kernel_size.map((size, i) => (size - 1) * this.dilation_rate[i]! + 1);
    if (sizes.every((size, i) => input[i + 1] == null || input[i + 1]! >= size)) return;
    throw new ValueError(
      'Computed output size would be zero or negative. ' +
        `Received \`inputs shape=${formatShape(input)}\`, \`kernel shape=${formatShape(kernel)}\`, ` +
        `\`dilation_rate=[${this.dilation_rate.join(' ')}]\`, \`strides=${formatShape(this.strides)}\`, \`padding=${this.padding}\`.`,
    );
  }

  protected finish(x: SymbolicTensor): SymbolicTensor {
    return this.activation(this.#bias ? biasAdd(x, this.#bias) : x);
  }

  override get_config(): Record<string, unknown> {
    return {
      ...super.get_config(),
      kernel_size: this.kernel_size,
      strides: this.strides,
      padding: this.padding,
      data_format: 'channels_last',
      dilation_rate: this.dilation_rate,
      activation: activations.serialize(this.activation),
      use_bias: this.use_bias,
      bias_initializer: serializeKerasObject(this.bias_initializer),
      bias_regularizer: serializeKerasObject(this.bias_regularizer),
      activity_regularizer: serializeKerasObject(this.activity_regularizer),
      bias_constraint: null,
    };
  }
}

/** The number of channels, which must be known. */
export function channelsOf(owner: string, input: Shape): number {
  const channels = input.at(-1);
  if (channels !== null && channels !== undefined) return channels;
  throw new ValueError(
    `The channel dimension of the inputs should be defined. The input_shape received is ${formatShape(input)}, where axis -1 (0-based) is the channel dimension, which found to be \`None\`.`,
    { place: owner },
  );
}
