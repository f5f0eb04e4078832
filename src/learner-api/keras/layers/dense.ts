/** `keras.layers.Dense` */
import { keywords } from '../../python/options';
import { ValueError } from '#errors';
import { batchMatMulV2, biasAdd, matMul, type Shape, type SymbolicTensor } from '#graph';
import * as activations from '../activations';
import * as initializers from '../initializers';
import { asFloat } from '../promotion';
import * as regularizers from '../regularizers';
import { serializeKerasObject } from '../serialization/serialize';
import type { KerasVariable } from '../variable';
import { Layer, type LayerOptions } from './layer';
import { checkNoConstraints, requireArgument } from './options';

export interface DenseOptions extends LayerOptions {
  /** Applied to the output. Default: none (`linear`). */
  readonly activation?: activations.ActivationLike;
  /** Whether to add a bias to each unit. Default: true. */
  readonly use_bias?: boolean;
  /** Default: `glorot_uniform`. */
  readonly kernel_initializer?: initializers.InitializerLike;
  /** Default: `zeros`. */
  readonly bias_initializer?: initializers.InitializerLike;
  /** Penalty on the kernel, added to the loss. */
  readonly kernel_regularizer?: regularizers.RegularizerLike;
  readonly bias_regularizer?: regularizers.RegularizerLike;
  readonly kernel_constraint?: null;
  readonly bias_constraint?: null;
}

export class DenseLayer extends Layer {
  static readonly class_name = 'Dense';
  static override readonly args = ['units'];
  readonly units: number;
  readonly activation: activations.Activation;
  readonly use_bias: boolean;
  readonly kernel_initializer: initializers.Initializer;
  readonly bias_initializer: initializers.Initializer;
  readonly kernel_regularizer: regularizers.Regularizer | undefined;
  readonly bias_regularizer: regularizers.Regularizer | undefined;
  #kernel: KerasVariable | undefined;
  #bias: KerasVariable | undefined;

  /** @param units number of outputs */
  constructor(units: number, options: DenseOptions = {}) {
    const {
      activation,
      use_bias,
      kernel_initializer,
      bias_initializer,
      kernel_regularizer,
      bias_regularizer,
      kernel_constraint,
      bias_constraint,
      ...rest
    } = keywords('Dense.__init__', options, 'activation');
    requireArgument('Dense', 'units', units);
    super(rest);
    if (!Number.isInteger(units) || units <= 0)
      throw new ValueError(
        `Received an invalid value for \`units\`, expected a positive integer. Received: units=${String(units)}`,
      );
    checkNoConstraints('Dense', { kernel_constraint, bias_constraint });
    this.units = units;
    this.activation = activations.get(activation);
    this.use_bias = use_bias ?? true;
    this.kernel_initializer = initializers.get(kernel_initializer ?? 'glorot_uniform')!;
    this.bias_initializer = initializers.get(bias_initializer ?? 'zeros')!;
    this.kernel_regularizer = regularizers.get(kernel_regularizer);
    this.bias_regularizer = regularizers.get(bias_regularizer);
    this.input_spec = { min_ndim: 2 };
  }

  /** Weights [inputs, units]. */
  get kernel(): KerasVariable | undefined {
    return this.#kernel;
  }
  /** [units] */
  get bias(): KerasVariable | undefined {
    return this.#bias;
  }

  override build(input_shape: Shape): void {
    const inputs = input_shape.at(-1) ?? null;
    this.#kernel = this.add_weight({
      name: 'kernel',
      shape: [inputs, this.units],
      initializer: this.kernel_initializer,
      regularizer: this.kernel_regularizer,
    });
    if (this.use_bias) {
      this.#bias = this.add_weight({
        name: 'bias',
        shape: [this.units],
        initializer: this.bias_initializer,
        regularizer: this.bias_regularizer,
      });
    }
    this.input_spec = { min_ndim: 2, axes: { [-1]: inputs! } };
  }

  override call(inputs: SymbolicTensor): SymbolicTensor {
    const x = asFloat(inputs);
    const product = x.ndim > 2 ? batchMatMulV2(x, this.#kernel!) : matMul(x, this.#kernel!);
    return this.activation(this.#bias ? biasAdd(product, this.#bias) : product);
  }

  override get_config(): Record<string, unknown> {
    return {
      ...super.get_config(),
      units: this.units,
      activation: activations.serialize(this.activation),
      use_bias: this.use_bias,
      kernel_initializer: serializeKerasObject(this.kernel_initializer),
      bias_initializer: serializeKerasObject(this.bias_initializer),
      kernel_regularizer: serializeKerasObject(this.kernel_regularizer),
      bias_regularizer: serializeKerasObject(this.bias_regularizer),
      kernel_constraint: null,
      bias_constraint: null,
    };
  }
}
