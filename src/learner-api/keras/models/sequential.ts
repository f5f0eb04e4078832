/** `keras.Sequential`: a plain stack of layers. Built as soon as the shape of the input is known. */
import { str } from '../../python/repr';
import { typeName, typeRepr } from '../../python/type-name';
import { PyTypeError, ValueError } from '#errors';
import { SymbolicTensor, type Shape } from '#graph';
import { NDArray } from '#tensor';
import { checkOptions } from '../../python/options';
import { KerasTensor } from '../keras-tensor';
import { notTensors } from '../layers/call-layer';
import { InputLayer } from '../layers/input-layer';
import { isLayer } from '../layers/is-layer';
import type { CallOptions, Layer, LayerOptions } from '../layers/layer';
import { flattenNest, type Nested } from '../nest';
import { formatShape } from '../../python/shape';
import { serializeLayer } from '../serialization/serialize-layer';
import { deserializeKerasObject } from '../serialization/deserialize';
import { callEager } from '../training';
import { Functional } from './functional';
import { Model, type ArrayResult } from './model';

export type SequentialOptions = Pick<LayerOptions, 'name' | 'trainable'>;
/** A layer, or what `Input` returns. */
export type Stackable = Layer | KerasTensor;

export class SequentialModel extends Model {
  static override readonly class_name = 'Sequential';
  #layers: Layer[] = [];
  #functional: Functional | undefined;

  /** @param layers from input to output; an `Input` first makes the weights at once */
  constructor(layers: readonly Stackable[] | null = [], options: SequentialOptions = {}) {
    checkOptions('Sequential.__init__', options, ['trainable', 'name']);
    super(options);
    this.#pushAll(checkList(layers ?? []));
    this.#rebuild();
  }

  /** Puts a layer on top. */
  add(layer: Stackable): void {
    this.#pushAll([layer]);
    this.#rebuild();
  }

  /** Takes the last layer off and returns it. */
  pop(): Layer | undefined {
    const layer = this.#layers.pop();
    this.#rebuild();
    return layer;
  }

  /** Its layers without the `Input`. */
  override get layers(): readonly Layer[] {
    return this.#layers[0] instanceof InputLayer ? this.#layers.slice(1) : [...this.#layers];
  }
  override sublayers(): readonly Layer[] {
    return this.#layers;
  }
  override get inputs(): readonly KerasTensor[] {
    return this.#functional ? this.#functional.inputs : super.inputs;
  }
  override get outputs(): readonly KerasTensor[] {
    return this.#functional ? this.#functional.outputs : super.outputs;
  }
  override get inputs_struct(): Nested<KerasTensor> | undefined {
    return this.#functional?.inputs_struct;
  }
  override get outputs_struct(): Nested<KerasTensor> | undefined {
    return this.#functional?.outputs_struct;
  }
  override get input_spec() {
    return this.#functional?.input_spec;
  }
  override get input(): Nested<KerasTensor> {
    return this.#functional ? this.#functional.input : super.input;
  }
  override get output(): Nested<KerasTensor> {
    return this.#functional ? this.#functional.output : super.output;
  }

