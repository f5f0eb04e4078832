/** Models made of layers called on each other's outputs: `keras.Model(inputs, outputs)`. */
import { typeRepr } from '../../python/type-name';
import { NotImplementedError, ValueError } from '#errors';
import { SymbolicTensor, type Shape } from '#graph';
import { NDArray } from '#tensor';
import { KerasTensor } from '../keras-tensor';
import { notTensors } from '../layers/call-layer';
import type { InputSpec } from '../layers/input-spec';
import type { CallOptions, Layer, LayerOptions } from '../layers/layer';
import type { LayerNode } from '../layers/node';
import { classNameOf } from '../../python/class-name';
import { flattenNest, mapNest, type Nested } from '../nest';
import { callEager, type ArrayTree, type PredictOptions } from '../training';
import { isPlainObject } from '../../python/options';
import { functionalConfig } from './functional-config';
import { mapGraph, nodeOf, type FunctionalGraph } from './functional-graph';
import { Model, type ArrayResult } from './model';

export type FunctionalOptions = Pick<LayerOptions, 'name' | 'trainable'>;

/** One array for a tensor, else a list or dict of arrays. */
export type ResultOf<Outputs> = Outputs extends KerasTensor | readonly [KerasTensor]
  ? NDArray
  : Outputs extends readonly KerasTensor[]
    ? NDArray[]
    : Outputs extends Readonly<Record<string, KerasTensor>>
      ? { [Name in keyof Outputs]: NDArray }
      : NDArray;

/** One tensor for a Keras tensor, else a list or dict of them. */
export type TensorsFor<Outputs> = Outputs extends KerasTensor | readonly [KerasTensor]
  ? SymbolicTensor
  : Outputs extends readonly KerasTensor[]
    ? SymbolicTensor[]
    : Outputs extends Readonly<Record<string, KerasTensor>>
      ? { [Name in keyof Outputs]: SymbolicTensor }
      : SymbolicTensor;

export class Functional<Outputs extends Nested<KerasTensor> = KerasTensor> extends Model {
  static override readonly class_name = 'Functional';
  readonly #inputs: Nested<KerasTensor>;
  readonly #outputs: Nested<KerasTensor>;
  readonly #graph: FunctionalGraph;

  constructor(inputs: Nested<KerasTensor>, outputs: Outputs, options: FunctionalOptions = {}) {
    super({ name: options.name ?? null, trainable: options.trainable ?? true });
    checkTensors('inputs', inputs);
    checkTensors('outputs', outputs);
    this.#inputs = inputs;
    this.#outputs = outputs;
    for (const input of this.inputs) checkIsInput(input);
    this.#graph = mapGraph(this.inputs, this.outputs);
    this.built = true;
  }

