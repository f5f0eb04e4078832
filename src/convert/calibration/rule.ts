/** What a rule sees of the TensorFlow Lite op that it says in TensorFlow's ops. */
import { NotImplementedError } from '#errors';
import type { Activation, BuiltinOptions } from '#formats/tflite';
import type { GraphBuilder, Operand, SymbolicTensor } from '#graph';
import { NDArray } from '#tensor';
import type { LiteOp } from '../lite/graph';
import { optionsOf, type OptionsOf } from '../lite/ops';

/** The op's outputs; one tensor stands for one. */
export type Rule = (call: RuleCall) => SymbolicTensor | readonly SymbolicTensor[];

export type RuleTable = Readonly<Record<string, Rule>>;

export class RuleCall {
  /**
   * @param inputs undefined where the op's input is left out
   * @param isBatched whether first dimensions are open, so that samples can be joined
   */
  constructor(
    readonly builder: GraphBuilder,
    readonly op: LiteOp,
    readonly inputs: readonly (SymbolicTensor | undefined)[],
    readonly isBatched: boolean,
  ) {}

  input(index: number): SymbolicTensor {
    const tensor = this.inputs[index];
    if (tensor) return tensor;
    throw new NotImplementedError(`${this.op.code} without input ${index} cannot be calibrated.`, {
      place: this.op.sources[0] ?? this.op.code,
    });
  }

  all(): SymbolicTensor[] {
    return this.inputs.map((_, i) => this.input(i));
  }

  /** An input that must be known before the graph runs: weights, axes, sizes. */
  constant(index: number): NDArray {
    const data = this.op.inputs[index]?.data;
    if (data) return data;
    throw new NotImplementedError(
      `${this.op.code} whose input ${index} is computed cannot be calibrated.`,
      { place: this.op.sources[0] ?? this.op.code },
    );
  }

  /** The op's options table, which its code decides. */
  options<Type extends BuiltinOptions['type']>(type: Type): OptionsOf<Type> {
    const options = optionsOf(this.op, type);
    if (options) return options;
    throw new NotImplementedError(`${this.op.code} without ${type} cannot be calibrated.`, {
      place: this.op.sources[0] ?? this.op.code,
    });
  }

  add(
    op: string,
    inputs: readonly Operand[],
    attrs?: Parameters<GraphBuilder['addNode']>[2],
  ): SymbolicTensor {
    return this.builder.addNode(op, inputs, attrs);
  }

  /** int32 numbers as a tensor. */
  sizes(values: readonly number[]): NDArray {
    return new NDArray(Int32Array.from(values), [values.length], 'int32');
  }

  /** The op's output shape as a target of Reshape: with an open batch if there is one. */
  target(index = 0): NDArray {
    const { shape } = this.op.outputs[index]!;
    return this.sizes(this.isBatched && shape[0] === 1 ? [-1, ...shape.slice(1)] : shape);
  }

  /** What is left after the op's fused activation. */
  activate(tensor: SymbolicTensor, activation: Activation): SymbolicTensor {
    switch (activation) {
      case 'NONE':
        return tensor;
      case 'RELU':
        return this.add('Relu', [tensor]);
      case 'RELU6':
        return this.add('Relu6', [tensor]);
      case 'RELU_N1_TO_1':
        return this.add('ClipByValue', [tensor, -1, 1]);
      case 'TANH':
        return this.add('Tanh', [tensor]);
      case 'SIGN_BIT':
        throw new NotImplementedError(`${this.op.code} with ${activation} cannot be calibrated.`);
    }
  }
}
