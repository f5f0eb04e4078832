/**
 * The object behind `tf.lite.Interpreter`: indices, checks and messages as in Python, over any runtime.
 * Source of the behaviour: tensorflow/lite/python/interpreter.py and its C++ wrapper, version 2.21.
 */
import { NotImplementedError, PyRuntimeError, ValueError } from '#errors';
import { constantOf, dtypeOf, type Tensor, type TfliteModel } from '#formats/tflite';
import type { LiteRuntime, RuntimeModel } from '#interpreter';
import { zeros, type NDArray } from '#tensor';
import { checkResizable, checkResize, strictOf, type ResizeOptions } from './check-resize';
import { checkIndex, checkValue } from './check-value';
import { opDetails, tensorDetails, type OpDetails, type TensorDetails } from './details';
import type { OpenedModel } from './open-model';
import { Session } from './session';
import { SignatureRunner } from './signature-runner';
import { chosenSignature, signatureKeyOf, signatureList, type SignatureList } from './signatures';

const NULL_DATA = 'Tensor data is null. Run allocate_tensors() first';

export class InterpreterClass {
  static readonly class_name: string = 'Interpreter';
  readonly #model: TfliteModel;
  readonly #file: string;
  readonly #device: string;
  readonly #session: Session;
  readonly #tensors: readonly Tensor[];
  readonly #inputs: readonly number[];
  readonly #outputs: readonly number[];

  /** @internal */
  constructor(runtime: LiteRuntime, opened: OpenedModel) {
    const { tensors, inputs, outputs } = opened.model.subgraphs[0]!;
    this.#model = opened.model;
    this.#file = opened.file;
    this.#device = runtime.device;
    this.#tensors = tensors;
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.#session = new Session(runtime, opened);
    this.#session.ownedBy(this);
  }

  /**
   * Loads what must be awaited, so that `allocate_tensors` need not be.
   * @internal
   */
  preload(): Promise<void> {
    return this.#session.preload();
  }

  /**
   * `allocate_tensors()`: makes the model ready to run, anew after an input was resized.
   *
   * @throws RuntimeError with the runtime's reason when it cannot run the model
   */
  allocate_tensors(): void | Promise<void> {
    return this.#session.allocate();
  }

  /** `get_input_details()`: for each input a dict with index, name, shape, dtype and quantization. */
  get_input_details(): TensorDetails[] {
    return this.#inputs.map((index) => this.#details(index));
  }

  /** `get_output_details()`: for each output a dict with index, name, shape, dtype and quantization. */
  get_output_details(): TensorDetails[] {
    return this.#outputs.map((index) => this.#details(index));
  }

  /** `get_tensor_details()`: the same for all tensors of the model. */
  get_tensor_details(): TensorDetails[] {
    return this.#tensors.map((_, index) => this.#details(index));
  }

