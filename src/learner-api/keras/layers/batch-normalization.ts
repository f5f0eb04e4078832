/** `keras.layers.BatchNormalization` */
import { keywords } from '../../python/options';
import { NotImplementedError, ValueError } from '#errors';
import { rsqrt, squaredDifference, stopGradient, type Shape, type SymbolicTensor } from '#graph';
import * as initializers from '../initializers';
import { asFloat } from '../promotion';
import { formatShape } from '../../python/shape';
import * as regularizers from '../regularizers';
import { serializeKerasObject } from '../serialization/serialize';
import type { KerasVariable } from '../variable';
import { Layer, type CallArguments, type LayerOptions } from './layer';
import { checkNoConstraints } from './options';

export interface BatchNormalizationOptions extends LayerOptions {
  /** Dimension of the channels. Default: the last. */
  readonly axis?: number;
  /** Share of the old moving average that each batch keeps. Default: 0.99. */
  readonly momentum?: number;
  /** Added to the variance. Default: 0.001. */
  readonly epsilon?: number;
  /** Whether to add `beta`. Default: true. */
  readonly center?: boolean;
  /** Whether to multiply by `gamma`. Default: true. */
  readonly scale?: boolean;
  readonly beta_initializer?: initializers.InitializerLike;
  readonly gamma_initializer?: initializers.InitializerLike;
  readonly moving_mean_initializer?: initializers.InitializerLike;
  readonly moving_variance_initializer?: initializers.InitializerLike;
  readonly beta_regularizer?: regularizers.RegularizerLike;
  readonly gamma_regularizer?: regularizers.RegularizerLike;
  readonly beta_constraint?: null;
  readonly gamma_constraint?: null;
  readonly synchronized?: false;
}

const VARIABLES = ['gamma', 'beta', 'moving_mean', 'moving_variance'] as const;
type VariableName = (typeof VARIABLES)[number];

export class BatchNormalizationLayer extends Layer {
  static readonly class_name = 'BatchNormalization';
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly #initializers: Readonly<Record<VariableName, initializers.Initializer>>;
  readonly #regularizers: Readonly<Partial<Record<VariableName, regularizers.Regularizer>>>;
  readonly #variables = new Map<VariableName, KerasVariable>();

