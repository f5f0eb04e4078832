/**
 * `keras.Layer`: a named piece of a model that owns weights and lowers itself to graph operations in `call`.
 *
 * A layer instance is a function. On Keras tensors it records a call of a functional model, on tensors of a graph it
 * adds its operations to that graph, on arrays it computes and gives a promise. Layers themselves never compute.
 */
import { keywords } from '../../python/options';
import { NotImplementedError, ValueError } from '#errors';
import type { Shape, SymbolicTensor } from '#graph';
import { DTYPES, sizeOf, type DType, type NDArray } from '#tensor';
import { CallableObject } from '../../python/callable';
import { readDType } from '../dtype-policy';
import { get as getInitializer } from '../initializers';
import type { KerasTensor } from '../keras-tensor';
import { autoName, pathInScope, withNameScope } from '../names';
import type { Nested } from '../nest';
import { formatShape } from '../../python/shape';
import { get as getRegularizer, type Regularizer } from '../regularizers';
import { constructFromConfig } from '../serialization/from-config';
import { KerasVariable } from '../variable';
import { bindCall } from './bound-call';
import { currentCall } from './call-context';
import { callLayer } from './call-layer';
import { classNameOf } from '../../python/class-name';
import {
  checkBaseOptions,
  checkedName,
  fullyDefined,
  lockedError,
  type AddWeightOptions,
  type CallArguments,
  type CallOptions,
  type LayerOptions,
} from './layer-options';
import type { InputSpec } from './input-spec';
import type { LayerNode } from './node';
import { claimWeights } from './weight-allowance';
import { findSublayers, findWeights } from './weights';

export type { AddWeightOptions, CallArguments, CallOptions, LayerOptions } from './layer-options';

