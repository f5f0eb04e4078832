/** What a rule sees of the node that it lowers, and how it says what becomes of it. */
import type { GraphNode, TensorRef } from '#graph';
import type { BuiltinOperator, BuiltinOptions } from '#formats/tflite';
import { DTYPES, type DType, type NDArray } from '#tensor';
import type { LiteOp, LiteTensor } from '../lite/graph';
import { constant } from '../lite/tensors';
import { arrayOf } from './constants';
import { numbersOf } from './evaluator';
import { Refusal } from './refusal';

/** What the nodes lowered so far became. */
export interface Lowered {
  /** The tensor that stands for the ref; constants become tensors when they are first asked for. */
  tensor(ref: TensorRef): LiteTensor;
  constant(ref: TensorRef): NDArray | undefined;
  shape(ref: TensorRef): readonly number[];
  bind(ref: TensorRef, tensor: LiteTensor): void;
  readonly ops: LiteOp[];
}

export class NodeContext {
  readonly node: GraphNode;
  readonly #lowered: Lowered;

  constructor(node: GraphNode, lowered: Lowered) {
    this.node = node;
    this.#lowered = lowered;
  }

  get inputCount(): number {
    return this.node.inputs.length;
  }

  input(i: number): LiteTensor {
    return this.#lowered.tensor(this.#ref(i));
  }

  inputs(): LiteTensor[] {
    return this.node.inputs.map((_, i) => this.input(i));
  }

  /** The value of input i if it is known. */
  constant(i: number): NDArray | undefined {
    return this.#lowered.constant(this.#ref(i));
  }

  /** The elements of input i, a small tensor of integers. Refuses the node where they depend on what goes in. */
  integers(i: number, name: string): readonly number[] {
    const value = this.constant(i);
    if (value) return numbersOf(value);
    return this.refuse(`its ${name} depends on what goes in`);
  }

  /** With one sample in the batch. */
  shape(i: number): readonly number[] {
    return this.#lowered.shape(this.#ref(i));
  }

  dtype(i: number): DType {
    const { node, index } = this.#ref(i);
    return node.outputs[index]!.dtype as DType;
  }

  attr<T>(name: string): T {
    return this.node.attrs[name] as T;
  }

  /** For patterns that reach beyond the node. */
  constantOf(ref: TensorRef): NDArray | undefined {
    return this.#lowered.constant(ref);
  }

  tensorOf(ref: TensorRef): LiteTensor {
    return this.#lowered.tensor(ref);
  }

  /** The tensor that output `index` of the node becomes. */
  output(index = 0): LiteTensor {
    const ref = { node: this.node, index };
    const { dtype, shape: signature } = this.node.outputs[index]!;
    if (!Object.hasOwn(DTYPES, dtype)) this.refuse(`its result has the dtype ${dtype}`);
    const name = index === 0 ? this.node.name : `${this.node.name}:${index}`;
    return { name, shape: this.#lowered.shape(ref), signature, dtype: dtype as DType };
  }

  /** A result between the node's own ops. */
  between(suffix: string, like: Pick<LiteTensor, 'shape' | 'signature' | 'dtype'>): LiteTensor {
    const { shape, signature, dtype } = like;
    return { name: `${this.node.name}/${suffix}`, shape, signature, dtype };
  }

  /** Adds an op whose result is the node's. */
  emit(
    code: BuiltinOperator,
    inputs: readonly (LiteTensor | null)[],
    options?: BuiltinOptions,
  ): void {
    const output = this.output();
    this.bind(output);
    this.add(code, inputs, [output], options);
  }

  /** Adds an op. @returns its first output */
  add(
    code: BuiltinOperator,
    inputs: readonly (LiteTensor | null)[],
    outputs: readonly LiteTensor[],
    options?: BuiltinOptions,
  ): LiteTensor {
    this.#lowered.ops.push({ code, inputs, outputs, options, sources: [this.node.name] });
    return outputs[0]!;
  }

  /** An op on the way to the node's result, shaped as that. */
  step(
    code: BuiltinOperator,
    inputs: readonly LiteTensor[],
    suffix: string,
    options?: BuiltinOptions,
  ): LiteTensor {
    return this.add(code, inputs, [this.between(suffix, this.output())], options);
  }

  /** The same, of booleans. */
  test(
    code: BuiltinOperator,
    inputs: readonly LiteTensor[],
    suffix: string,
    options: BuiltinOptions,
  ): LiteTensor {
    const flags = this.between(suffix, { ...this.output(), dtype: 'bool' });
    return this.add(code, inputs, [flags], options);
  }

  /** The tensor that stands for output `index` of the node. */
  bind(tensor: LiteTensor, index = 0): void {
    this.#lowered.bind({ node: this.node, index }, tensor);
  }

  /** A constant tensor named after the node. */
  value(array: NDArray, suffix = ''): LiteTensor {
    return constant(suffix ? `${this.node.name}/${suffix}` : this.node.name, array);
  }

  /** An int32 constant: a vector, or a scalar of a plain number. */
  int32(value: number | readonly number[], suffix: string): LiteTensor {
    const isScalar = typeof value === 'number';
    return this.value(
      arrayOf(isScalar ? [value] : value, isScalar ? [] : [value.length], 'int32'),
      suffix,
    );
  }

  /** The operand that makes a RESHAPE give these sizes: −1 where the batch decides. Refuses two open sizes. */
  shapeOperand(
    { shape, signature }: Pick<LiteTensor, 'shape' | 'signature'>,
    suffix: string,
  ): LiteTensor {
    const open = signature.filter((dim) => dim === null).length;
    if (open > 1)
      this.refuse(
        'more than one dimension of its shape depends on the batch; export the model with a fixed batch size',
      );
    const sizes = signature.map((dim) => dim ?? -1);
    return this.int32(open === 1 ? sizes : shape, suffix);
  }

  /** A scalar of the dtype. */
  scalar(value: number, dtype: DType, suffix: string): LiteTensor {
    return this.value(arrayOf([value], [], dtype), suffix);
  }

  /** @throws Refusal always: there is no builtin op for this node */
  refuse(reason?: string): never {
    throw new Refusal(this.node, reason);
  }

  #ref(i: number): TensorRef {
    return this.node.inputs[i]!;
  }
}

/** Lowers one node. @throws Refusal */
export type Rule = (at: NodeContext) => void;
