/** Asking ops of the converter's form what kind they are, and making common ones. */
import type { Activation, BuiltinOperator, BuiltinOptions } from '#formats/tflite';
import type { LiteOp, LiteTensor } from './graph';
import { joinNames } from './names';
import { intConstant, intsOf } from './tensors';

export type OptionsOf<Type extends BuiltinOptions['type']> = Extract<
  BuiltinOptions,
  { readonly type: Type }
>;

/** The options of an op of a kind that has them. */
export function optionsOf<Type extends BuiltinOptions['type']>(
  op: LiteOp,
  type: Type,
): OptionsOf<Type> | undefined {
  return op.options?.type === type ? (op.options as OptionsOf<Type>) : undefined;
}

/** `op` if it is of one of these kinds. */
export function ifCode(
  op: LiteOp | undefined,
  ...codes: readonly BuiltinOperator[]
): LiteOp | undefined {
  return op && codes.includes(op.code) ? op : undefined;
}

/** What is done to the result before it is stored; undefined for ops that cannot do anything. */
export function activationOf(op: LiteOp): Activation | undefined {
  const { options } = op;
  return options && 'fusedActivationFunction' in options
    ? options.fusedActivationFunction
    : undefined;
}

/** The op with that activation. It must be of a kind that takes one. */
export function withActivation(op: LiteOp, activation: Activation): LiteOp {
  const options = { ...op.options, fusedActivationFunction: activation } as BuiltinOptions;
  return { ...op, options };
}

/**
 * A RESHAPE to the shape of `output`, with −1 for the dimension that may vary.
 *
 * @param shapeName of the constant that holds the shape
 */
export function reshapeOp(
  input: LiteTensor,
  output: LiteTensor,
  shapeName: string,
  sources: readonly string[],
): LiteOp {
  const shape = intConstant(
    shapeName,
    output.signature.map((size) => size ?? -1),
  );
  return { code: 'RESHAPE', inputs: [input, shape], outputs: [output], sources };
}

/** The options of CONV_2D and DEPTHWISE_CONV_2D. */
export function convolutionOptions(op: LiteOp) {
  return optionsOf(op, 'Conv2DOptions') ?? optionsOf(op, 'DepthwiseConv2DOptions');
}

/** Whether a RESHAPE can make this shape: at most one dimension may vary. */
export function isReshapeTarget(tensor: LiteTensor): boolean {
  return tensor.signature.filter((size) => size === null).length <= 1;
}

/** The axes that a reduction, a transposition … takes as its second input, counted from 0. */
export function axesOf(op: LiteOp): readonly number[] | undefined {
  const rank = op.inputs[0]!.shape.length;
  return intsOf(op.inputs[1])?.map((axis) => (axis < 0 ? axis + rank : axis));
}

/** The name of a result that others were fused into: its own, then theirs. */
export function namedAfter(output: LiteTensor, ...others: readonly LiteTensor[]): string {
  return joinNames(output.name, ...others.map((tensor) => tensor.name));
}
