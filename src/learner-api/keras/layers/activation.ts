/** Layers that apply a function to each element, or along an axis. */
import { firstOption } from '../../python/options';
import { NotImplementedError, ValueError } from '#errors';
import type { SymbolicTensor } from '#graph';
import * as activations from '../activations';
import { Layer, type LayerOptions } from './layer';
import { requireArgument } from './options';

export class ActivationLayer extends Layer {
  static readonly class_name = 'Activation';
  static override readonly args = ['activation'];
  static override readonly is_stateless = true;
  readonly activation: activations.Activation;

  /** @param activation a name or a function of a tensor */
  constructor(activation: activations.ActivationLike, options: LayerOptions = {}) {
    requireArgument('Activation', 'activation', activation);
    super(options);
    this.activation = activations.get(activation);
  }
  override call(inputs: SymbolicTensor): SymbolicTensor {
    return this.activation(inputs);
  }
  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), activation: activations.serialize(this.activation) };
  }
}

export interface ReLUOptions extends LayerOptions {
  /** Largest value. Default: none. */
  readonly max_value?: number | null;
  /** Slope below the threshold. Default: 0. */
  readonly negative_slope?: number;
  /** Values up to here are dropped. Default: 0. */
  readonly threshold?: number;
}

export class ReLULayer extends Layer {
  static readonly class_name = 'ReLU';
  static override readonly is_stateless = true;
  readonly max_value: number | null;
  readonly negative_slope: number;
  readonly threshold: number;

  /** @param max_value a number, or the options */
  constructor(max_value: number | null | ReLUOptions = null, options: ReLUOptions = {}) {
    const all =
      typeof max_value === 'number' ? { ...options, max_value } : { ...max_value, ...options };
    const { max_value: max = null, negative_slope = 0, threshold = 0, ...rest } = all;
    super(rest);
    if (max !== null && max < 0)
      throw new ValueError(
        `max_value of a ReLU layer cannot be a negative value. Received: max_value=${max}`,
      );
    for (const [name, value] of Object.entries({ negative_slope, threshold })) {
      if (value === null || value < 0)
        throw new ValueError(
          `${name} of a ReLU layer cannot be None or a negative value. Received: ${name}=${value ?? 'None'}`,
        );
    }
    this.max_value = max;
    this.negative_slope = negative_slope;
    this.threshold = threshold;
  }
  override call(inputs: SymbolicTensor): SymbolicTensor {
    const { max_value, negative_slope, threshold } = this;
    return activations.relu(inputs, { max_value, negative_slope, threshold });
  }
  override get_config(): Record<string, unknown> {
    const { max_value, negative_slope, threshold } = this;
    return { ...super.get_config(), max_value, negative_slope, threshold };
  }
}

export interface LeakyReLUOptions extends LayerOptions {
  /** Slope below 0. Default: 0.3. */
  readonly negative_slope?: number;
}

export class LeakyReLULayer extends Layer {
  static readonly class_name = 'LeakyReLU';
  static override readonly is_stateless = true;
  readonly negative_slope: number;

  /** @param negative_slope a number, or the options */
  constructor(negative_slope: number | LeakyReLUOptions = {}, options: LeakyReLUOptions = {}) {
    const all = firstOption('LeakyReLU.__init__', 'negative_slope', negative_slope, options);
    const { negative_slope: slope = 0.3, ...rest } = all;
    super(rest);
    if (slope === null || slope < 0)
      throw new ValueError(
        `The negative_slope value of a Leaky ReLU layer cannot be None or negative value. Expected a float. Received: negative_slope=${slope ?? 'None'}`,
      );
    this.negative_slope = slope;
  }
  override call(inputs: SymbolicTensor): SymbolicTensor {
    return activations.leaky_relu(inputs, this.negative_slope);
  }
  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), negative_slope: this.negative_slope };
  }
}

export interface ELUOptions extends LayerOptions {
  /** Scale of the part below 0. Default: 1. */
  readonly alpha?: number;
}

export class ELULayer extends Layer {
  static readonly class_name = 'ELU';
  static override readonly is_stateless = true;
  readonly alpha: number;

  /** @param alpha a number, or the options */
  constructor(alpha: number | ELUOptions = {}, options: ELUOptions = {}) {
    const all = firstOption('ELU.__init__', 'alpha', alpha, options);
    const { alpha: scale = 1, ...rest } = all;
    super(rest);
    this.alpha = scale;
  }
  override call(inputs: SymbolicTensor): SymbolicTensor {
    return activations.elu(inputs, this.alpha);
  }
  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), alpha: this.alpha };
  }
}

export interface SoftmaxOptions extends LayerOptions {
  /** Dimension that sums to 1. Default: the last. */
  readonly axis?: number;
}

export class SoftmaxLayer extends Layer {
  static readonly class_name = 'Softmax';
  static override readonly is_stateless = true;
  readonly axis: number;

  /** @param axis a number, or the options */
  constructor(axis: number | SoftmaxOptions = {}, options: SoftmaxOptions = {}) {
    const all = firstOption('Softmax.__init__', 'axis', axis, options);
    const { axis: dimension = -1, ...rest } = all;
    super(rest);
    if (typeof dimension !== 'number')
      throw new NotImplementedError('Softmax over several axes is not there yet.');
    this.axis = dimension;
  }
  override call(inputs: SymbolicTensor): SymbolicTensor {
    return activations.softmax(inputs, this.axis);
  }
  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), axis: this.axis };
  }
}
