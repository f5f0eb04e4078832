/**
 * `keras.Model`: what every model has in common. Its structure is in the subclasses (`Functional`, `Sequential`, or a
 * class of the learner's); training and saving are elsewhere and only reached from here.
 */
import { AttributeError, ValueError } from '#errors';
import { classNameOf } from '../../python/class-name';
import { stringifyPythonJson } from '#formats/keras';
import type { Shape, SymbolicTensor } from '#graph';
import type { NDArray } from '#tensor';
import { checkOptions, isKeywords } from '../../python/options';
import type { KerasTensor } from '../keras-tensor';
import { exportModel, type ExportOptions } from '../export';
import { Layer, type CallOptions } from '../layers/layer';
import type { Nested } from '../nest';
import type { Optimizer } from '../optimizers';
import { loadWeights, saveModel, saveWeights, type SaveOptions } from '../saving';
import {
  compile,
  compiledStateOf,
  EVALUATE_OPTIONS,
  FIT_OPTIONS,
  readCompileArguments,
  type CompileArguments,
  runOnBatch,
  callEager,
  type BatchOptions,
  evaluate,
  fit,
  predict,
  type ArrayTree,
  type CompiledState,
  type CompileOptions,
  type EvaluateOptions,
  type EvaluateResult,
  type FitOptions,
  type History,
  type PredictOptions,
} from '../training';
import { repr } from '../../python/repr';
import { serializeModel } from '../serialization';
import { printSummary, type SummaryOptions } from './summary';

/** What a model gives: one array, or one for each output in order or by name. */
export type ArrayResult = NDArray | NDArray[] | Record<string, NDArray>;

export class Model extends Layer {
  static readonly class_name: string = 'Model';
  /** Set it in a callback to end a running `fit` after the current batch. */
  stop_training = false;
  /** What the last `fit` returned. */
  history: History | undefined = undefined;

  /** Its layers, in order. */
  get layers(): readonly Layer[] {
    return this.sublayers();
  }

  /** Keras tensors of its inputs, in order. */
  get inputs(): readonly KerasTensor[] {
    throw this.#undefined('inputs');
  }

  /** Keras tensors of its outputs, in order. */
  get outputs(): readonly KerasTensor[] {
    throw this.#undefined('outputs');
  }

  /** Inputs as they were given: a tensor, a list or a dict of them; undefined where nothing is known of them. @internal */
  get inputs_struct(): Nested<KerasTensor> | undefined {
    return undefined;
  }

  /** Outputs as they were given: a tensor, a list or a dict of them; undefined where nothing is known of them. @internal */
  get outputs_struct(): Nested<KerasTensor> | undefined {
    return undefined;
  }

  /** Sizes of the input with `null` for the batch; a list of them where there are several. */
  get input_shape(): Shape | readonly Shape[] {
    return oneOrAll(this.inputs.map((tensor) => tensor.shape));
  }

  /** Sizes of the output with `null` for the batch; a list of them where there are several. */
  get output_shape(): Shape | readonly Shape[] {
    return oneOrAll(this.outputs.map((tensor) => tensor.shape));
  }

  /** Names of the input layers. */
  get input_names(): readonly string[] {
    return this.inputs.map((tensor) => tensor.keras_history.operation.name);
  }

  /** Names of the layers that the outputs come from. */
  get output_names(): readonly string[] {
    return this.outputs.map((tensor) => tensor.keras_history.operation.name);
  }

  /** What the last `compile` set, else undefined. */
  get compiled_state(): CompiledState | undefined {
    return compiledStateOf(this);
  }

  /** The optimizer that `compile` was given: its `learning_rate` may be changed while training. */
  get optimizer(): Optimizer | undefined {
    return compiledStateOf(this)?.optimizer;
  }

  /** The loss that `compile` was given. */
  get loss(): CompileOptions['loss'] {
    return compiledStateOf(this)?.options.loss;
  }

  /**
   * `get_layer(name=None, index=None)`: a layer by its name or its place.
   * @throws ValueError when there is none
   */
  get_layer(which?: string | { readonly name?: string; readonly index?: number }): Layer {
    const { name, index } = typeof which === 'string' ? { name: which } : (which ?? {});
    if (name === undefined && index === undefined)
      throw new ValueError('Provide either a layer name or layer index at `get_layer`.');
    if (name !== undefined && index !== undefined)
      throw new ValueError(
        `Provide only a layer name or a layer index. Received: index=${index}, name=${name}.`,
      );
    const found = this.layers.find((layer, i) => layer.name === name || i === index);
    if (found) return found;
    throw new ValueError(
      name === undefined
        ? `Was asked to retrieve layer at index ${index} but model only has ${this.layers.length} layers.`
        : `No such layer: ${name}. Existing layers are: ${repr(this.layers.map((layer) => layer.name))}.`,
    );
  }

  /**
   * `summary(line_length=None, print_fn=None, expand_nested=False, show_trainable=False)`: a table of the layers, their
   * output shapes and numbers of parameters.
   */
  summary(options: SummaryOptions = {}): void {
    checkOptions('Model.summary', options, [
      'line_length',
      'print_fn',
      'expand_nested',
      'show_trainable',
    ]);
    printSummary(this, options);
  }