  /**
   * `set_tensor(tensor_index, value)`: gives an input its value. Nothing is converted: dtype and shape must be the input's.
   *
   * @throws ValueError for another dtype or shape, or before `allocate_tensors()`
   */
  set_tensor(tensor_index: number, value: NDArray): void {
    const index = checkIndex('set_tensor', tensor_index, this.#tensors.length);
    const array = checkValue(value, this.#tensors[index]!, index, this.#session.shapeOf(index));
    if (!this.#inputs.includes(index))
      throw new NotImplementedError(
        `Tensor ${index} ('${this.#tensors[index]!.name}') is no input.`,
        { hint: 'get_input_details() has the indices that can be set.' },
      );
    const model = this.#session.ready();
    if (!model)
      throw new ValueError(
        'Cannot set tensor: Tensor is unallocated. Try calling allocate_tensors() first',
      );
    this.#session.set(model, index, array);
  }

  /**
   * `invoke()`: runs the model once. With the runtime `"litert"`, await it.
   *
   * @throws RuntimeError before `allocate_tensors()`, or with the runtime's reason
   */
  invoke(): void | Promise<void> {
    const model = this.#session.ready();
    if (!model)
      throw new PyRuntimeError('Invoke called on model that is not ready.', {
        hint: 'Call allocate_tensors() first, and again after resize_tensor_input().',
      });
    return this.#session.run(model);
  }

  /**
   * `get_tensor(tensor_index)`: a copy of a tensor's value: of outputs, inputs and constants, and with the runtimes
   * `"slipway"` and `"reference"` of everything in between.
   *
   * @throws ValueError for an index that no tensor has, or for values that are not there
   */
  get_tensor(tensor_index: number): NDArray {
    const index = checkIndex('get_tensor', tensor_index, this.#tensors.length);
    const tensor = this.#tensors[index]!;
    const constant = constantOf(this.#model, tensor);
    if (constant) return constant;
    const model = this.#session.ready();
    if (!model) throw new ValueError(NULL_DATA, { place: tensor.name });
    const given = this.#session.given(model, index);
    if (given) return given;
    const position = this.#outputs.indexOf(index);
    if (position >= 0 && this.#session.hasRun) return model.output(position);
    if (position < 0 && !this.#inputs.includes(index)) return this.#inner(model, index);
    return zeros([...this.#session.shapeOf(index)], dtypeOf(tensor.type));
  }

  /** `tensor(tensor_index)`: a function that gives the tensor's value at the time it is called. What it gives is a copy. */
  tensor(tensor_index: number): () => NDArray {
    const index = checkIndex('tensor', tensor_index, this.#tensors.length);
    return () => this.get_tensor(index);
  }

  /**
   * `resize_tensor_input(input_index, tensor_size, strict=False)`: another shape for an input, for example a larger batch.
   * Call `allocate_tensors()` afterwards.
   *
   * @param options.strict whether only sizes may change that the file leaves open (-1 in `shape_signature`)
   */
  resize_tensor_input(
    input_index: number,
    tensor_size: readonly number[] | NDArray,
    options: boolean | ResizeOptions = {},
  ): void {
    const strict = strictOf(options);
    const index = checkResizable(input_index, this.#model);
    const shape = this.#session.shapeOf(index);
    const isInput = this.#inputs.includes(index);
    const sizes = checkResize(tensor_size, this.#tensors[index]!, index, shape, isInput, strict);
    const isSame = sizes.length === shape.length && sizes.every((size, i) => size === shape[i]);
    if (!isSame) this.#session.resize(index, sizes);
  }

  /** `get_signature_list()`: names of inputs and outputs of each signature. */
  get_signature_list(): SignatureList {
    return signatureList(this.#model);
  }

  /**
   * `get_signature_runner(signature_key=None)`: a function that takes inputs by name and gives outputs by name. It
   * resizes inputs and allocates by itself.
   *
   * @throws ValueError for a signature that the model does not have
   */
  get_signature_runner(
    signature_key: string | null | { readonly signature_key?: string | null } = null,
  ): SignatureRunner {
    return new SignatureRunner(this, chosenSignature(this.#model, signatureKeyOf(signature_key)));
  }

  /** `reset_all_variables()`: variables get back their first values. */
  reset_all_variables(): void | Promise<void> {
    const hasVariables = this.#tensors.some(({ isVariable }) => isVariable);
    if (!this.#session.isAllocated || !hasVariables) return;
    this.#session.close();
    return this.#session.allocate();
  }

  /** `num_subgraphs()` */
  num_subgraphs(): number {
    return this.#model.subgraphs.length;
  }

  /** The model's ops in the order in which they run. */
  _get_ops_details(): OpDetails[] {
    return opDetails(this.#model);
  }

  /** Frees the model's memory now; Python does that when the object is deleted. `allocate_tensors()` takes it again. */
  close(): void {
    this.#session.close();
  }

  /** @internal */
  repr(): string {
    return `<tf.lite.Interpreter of ${this.#file} on ${this.#device}>`;
  }

  #details(index: number): TensorDetails {
    return tensorDetails(this.#tensors[index]!, index, this.#session.shapeOf(index));
  }

  #inner(model: RuntimeModel, index: number): NDArray {
    if (this.#session.hasRun && model.tensor) return model.tensor(index);
    const { name } = this.#tensors[index]!;
    throw new ValueError(NULL_DATA, {
      place: name,
      hint: model.tensor
        ? 'Call invoke() first.'
        : `This runtime keeps inputs, outputs and constants. To see '${name}', open the file with runtime: "slipway".`,
    });
  }
}