  constructor(options: BatchNormalizationOptions = {}) {
    const {
      axis = -1,
      momentum = 0.99,
      epsilon = 0.001,
      center = true,
      scale = true,
      beta_initializer = 'zeros',
      gamma_initializer = 'ones',
      moving_mean_initializer = 'zeros',
      moving_variance_initializer = 'ones',
      beta_regularizer,
      gamma_regularizer,
      beta_constraint,
      gamma_constraint,
      synchronized,
      ...rest
    } = keywords('BatchNormalization.__init__', options, 'axis');
    super(rest);
    checkNoConstraints('BatchNormalization', { beta_constraint, gamma_constraint });
    if (synchronized)
      throw new NotImplementedError('BatchNormalization with synchronized=True is not there yet.');
    this.axis = axis;
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.center = center;
    this.scale = scale;
    this.#initializers = {
      gamma: initializers.get(gamma_initializer)!,
      beta: initializers.get(beta_initializer)!,
      moving_mean: initializers.get(moving_mean_initializer)!,
      moving_variance: initializers.get(moving_variance_initializer)!,
    };
    const penalties = {
      gamma: regularizers.get(gamma_regularizer),
      beta: regularizers.get(beta_regularizer),
    };
    this.#regularizers = Object.fromEntries(
      Object.entries(penalties).filter(([, penalty]) => penalty),
    );
  }

  get gamma(): KerasVariable | undefined {
    return this.#variables.get('gamma');
  }
  get beta(): KerasVariable | undefined {
    return this.#variables.get('beta');
  }
  get moving_mean(): KerasVariable | undefined {
    return this.#variables.get('moving_mean');
  }
  get moving_variance(): KerasVariable | undefined {
    return this.#variables.get('moving_variance');
  }

  override build(input_shape: Shape): void {
    const channels = input_shape.at(this.axis);
    if (channels === null || channels === undefined)
      throw new ValueError(
        `The channel axis ${this.axis} of the input must be defined. Received: input_shape=${formatShape(input_shape)}`,
      );
    const has = { gamma: this.scale, beta: this.center, moving_mean: true, moving_variance: true };
    for (const name of VARIABLES) {
      if (!has[name]) continue;
      const variable = this.add_weight({
        name,
        shape: [channels],
        initializer: this.#initializers[name],
        trainable: name === 'gamma' || name === 'beta',
        regularizer: this.#regularizers[name],
      });
      this.#variables.set(name, variable);
    }
    const axis = this.axis < 0 ? this.axis : this.axis - input_shape.length;
    this.input_spec = { ndim: input_shape.length, axes: { [axis]: channels } };
  }

  /** While training it uses the batch's moments and remembers them; else the moving averages. */
  override call(inputs: SymbolicTensor, { training }: CallArguments): SymbolicTensor {
    const x = asFloat(inputs);
    const read = (name: VariableName) => {
      const variable = this.#variables.get(name);
      return variable && x.builder.readVariable(variable);
    };
    const moving = { mean: read('moving_mean')!, variance: read('moving_variance')! };
    const used = training && this.trainable ? this.#useBatch(x, moving) : moving;
    const along = (tensor: SymbolicTensor) => this.#alongAxis(tensor, x.ndim);
    const [mean, variance] = [along(used.mean), along(used.variance)];
    const [gamma, beta] = [read('gamma'), read('beta')];
    const inverse = rsqrt(variance.add(this.epsilon));
    const factor = gamma ? inverse.mul(along(gamma)) : inverse;
    const shift = mean.mul(factor);
    return x.mul(factor).add(beta ? along(beta).sub(shift) : shift.neg());
  }

  /** Mean and variance of the batch; the moving averages come closer to them. */
  #useBatch(x: SymbolicTensor, moving: { mean: SymbolicTensor; variance: SymbolicTensor }) {
    const channel = this.axis < 0 ? this.axis + x.ndim : this.axis;
    const axis = x.shape.map((_, i) => i).filter((i) => i !== channel);
    const kept = x.mean({ axis, keepdims: true });
    const spread = squaredDifference(x, stopGradient(kept));
    const mean = kept.squeeze(axis);
    const variance = spread.mean({ axis, keepdims: true }).squeeze(axis);
    const towards = (old: SymbolicTensor, now: SymbolicTensor) =>
      old.mul(this.momentum).add(now.mul(1 - this.momentum));
    this.moving_mean!.assign(towards(moving.mean, mean));
    this.moving_variance!.assign(towards(moving.variance, variance));
    return { mean, variance };
  }

  /** A vector of channels as it broadcasts against the input. */
  #alongAxis(vector: SymbolicTensor, ndim: number): SymbolicTensor {
    const channel = this.axis < 0 ? this.axis + ndim : this.axis;
    if (channel === ndim - 1) return vector;
    return vector.reshape(Array.from({ length: ndim }, (_, i) => (i === channel ? -1 : 1)));
  }

  override get_config(): Record<string, unknown> {
    const { axis, momentum, epsilon, center, scale } = this;
    const serialized = VARIABLES.map((name) => [
      `${name}_initializer`,
      serializeKerasObject(this.#initializers[name]),
    ]);
    return {
      ...super.get_config(),
      axis,
      momentum,
      epsilon,
      center,
      scale,
      ...(Object.fromEntries(serialized) as Record<string, unknown>),
      beta_regularizer: serializeKerasObject(this.#regularizers.beta),
      gamma_regularizer: serializeKerasObject(this.#regularizers.gamma),
      beta_constraint: null,
      gamma_constraint: null,
      synchronized: false,
    };
  }
}