// A layer is called like a function; TypeScript says so only by merging an interface into the class.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface Layer {
  (inputs: Nested<KerasTensor>, options?: CallOptions): KerasTensor;
  (inputs: SymbolicTensor | readonly SymbolicTensor[], options?: CallOptions): SymbolicTensor;
  (inputs: Nested<NDArray>, options?: CallOptions): Promise<NDArray>;
  /**
   * Lowers the layer to operations; every layer has one, your own too.
   * @param inputs a tensor, or the list or dict of tensors that the layer is called on
   */
  call(inputs: never, options: CallArguments): Nested<SymbolicTensor>;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class Layer extends CallableObject {
  /** Whether a layer of this class is built from the start, as Keras has it for some without weights. @internal */
  static readonly is_stateless: boolean = false;
  /** Names of the positional parameters of the constructor. @internal */
  static readonly args: readonly string[] = [];

  readonly #name: string;
  readonly #dtype: DType;
  readonly #variables: KerasVariable[] = [];
  readonly #madeTrainable = new Set<KerasVariable>();
  readonly #nodes: LayerNode[] = [];
  #trainable: boolean;
  #built: boolean;
  #isLocked = false;
  #buildShape: unknown;
  #inputSpec: readonly InputSpec[] | undefined;
  readonly #activityRegularizer: Regularizer | undefined;
  readonly #inputShapeOption: Shape | undefined;

  constructor(options: LayerOptions = {}) {
    super();
    const className = classNameOf(this);
    checkBaseOptions(className, keywords(`${className}.__init__`, options));
    this.#name = checkedName(options.name ?? autoName(className));
    this.#trainable = options.trainable ?? true;
    this.#dtype = readDType(options.dtype, className);
    this.#activityRegularizer = getRegularizer(options.activity_regularizer);
    this.#inputShapeOption = options.input_shape;
    this.#built = (new.target as typeof Layer).is_stateless;
    this.#wrapBuild();
    bindCall(this);
  }

  get name(): string {
    return this.#name;
  }
  /** Type of its weights. */
  get dtype(): DType {
    return this.#dtype;
  }
  /** Type that floating-point inputs are converted to. */
  get compute_dtype(): DType {
    return this.#dtype;
  }
  /** Whether its weights exist. */
  get built(): boolean {
    return this.#built;
  }
  set built(value: boolean) {
    this.#built = value;
  }
  get trainable(): boolean {
    return this.#trainable;
  }
  /** Freezes or thaws its weights and those of the layers in it. */
  set trainable(value: boolean) {
    this.#trainable = value;
    for (const variable of this.#madeTrainable) variable.trainable = value;
    for (const layer of this.sublayers()) layer.trainable = value;
  }
  get input_spec(): readonly InputSpec[] | undefined {
    return this.#inputSpec;
  }
  set input_spec(value: InputSpec | readonly InputSpec[] | undefined) {
    this.#inputSpec = value === undefined ? undefined : [value].flat();
  }
  get activity_regularizer(): Regularizer | undefined {
    return this.#activityRegularizer;
  }
  /** Calls on Keras tensors so far, in order. @internal */
  get inbound_nodes(): readonly LayerNode[] {
    return this.#nodes;
  }
  /** Shape that it was built with: one, or a list or dict of them. @internal */
  get build_shape(): unknown {
    return this.#buildShape;
  }
  /** The old-style `input_shape` option, without the batch. @internal */
  get input_shape_option(): Shape | undefined {
    return this.#inputShapeOption;
  }
  /** The Keras tensor of its first call's input. */
  get input(): Nested<KerasTensor> {
    return this.#onlyNode('input').inputs!;
  }
  /** The Keras tensor of its first call's output. */
  get output(): Nested<KerasTensor> {
    return this.#onlyNode('output').outputs;
  }

  /** All weights: its own (trainable or not, in the order of creation), then those of the layers in it. */
  get weights(): KerasVariable[] {
    return findWeights(this);
  }
  get variables(): KerasVariable[] {
    return this.weights;
  }
  get trainable_weights(): KerasVariable[] {
    return this.trainable_variables;
  }
  get trainable_variables(): KerasVariable[] {
    return this.#trainable ? this.weights.filter((variable) => variable.trainable) : [];
  }
  get non_trainable_weights(): KerasVariable[] {
    return this.non_trainable_variables;
  }
  get non_trainable_variables(): KerasVariable[] {
    return this.#trainable ? this.weights.filter((variable) => !variable.trainable) : this.weights;
  }
  /** Weights that belong to this layer itself, those made trainable first. @internal */
  own_variables(): readonly KerasVariable[] {
    return this.#variables;
  }
  /** Layers kept in its attributes, in the order in which they were set. @internal */
  sublayers(): readonly Layer[] {
    return findSublayers(this);
  }

  /** `layer(inputs, training=…)` @internal */
  override invoke(inputs: unknown, options: unknown = {}): unknown {
    return callLayer(this, inputs, options as CallOptions);
  }

  /** Makes the weights for inputs of this shape (`null` for the batch). Override it in a layer of your own. */
  build(input_shape: unknown): void {
    this.#buildShape ??= input_shape;
    this.#built = true;
  }

  /** `add_weight(shape=None, initializer=None, dtype=None, trainable=True, regularizer=None, name=None)` */
  add_weight(options: AddWeightOptions = {}): KerasVariable {
    if (this.#isLocked) throw lockedError();
    if (options.constraint) throw new NotImplementedError('Weight constraints are not supported.');
    const dtype = options.dtype ?? this.#dtype;
    const initializer = getInitializer(
      options.initializer ?? (DTYPES[dtype].isFloat ? 'glorot_uniform' : 'zeros'),
    );
    return withNameScope(this.#name, this, () => {
      const shape = fullyDefined(options.shape ?? [], pathInScope(options.name ?? 'variable'));
      claimWeights(sizeOf(shape));
      const variable = new KerasVariable(initializer!(shape, dtype), {
        dtype,
        trainable: options.trainable ?? true,
        name: options.name ?? null,
        regularizer: getRegularizer(options.regularizer),
      });
      this.track_variable(variable);
      return variable;
    });
  }

  /** Adds a scalar to the loss; only inside `call`. */
  add_loss(loss: SymbolicTensor): void {
    const context = currentCall();
    if (!context)
      throw new ValueError(
        '`add_loss()` can only be called from inside `build()` or `call()`, on a tensor input.',
      );
    context.losses.push(loss);
  }

  /** Number of scalars in its weights. */
  count_params(): number {
    if (!this.#built)
      throw new ValueError(
        `You tried to call \`count_params\` on layer '${this.#name}', but the layer isn't built. ` +
          'You can build it manually via: `layer.build(input_shape)`.',
      );
    return this.weights.reduce((total, { shape }) => total + sizeOf(shape), 0);
  }

  /** The values of `weights`. */
  get_weights(): NDArray[] {
    return this.weights.map((variable) => variable.value);
  }

  /** Gives `weights` new values, one array each; nothing changes when one does not fit. */
  set_weights(weights: readonly NDArray[]): void {
    const variables = this.weights;
    if (variables.length !== weights.length)
      throw new ValueError(
        `You called \`set_weights(weights)\` on layer '${this.#name}' with a weight list of length ${weights.length}, ` +
          `but the layer was expecting ${variables.length} weights.`,
      );
    variables.forEach(({ shape }, i) => {
      const given = weights[i]!.shape;
      if (formatShape(shape) !== formatShape(given))
        throw new ValueError(
          `Layer ${this.#name} weight shape ${formatShape(shape)} is not compatible with provided weight shape ${formatShape(given)}.`,
        );
    });
    variables.forEach((variable, i) => variable.assign(weights[i]!));
  }

  /** What `from_config` needs to make such a layer again, without its weights. */
  get_config(): Record<string, unknown> {
    return { name: this.#name, trainable: this.#trainable, dtype: this.#dtype };
  }

  /** Makes a layer from what `get_config` gave. */
  static from_config<Made extends Layer>(
    this: new (...args: never[]) => Made,
    config: Record<string, unknown>,
  ): Made {
    return constructFromConfig(this, config);
  }

  /** Records a call on Keras tensors. @internal */
  add_node(node: LayerNode): void {
    this.#nodes.push(node);
  }

  override toString(): string {
    return `<${classNameOf(this)} name=${this.#name}, built=${this.#built ? 'True' : 'False'}>`;
  }

  /** Makes it a weight. Trainable ones stand before the others, as Keras keeps two lists. @internal */
  track_variable(variable: KerasVariable): void {
    const others = this.#variables.findIndex((other) => !this.#madeTrainable.has(other));
    if (variable.trainable) this.#madeTrainable.add(variable);
    if (variable.trainable && others >= 0) this.#variables.splice(others, 0, variable);
    else this.#variables.push(variable);
    if (!this.#trainable) variable.trainable = false;
  }

  /** Every `build`, a learner's too, runs in the layer's name scope and notes the shape, whoever calls it. */
  #wrapBuild(): void {
    const build = this.build;
    Object.defineProperty(this, 'build', {
      configurable: true,
      value: (shape: unknown) =>
        withNameScope(this.#name, this, () => {
          build.call(this, shape);
          this.#buildShape ??= shape;
          this.#built = true;
          this.#isLocked = true;
        }),
    });
  }

  #onlyNode(what: string): LayerNode {
    const node = this.#nodes[0];
    if (node) return node;
    throw new ValueError(
      `The layer ${this.#name} has never been called and thus has no defined ${what}.`,
    );
  }
}
