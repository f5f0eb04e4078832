/** One operator as its kernel sees it: tensors by position, options, and the ways to refuse. */
import { PyRuntimeError, TooLargeError } from '#errors';
import type { BuiltinOperator, BuiltinOptions, Operator, TensorType } from '#formats/tflite';
import { Memory, type LiteTensor } from './tensors';

/**
 * How integers are rounded where runtimes differ: as TensorFlow Lite's reference kernels do it, or as XNNPACK does,
 * which runs most int8 ops in Python's default interpreter and in the web runtimes.
 */
export type Rounding = 'reference' | 'xnnpack';

/** Computes the outputs from the inputs, all of them allocated. */
export type Run = () => void;

/** One number for the whole tensor. */
export interface TensorScale {
  readonly scale: number;
  readonly zeroPoint: number;
}

type OptionsOf<Type extends BuiltinOptions['type']> = Extract<BuiltinOptions, { type: Type }>;

export interface NodeContext {
  readonly tensors: readonly LiteTensor[];
  readonly memory: Memory;
  readonly rounding: Rounding;
  /** Multiplications or as much, over all ops of a run. */
  readonly workLimit: number;
}

export class Node {
  readonly op: BuiltinOperator;
  readonly number: number;
  readonly rounding: Rounding;
  /** What `work` was told in the last preparation. */
  cost = 0;
  readonly #operator: Operator;
  readonly #context: NodeContext;

  constructor(op: BuiltinOperator, number: number, operator: Operator, context: NodeContext) {
    this.op = op;
    this.number = number;
    this.rounding = context.rounding;
    this.#operator = operator;
    this.#context = context;
  }

  /** The same operator on other tensors, in memory of its own. */
  on(other: (tensor: LiteTensor) => LiteTensor): Node {
    const tensors = this.#context.tensors.map(other);
    const context = { ...this.#context, tensors, memory: new Memory(Infinity) };
    return new Node(this.op, this.number, this.#operator, context);
  }

  get outputCount(): number {
    return this.#operator.outputs.length;
  }

  /** The tensors that are there: without the optional ones that are left out. */
  get inputs(): LiteTensor[] {
    const present = this.#operator.inputs.filter((index) => index >= 0);
    return present.map((index) => this.#context.tensors[index]!);
  }

  get outputs(): LiteTensor[] {
    return this.#operator.outputs.map((index) => this.#context.tensors[index]!);
  }

  /** An optional input: undefined where the operator leaves it out. */
  optional(position: number): LiteTensor | undefined {
    const index = this.#operator.inputs[position] ?? -1;
    return index < 0 ? undefined : this.#context.tensors[index];
  }

  input(position: number): LiteTensor {
    return this.optional(position) ?? this.refuse(`Input ${position} is missing.`);
  }

  /** The first output. */
  output(): LiteTensor {
    const tensor = this.#context.tensors[this.#operator.outputs[0] ?? -1];
    return tensor ?? this.refuse('The output is missing.');
  }

  /** The operator's options; undefined where the file has none. @throws PyRuntimeError for those of another op */
  optionsOrNone<Type extends BuiltinOptions['type']>(type: Type): OptionsOf<Type> | undefined {
    const options = this.#operator.builtinOptions;
    if (options === undefined) return undefined;
    if (options.type !== type) this.refuse(`The options are ${options.type}, not ${type}.`);
    return options as OptionsOf<Type>;
  }

  options<Type extends BuiltinOptions['type']>(type: Type): OptionsOf<Type> {
    return this.optionsOrNone(type) ?? this.refuse(`${type} are missing.`);
  }

  /** Settles an output's shape, and its memory. */
  resize(output: LiteTensor, shape: readonly number[]): void {
    if (!shape.every((length) => Number.isInteger(length) && length >= 0)) {
      this.refuse(`The output would have shape [${shape.join(', ')}].`);
    }
    this.#context.memory.allocate(output, shape);
    output.isSettled = true;
    this.work(output.data.length);
  }

  /** Says how many multiplications, or as much, one run takes. @throws TooLargeError beyond what a run may take */
  work(amount: number): void {
    this.cost += amount;
    if (this.cost <= this.#context.workLimit) return;
    throw new TooLargeError(
      `Node number ${this.number} (${this.op}) takes ${this.cost} steps, more than a run may take here.`,
      { hint: 'The file is damaged, or too large for this runtime.', place: this.op },
    );
  }

  /** The type is one of these. @throws PyRuntimeError with TensorFlow's message otherwise */
  accept(tensor: LiteTensor, types: readonly TensorType[]): void {
    if (types.includes(tensor.type)) return;
    const name = this.op.toLowerCase();
    this.refuse(
      `Type '${tensor.type}' is not supported by ${name}.`,
      `Tensor '${tensor.name}' should be ${types.join(' or ')}.`,
    );
  }

  /** Refuses unless the condition holds. */
  ensure(condition: boolean, otherwise: string, hint?: string): void {
    if (!condition) this.refuse(otherwise, hint);
  }

  /** @throws PyRuntimeError that names the op and its output */
  refuse(reason: string, hint?: string): never {
    const output = this.#context.tensors[this.#operator.outputs[0] ?? -1];
    const where = output ? ` Its output is tensor '${output.name}'.` : '';
    throw new PyRuntimeError(
      `${reason} Node number ${this.number} (${this.op}) failed to prepare.`,
      {
        hint: `${hint ?? 'The model has an op that this interpreter, as TensorFlow Lite, refuses.'}${where}`,
        place: this.op,
      },
    );
  }

  /** The one scale of a quantized tensor. @throws PyRuntimeError without one, or when it is no positive number */
  scaleOf(tensor: LiteTensor): TensorScale {
    const { scale, zeroPoint } = this.scalesOf(tensor);
    if (scale.length > 1)
      this.refuse(`Tensor '${tensor.name}' is quantized per channel, which this op does not take.`);
    return { scale: scale[0]!, zeroPoint: zeroPoint[0]! };
  }

  /** All scales of a quantized tensor: one, or one a channel. */
  scalesOf(tensor: LiteTensor): {
    readonly scale: readonly number[];
    readonly zeroPoint: readonly number[];
  } {
    const { scale = [], zeroPoint = [] } = tensor.quantization ?? {};
    const isSound = scale.every((value) => value > 0 && value < Infinity);
    if (scale.length === 0 || zeroPoint.length !== scale.length || !isSound) {
      this.refuse(
        `Tensor '${tensor.name}' has no sound scale and zero point.`,
        'Convert the model again.',
      );
    }
    return { scale, zeroPoint };
  }

  /** Whole numbers of an int32 or int64 tensor, such as a shape: in `prepare` only for the kernel's `values`. */
  integers(position: number): number[] {
    const tensor = this.input(position);
    this.accept(tensor, ['INT32', 'INT64']);
    return Array.from(tensor.data as ArrayLike<number | bigint>, Number);
  }

  /** The one element of a tensor: in `prepare` only for the kernel's `values`. */
  scalar(position: number): number {
    const { name, data } = this.input(position);
    this.ensure(data.length === 1, `Tensor '${name}' has ${data.length} elements, not 1.`);
    return Number(data[0]);
  }

  /** The one whole number of an int32 or int64 tensor, such as an axis. */
  integer(position: number): number {
    this.accept(this.input(position), ['INT32', 'INT64']);
    return this.scalar(position);
  }
}
