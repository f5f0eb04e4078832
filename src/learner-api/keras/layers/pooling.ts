/** Layers that shrink images: pooling over windows and over the whole image. */
import { firstOption, keywords } from '../../python/options';
import { ValueError } from '#errors';
import { avgPool, maxPool, type SymbolicTensor } from '#graph';
import { asFloat } from '../promotion';
import { formatShape } from '../../python/shape';
import { Layer, type LayerOptions } from './layer';
import {
  checkDataFormat,
  readPadding,
  readPair,
  type PaddingName,
  type Pair,
  type PairLike,
} from './options';

export interface PoolingOptions extends LayerOptions {
  /** Window in pixels, [height, width] or one number. Default: 2. */
  readonly pool_size?: PairLike;
  /** Steps of the window in pixels. Default: the window's size. */
  readonly strides?: PairLike | null;
  /** `valid`: no padding; `same`: enough that no pixel is left out. Default: `valid`. */
  readonly padding?: PaddingName;
  readonly data_format?: string | null;
}

abstract class PoolingLayer extends Layer {
  static override readonly is_stateless = true;
  readonly pool_size: Pair;
  readonly strides: Pair;
  readonly padding: PaddingName;

  /** @param pool_size window in pixels, or the options */
  constructor(pool_size: PairLike | PoolingOptions = {}, options: PoolingOptions = {}) {
    const all = firstOption('Pooling.__init__', 'pool_size', pool_size, options);
    const { pool_size: size = 2, strides, padding, data_format, ...rest } = all;
    super(rest);
    checkDataFormat(data_format, 'Pooling');
    this.pool_size = readPair(size, 'pool_size');
    this.strides = readPair(strides ?? size, 'strides');
    this.padding = readPadding(padding);
    this.input_spec = { ndim: 4 };
  }

  /** Window options for the graph's ops, checked against the image. */
  protected windowFor(inputs: SymbolicTensor) {
    const { pool_size: ksize, strides, padding } = this;
    const image = inputs.shape.slice(1, 3);
    if (padding === 'valid' && image.some((dim, i) => dim !== null && dim < ksize[i]!))
      throw new ValueError(
        'Computed output size would be zero or negative. ' +
          `Received: \`inputs.shape=[${inputs.shape.map((dim) => dim ?? 'None').join(' ')}]\`, ` +
          `\`pool_size=[${ksize.join(' ')}]\`, \`strides=${formatShape(strides)}\`, \`padding=${padding}\`.`,
      );
    return { ksize, strides, padding: padding === 'same' ? 'SAME' : 'VALID' } as const;
  }

  override get_config(): Record<string, unknown> {
    const { pool_size, padding, strides } = this;
    return { ...super.get_config(), pool_size, padding, strides, data_format: 'channels_last' };
  }
}

export class MaxPooling2DLayer extends PoolingLayer {
  static readonly class_name = 'MaxPooling2D';
  override call(inputs: SymbolicTensor): SymbolicTensor {
    return maxPool(inputs, this.windowFor(inputs));
  }
}

export class AveragePooling2DLayer extends PoolingLayer {
  static readonly class_name = 'AveragePooling2D';
  override call(inputs: SymbolicTensor): SymbolicTensor {
    return avgPool(asFloat(inputs), this.windowFor(inputs));
  }
}

export interface GlobalPoolingOptions extends LayerOptions {
  readonly data_format?: string | null;
  /** Keep height and width as 1. Default: false. */
  readonly keepdims?: boolean;
}

abstract class GlobalPoolingLayer extends Layer {
  static override readonly is_stateless = true;
  readonly keepdims: boolean;

  constructor(options: GlobalPoolingOptions = {}) {
    const {
      data_format,
      keepdims = false,
      ...rest
    } = keywords('GlobalPooling.__init__', options, 'keepdims');
    super(rest);
    checkDataFormat(data_format, 'GlobalPooling');
    this.keepdims = keepdims;
    this.input_spec = { ndim: 4 };
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), data_format: 'channels_last', keepdims: this.keepdims };
  }
}

export class GlobalAveragePooling2DLayer extends GlobalPoolingLayer {
  static readonly class_name = 'GlobalAveragePooling2D';
  override call(inputs: SymbolicTensor): SymbolicTensor {
    return asFloat(inputs).mean({ axis: [1, 2], keepdims: this.keepdims });
  }
}

export class GlobalMaxPooling2DLayer extends GlobalPoolingLayer {
  static readonly class_name = 'GlobalMaxPooling2D';
  override call(inputs: SymbolicTensor): SymbolicTensor {
    return inputs.max({ axis: [1, 2], keepdims: this.keepdims });
  }
}