  override get layers(): readonly Layer[] {
    return this.#graph.layers;
  }
  override sublayers(): readonly Layer[] {
    return this.#graph.layers;
  }
  override get inputs(): readonly KerasTensor[] {
    return flattenNest(this.#inputs);
  }
  override get outputs(): readonly KerasTensor[] {
    return flattenNest(this.#outputs);
  }
  override get inputs_struct(): Nested<KerasTensor> {
    return this.#inputs;
  }
  override get outputs_struct(): Nested<KerasTensor> {
    return this.#outputs;
  }
  override get input(): Nested<KerasTensor> {
    return this.#inputs;
  }
  override get output(): Nested<KerasTensor> {
    return this.#outputs;
  }
  /** The layers' calls, grouped by distance from the outputs, the farthest first. @internal */
  get nodes_by_depth(): readonly (readonly LayerNode[])[] {
    return this.#graph.nodesByDepth;
  }

  override get input_spec(): readonly InputSpec[] {
    return this.inputs.map((tensor) => ({
      shape: [null, ...tensor.shape.slice(1)] as Shape,
      allow_last_axis_squeeze: true,
      name: tensor.keras_history.operation.name,
    }));
  }

  /**
   * On tensors of a graph it adds the model's operations; on arrays it computes them and gives a promise.
   * @param options `training`: default false
   */
  override call(inputs: Nested<NDArray>, options?: CallOptions): Promise<ArrayResult>;
  override call(inputs: Nested<SymbolicTensor>, options?: CallOptions): TensorsFor<Outputs>;
  override call(
    inputs: Nested<NDArray> | Nested<SymbolicTensor>,
    options: CallOptions = {},
  ): Nested<SymbolicTensor> | Promise<ArrayResult> {
    const leaves = flattenNest<unknown>(inputs as Nested<unknown>);
    if (leaves.length > 0 && leaves.every((leaf) => leaf instanceof NDArray))
      return callEager(this, inputs as NDArray, options);
    return this.#run(this.#standardize(inputs as Nested<SymbolicTensor>), options);
  }

  override predict<Result extends ArrayResult = ResultOf<Outputs>>(
    x: ArrayTree,
    options: PredictOptions = {},
  ): Promise<Result> {
    return super.predict<Result>(x, options);
  }

  override get_config(): Record<string, unknown> {
    return functionalConfig(this);
  }

  #run(tensors: readonly SymbolicTensor[], { training }: CallOptions): Nested<SymbolicTensor> {
    const values = new Map<KerasTensor, SymbolicTensor>();
    this.inputs.forEach((input, i) => values.set(input, tensors[i]!));
    for (const node of this.#graph.nodesByDepth.flat()) {
      if (node.inputs === undefined) continue;
      const inputs = mapNest(node.inputs, (tensor) => values.get(tensor)!);
      const options = training === undefined ? node.options : { ...node.options, training };
      const results = node.operation.invoke(inputs, options) as Nested<SymbolicTensor>;
      const outputs = flattenNest(node.outputs);
      flattenNest(results).forEach((result, i) => values.set(outputs[i]!, result));
    }
    return unpackSingle(mapNest(this.#outputs, (tensor) => values.get(tensor)!));
  }

  /** The inputs as a list in the model's order, cast and with a last dimension of 1 added or dropped as needed. */
  #standardize(given: Nested<SymbolicTensor>): SymbolicTensor[] {
    const isDict = isPlainObject(given) && !isPlainObject(this.#inputs);
    const dict = given as { readonly [key: string]: SymbolicTensor };
    const list = isDict ? this.inputs.map(({ name }) => dict[name]!) : flattenNest(given);
    if (list.length !== this.inputs.length || list.some((tensor) => tensor === undefined))
      throw new ValueError(
        `The structure of \`inputs\` doesn't match the expected structure.\nExpected: ${describe(this.#inputs)}`,
        { place: this.name },
      );
    const wrong = list.find((leaf) => !(leaf instanceof SymbolicTensor));
    if (wrong !== undefined) throw notTensors(this, wrong);
    return list.map((tensor, i) => fitInput(tensor, this.inputs[i]!));
  }
}

function fitInput(tensor: SymbolicTensor, { shape, dtype }: KerasTensor): SymbolicTensor {
  const cast = tensor.astype(dtype);
  if (cast.ndim === shape.length + 1 && cast.shape.at(-1) === 1) return cast.squeeze(-1);
  if (cast.ndim === shape.length - 1 && shape.at(-1) === 1) return cast.expand_dims(-1);
  return cast;
}

/** A list of one output is given as the output itself. */
function unpackSingle(nest: Nested<SymbolicTensor>): Nested<SymbolicTensor> {
  return Array.isArray(nest) && nest.length === 1 ? (nest[0] as SymbolicTensor) : nest;
}

function checkTensors(argument: string, nest: Nested<KerasTensor>): void {
  for (const leaf of flattenNest<unknown>(nest)) {
    if (!(leaf instanceof KerasTensor))
      throw new ValueError(
        `All \`${argument}\` values must be KerasTensors. Received: ${argument}=${describe(nest)} including invalid value ${String(leaf)} of type ${typeRepr(leaf)}`,
      );
  }
}

function checkIsInput(tensor: KerasTensor): void {
  if (nodeOf(tensor).inputs === undefined) return;
  const { operation } = tensor.keras_history;
  throw new NotImplementedError(
    `A model cannot start from the output of ${classNameOf(operation)} '${operation.name}' yet.`,
    { place: operation.name, hint: 'Start it from keras.Input(…) and call the layers on that.' },
  );
}

function describe(nest: Nested<unknown>): string {
  if (Array.isArray(nest))
    return `[${nest.map((item) => describe(item as Nested<unknown>)).join(', ')}]`;
  if (!isPlainObject(nest)) return nest instanceof KerasTensor ? nest.name : String(nest);
  const entries = Object.entries(nest).map(
    ([key, item]) => `'${key}': ${describe(item as Nested<unknown>)}`,
  );
  return `{${entries.join(', ')}}`;
}