  /**
   * `compile(optimizer="rmsprop", loss=None, loss_weights=None, metrics=None, weighted_metrics=None, run_eagerly=False,
   * steps_per_execution=1, jit_compile="auto")`: says how to train.
   */
  compile(
    optimizer: CompileOptions['optimizer'],
    loss?: CompileOptions['loss'],
    options?: CompileOptions,
  ): void;
  compile(optimizer: CompileOptions['optimizer'], options: CompileOptions): void;
  compile(options?: CompileOptions): void;
  compile(...given: CompileArguments): void {
    compile(this, readCompileArguments(given));
  }

  /**
   * `fit(x=None, y=None, batch_size=None, epochs=1, verbose="auto", callbacks=None, validation_split=0.0,
   * validation_data=None, shuffle=True, …)`: trains for a number of passes over the data.
   */
  fit(x: ArrayTree, y?: ArrayTree, options: FitOptions = {}): Promise<History> {
    return isKeywords<FitOptions>(y, FIT_OPTIONS)
      ? fit(this, x, undefined, y)
      : fit(this, x, y, options);
  }

  /**
   * `evaluate(x=None, y=None, batch_size=None, verbose="auto", sample_weight=None, steps=None, return_dict=False, …)`:
   * the loss and the metrics on this data, in the order in which they were compiled; just the loss, a number, where
   * there are no metrics.
   */
  evaluate(
    x: ArrayTree,
    y: ArrayTree | undefined,
    options: EvaluateOptions & { readonly return_dict: true },
  ): Promise<Record<string, number>>;
  evaluate<Result extends EvaluateResult = number[]>(
    x: ArrayTree,
    y?: ArrayTree,
    options?: EvaluateOptions,
  ): Promise<Result>;
  evaluate(x: ArrayTree, y?: ArrayTree, options: EvaluateOptions = {}): Promise<EvaluateResult> {
    return isKeywords<EvaluateOptions>(y, EVALUATE_OPTIONS)
      ? evaluate(this, x, undefined, y)
      : evaluate(this, x, y, options);
  }

  /**
   * `predict(x, batch_size=None, verbose="auto", steps=None, callbacks=None)`: the outputs for these inputs, batch by
   * batch; a list or dict of arrays where the model has several.
   */
  predict<Result extends ArrayResult = NDArray>(
    x: ArrayTree,
    options: PredictOptions = {},
  ): Promise<Result> {
    return predict(this, x, options) as Promise<Result>;
  }

  /** `train_on_batch(x, y=None, sample_weight=None, class_weight=None, return_dict=False)`: one step of training. */
  train_on_batch<Result extends EvaluateResult = number[]>(
    x: ArrayTree,
    y: ArrayTree,
    options: BatchOptions = {},
  ): Promise<Result> {
    return runOnBatch(this, x, y, options, true) as Promise<Result>;
  }

  /** `test_on_batch(x, y=None, sample_weight=None, return_dict=False)`: loss and metrics of one batch. */
  test_on_batch<Result extends EvaluateResult = number[]>(
    x: ArrayTree,
    y: ArrayTree,
    options: BatchOptions = {},
  ): Promise<Result> {
    return runOnBatch(this, x, y, options, false) as Promise<Result>;
  }

  /** `predict_on_batch(x)`: the outputs for one batch. */
  predict_on_batch<Result extends ArrayResult = NDArray>(x: ArrayTree): Promise<Result> {
    return callEager(this, x) as Promise<Result>;
  }

  /** `to_json()`: the architecture as text, for `keras.models.model_from_json`. */
  to_json(): string {
    return stringifyPythonJson(serializeModel(this));
  }

  /** `save(filepath, overwrite=True)`: writes architecture, weights and training state to a `.keras` file. */
  save(filepath: string, options: SaveOptions = {}): Promise<void> {
    return saveModel(this, filepath, options);
  }

  /** `save_weights(filepath, overwrite=True)`: writes the weights alone to a `.weights.h5` file. */
  save_weights(filepath: string, options: SaveOptions = {}): Promise<void> {
    return saveWeights(this, filepath, options);
  }

  /** `load_weights(filepath)`: takes the weights from a `.weights.h5` or `.keras` file. */
  load_weights(filepath: string): Promise<void> {
    return loadWeights(this, filepath);
  }

  /**
   * `export(filepath, format="tf_saved_model", verbose=None, input_signature=None)`: writes the model's forward pass and
   * weights as a SavedModel directory, which needs none of its code: for serving and for converters.
   */
  export(
    filepath: string,
    format?: string | ExportOptions,
    options?: ExportOptions,
  ): Promise<void> {
    return exportModel(this, filepath, format, options);
  }

  #undefined(what: string): AttributeError {
    const kind = classNameOf(this) === 'Sequential' ? 'Sequential model' : 'Model';
    return new AttributeError(`${kind} '${this.name}' has no defined ${what} yet.`, {
      hint: 'Give it an Input layer first, or call build().',
    });
  }
}

/** A model of which no more is known than that it was read from a file: it is called on tensors and on arrays. */
export interface AnyModel extends Model {
  /** @param options `training`: default false */
  call(inputs: Nested<NDArray>, options?: CallOptions): Promise<ArrayResult>;
  call(inputs: Nested<SymbolicTensor>, options?: CallOptions): SymbolicTensor;
}

function oneOrAll(shapes: readonly Shape[]): Shape | readonly Shape[] {
  return shapes.length === 1 ? shapes[0]! : shapes;
}
