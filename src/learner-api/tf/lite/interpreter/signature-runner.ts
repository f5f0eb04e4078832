/** `interpreter.get_signature_runner()`: inputs by name, outputs by name. */
import { AttributeError, PyTypeError, ValueError } from '#errors';
import type { SignatureDef, TensorMap } from '#formats/tflite';
import { NDArray } from '#tensor';
import { CallableObject } from '../../../python/callable';
import { isPlainObject } from '../../../python/options';
import { typeName } from '../../../python/type-name';
import type { TensorDetails } from './details';
import type { InterpreterClass } from './interpreter';
import { sortedNames } from './signatures';

export type NamedArrays = Readonly<Record<string, NDArray>>;

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface SignatureRunner {
  /**
   * Runs the model once.
   *
   * @param inputs by name; a larger batch resizes the input
   * @returns outputs by name; a promise with the runtime `"litert"`
   */
  (inputs: NamedArrays): NamedArrays;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class SignatureRunner extends CallableObject {
  static readonly class_name: string = 'SignatureRunner';
  readonly #interpreter: InterpreterClass;
  readonly #signature: SignatureDef;

  /** @internal */
  constructor(interpreter: InterpreterClass, signature: SignatureDef) {
    super();
    this.#interpreter = interpreter;
    this.#signature = signature;
  }

  /** `get_input_details()`: by name, as the interpreter's. */
  get_input_details(): Readonly<Record<string, TensorDetails>> {
    return this.#details(this.#signature.inputs);
  }

  /** `get_output_details()`: by name, as the interpreter's. */
  get_output_details(): Readonly<Record<string, TensorDetails>> {
    return this.#details(this.#signature.outputs);
  }

  /** @internal */
  override invoke(...args: readonly unknown[]): NamedArrays | Promise<NamedArrays> {
    const inputs = readInputs(args, this.#signature.inputs);
    for (const { name, tensorIndex } of this.#signature.inputs)
      this.#interpreter.resize_tensor_input(tensorIndex, arrayOf(inputs[name]).shape);
    const allocating = this.#interpreter.allocate_tensors();
    if (allocating) return allocating.then(() => this.#run(inputs));
    return this.#run(inputs);
  }

  #run(inputs: Readonly<Record<string, unknown>>): NamedArrays | Promise<NamedArrays> {
    for (const { name, tensorIndex } of this.#signature.inputs)
      this.#interpreter.set_tensor(tensorIndex, arrayOf(inputs[name]));
    const running = this.#interpreter.invoke();
    return running ? running.then(() => this.#outputs()) : this.#outputs();
  }

  #outputs(): NamedArrays {
    const { outputs } = this.#signature;
    return Object.fromEntries(
      outputs.map(({ name, tensorIndex }) => [name, this.#interpreter.get_tensor(tensorIndex)]),
    );
  }

  #details(maps: readonly TensorMap[]): Record<string, TensorDetails> {
    const all = this.#interpreter.get_tensor_details();
    return Object.fromEntries(
      sortedNames(maps).map((wanted) => {
        const { tensorIndex } = maps.find(({ name }) => name === wanted)!;
        return [wanted, all[tensorIndex]!];
      }),
    );
  }
}

function readInputs(
  args: readonly unknown[],
  wanted: readonly TensorMap[],
): Readonly<Record<string, unknown>> {
  const names = wanted.map(({ name }) => name);
  const [inputs = {}] = args;
  const hint = `Write runner({${names.map((name) => `${name}: …`).join(', ')}}).`;
  if (args.length > 1 || !isPlainObject(inputs))
    throw new PyTypeError(
      `SignatureRunner.__call__() takes 1 positional argument but ${args.length + 1} were given`,
      { hint },
    );
  const given = Object.keys(inputs);
  if (given.length !== names.length)
    throw new ValueError(
      'Invalid number of inputs provided for running a SignatureDef, expected ' +
        `${names.length} vs provided ${given.length}`,
      { hint },
    );
  const unknown = given.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new ValueError(`Invalid Input name (${unknown}) for SignatureDef`, { hint });
  return inputs;
}

function arrayOf(value: unknown): NDArray {
  if (value instanceof NDArray) return value;
  throw new AttributeError(`'${typeName(value)}' object has no attribute 'shape'`, {
    hint: 'Make it an array: np.array(value, {dtype: "float32"}).',
  });
}
