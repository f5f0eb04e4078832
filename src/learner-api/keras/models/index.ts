/** `keras.Model`, `keras.Sequential`, and models as graphs. */
import { NotImplementedError, PyTypeError } from '#errors';
import { isPlainObject } from '../../python/options';
import { KerasTensor } from '../keras-tensor';
import type { Layer, LayerOptions } from '../layers/layer';
import type { Nested } from '../nest';
import { constructFromConfig } from '../serialization/from-config';
import { registerBuiltins } from '../serialization/registry';
import { pythonClass } from '../../python/class';
import { Functional, type FunctionalOptions } from './functional';
import { functionalFromConfig } from './functional-from-config';
import { Model as BaseModel } from './model';
import { SequentialModel } from './sequential';

export { clone_model, model_from_json } from './cloning';
export { Functional, type FunctionalOptions } from './functional';
export type { AnyModel, ArrayResult } from './model';
export type { SequentialOptions, Stackable } from './sequential';
export { summaryText, type SummaryOptions } from './summary';
export { traceModel, type TracedModel, type TraceOptions } from './trace';

/** What `keras.Model` is: called with tensors it makes a functional model, extended it makes your own. */
export interface ModelClass {
  /** `keras.Model(inputs, outputs, name=None)`: the layers between these Keras tensors as a model. */
  <const Outputs extends Nested<KerasTensor>>(
    inputs: Nested<KerasTensor>,
    outputs: Outputs,
    options?: FunctionalOptions,
  ): Functional<Outputs>;
  <const Outputs extends Nested<KerasTensor>>(
    options: FunctionalOptions & {
      readonly inputs: Nested<KerasTensor>;
      readonly outputs: Outputs;
    },
  ): Functional<Outputs>;
  new (
    inputsOrOptions?: Nested<KerasTensor> | LayerOptions,
    outputs?: Nested<KerasTensor>,
    options?: FunctionalOptions,
  ): BaseModel;
  readonly prototype: BaseModel;
  from_config(config: Record<string, unknown>): BaseModel;
}

function construct(type: typeof BaseModel, args: readonly unknown[], newTarget: unknown): object {
  const endpoints = endpointsOf(args);
  if (!endpoints) return Reflect.construct(type, args, newTarget as typeof BaseModel) as BaseModel;
  if (newTarget === Model) return new Functional(...endpoints);
  throw new NotImplementedError(
    'A class that extends keras.Model cannot pass inputs and outputs to super() yet.',
    { hint: 'Make the layers in the constructor and call them in call(x).' },
  );
}

/** `(inputs, outputs, options)` or `({inputs, outputs, …})` */
function endpointsOf(
  args: readonly unknown[],
): [Nested<KerasTensor>, Nested<KerasTensor>, FunctionalOptions] | undefined {
  const [first, second, third] = args;
  if (second !== undefined)
    return [
      first as Nested<KerasTensor>,
      second as Nested<KerasTensor>,
      (third ?? {}) as FunctionalOptions,
    ];
  if (first instanceof KerasTensor)
    throw new PyTypeError(
      "Functional.__init__() missing 1 required positional argument: 'outputs'",
      {
        hint: 'Write keras.Model(inputs, outputs).',
      },
    );
  if (!isPlainObject(first) || !('inputs' in first) || !('outputs' in first)) return undefined;
  const { inputs, outputs, ...options } = first;
  return [inputs as Nested<KerasTensor>, outputs as Nested<KerasTensor>, options];
}

/**
 * `keras.Model(inputs, outputs, name=None)`: the layers between these Keras tensors as a model. Extend it for a model
 * of your own: make the layers in the constructor, call them in `call(x, {training})`.
 */
export const Model: ModelClass = new Proxy(BaseModel, {
  apply: (type, _self, args: readonly unknown[]) => construct(type, args, Model),
  construct: (type, args: readonly unknown[], newTarget) => construct(type, args, newTarget),
}) as unknown as ModelClass;
export type Model = BaseModel;

/**
 * `keras.Sequential(layers=None, trainable=True, name=None)`: a stack of layers, each called on the output of the one
 * before. With an `Input` first, the weights are made at once.
 */
export const Sequential = pythonClass(SequentialModel);
export type Sequential = SequentialModel;

/** Old files name a functional model `Model`. */
Object.assign(BaseModel, {
  from_config(this: typeof BaseModel, config: Record<string, unknown>): Layer {
    if ('input_layers' in config) return functionalFromConfig(config);
    return constructFromConfig(this, config);
  },
});
registerBuiltins('keras', { Model, Sequential });
registerBuiltins('keras.src.models.functional', { Functional });