  /** Makes the weights for inputs of this shape, `null` for the batch. */
  override build(input_shape: unknown): void {
    const shape = input_shape as Shape;
    if (this.#layers.length === 0)
      throw new ValueError(
        `Sequential model ${this.name} cannot be built because it has no layers. Call \`model.add(layer)\`.`,
      );
    this.#ensureInput(shape);
    let x = this.#layers[0]!.output as KerasTensor;
    const inputs = x;
    for (const layer of this.#layers.slice(1)) x = layer(x);
    this.#functional = new Functional(inputs, x);
    this.built = true;
  }

  /**
   * On tensors of a graph it adds the model's operations; on arrays it computes them and gives a promise.
   * @param options `training`: default false
   */
  override call(inputs: Nested<NDArray>, options?: CallOptions): Promise<ArrayResult>;
  override call(inputs: Nested<SymbolicTensor>, options?: CallOptions): SymbolicTensor;
  override call(
    inputs: Nested<NDArray> | Nested<SymbolicTensor>,
    options: CallOptions = {},
  ): Nested<SymbolicTensor> | Promise<ArrayResult> {
    if (flattenNest<unknown>(inputs as Nested<unknown>)[0] instanceof NDArray)
      return callEager(this, inputs as NDArray, options);
    const tensor = flattenNest<unknown>(inputs as Nested<unknown>)[0];
    if (!(tensor instanceof SymbolicTensor)) throw notTensors(this, tensor);
    if (!this.#functional) this.build([null, ...tensor.shape.slice(1)]);
    return this.#functional!.call(tensor, options);
  }

  override get_config(): Record<string, unknown> {
    const config = { ...super.get_config(), layers: this.#layers.map(serializeLayer) };
    const input = this.#layers[0];
    if (!this.#functional || !(input instanceof InputLayer)) return config;
    return { ...config, build_input_shape: input.batch_shape };
  }

  static override from_config<Made extends Layer = SequentialModel>(
    this: new (...args: never[]) => Made,
    config: Record<string, unknown>,
  ): Made {
    if (typeof config['name'] !== 'string' || !Array.isArray(config['layers']))
      throw new ValueError(
        "A Sequential model configuration must be a dictionary containing the 'name' and 'layers' keys.",
      );
    const layers = config['layers'].map((layer) => deserializeKerasObject(layer) as Layer);
    const model = new SequentialModel([], {
      name: config['name'],
      trainable: config['trainable'] !== false,
    });
    model.#pushAll(layers);
    model.#rebuild();
    const shape = config['build_input_shape'];
    if (!model.#functional && Array.isArray(shape)) model.build(shape);
    return model as Layer as Made;
  }

  #pushAll(given: readonly Stackable[]): void {
    const named = new Map(this.#layers.map((layer) => [layer.name, layer]));
    for (const layer of given) this.#push(originOf(layer), named);
  }

  /** @param named the layers that are there, by name */
  #push(layer: Layer, named: Map<string, Layer>): void {
    if (this.#layers.length === 0 && layer.input_shape_option)
      this.#layers.push(new InputLayer({ shape: layer.input_shape_option }));
    if ((named.get(layer.name) ?? layer) !== layer)
      throw new ValueError(
        `All layers added to a Sequential model should have unique names. Name '${layer.name}' is already the name of a layer in this model. Update the \`name\` argument to pass a unique name.`,
        { place: layer.name },
      );
    const first = this.#layers[0];
    if (layer instanceof InputLayer && first instanceof InputLayer)
      throw new ValueError(
        `Sequential model '${this.name}' has already been configured to use input shape ${formatShape(first.batch_shape)}. You cannot add a different Input layer to it.`,
      );
    this.#layers.push(layer);
    named.set(layer.name, layer);
  }

  /** Builds anew where the shape of the input is known. */
  #rebuild(): void {
    this.built = false;
    this.#functional = undefined;
    const first = this.#layers[0];
    if (this.#layers.length < 2 || !first) return;
    if (first instanceof InputLayer) this.build(first.batch_shape);
    else if (first instanceof Functional) this.build(first.inputs[0]!.shape);
  }

  #ensureInput(shape: Shape): void {
    const first = this.#layers[0]!;
    if (!(first instanceof InputLayer)) {
      const dtype = first.compute_dtype;
      this.#layers = [new InputLayer({ batch_shape: shape, dtype }), ...this.#layers];
    } else if (formatShape(first.batch_shape) !== formatShape(shape)) {
      throw new ValueError(
        `Sequential model '${this.name}' has already been configured to use input shape ${formatShape(first.batch_shape)}. You cannot build it with input_shape ${formatShape(shape)}`,
      );
    }
  }
}

function checkList(layers: readonly Stackable[]): readonly Stackable[] {
  if (Array.isArray(layers)) return layers;
  throw new PyTypeError(`'${typeName(layers)}' object is not iterable`, {
    hint: 'Give the layers in a list: keras.Sequential([…]).',
  });
}

function originOf(given: unknown): Layer {
  const layer = given instanceof KerasTensor ? given.keras_history.operation : given;
  if (isLayer(layer)) return layer;
  throw new ValueError(
    `Only instances of \`keras.Layer\` can be added to a Sequential model. Received: ${str(given)} (of type ${typeRepr(given)})`,
  );
}
