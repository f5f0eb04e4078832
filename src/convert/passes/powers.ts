/** Powers, roots and inverses, and what is made of squares. */
import type { BuiltinOperator, BuiltinOptions } from '#formats/tflite';
import type { LiteOp, LiteTensor, Pass } from '../lite/graph';
import { activationOf, axesOf, namedAfter, optionsOf } from '../lite/ops';
import { only, replaceBy, rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { renamed, sameShape, scalarOf } from '../lite/tensors';

const MUL: BuiltinOptions = { type: 'MulOptions', fusedActivationFunction: 'NONE' };
const L2_NORM: BuiltinOptions = { type: 'L2NormOptions', fusedActivationFunction: 'NONE' };

/** Another op with the same result. */
function instead(
  op: LiteOp,
  code: BuiltinOperator,
  inputs: readonly LiteTensor[],
  options?: BuiltinOptions,
  ...taken: readonly LiteOp[]
) {
  const output = op.outputs[0]!;
  const names = taken.map((other) => other.outputs[0]!);
  const outputs = [renamed(output, namedAfter(output, ...names))];
  return replaceBy(op, { code, inputs, outputs, options, sources: sourcesOf(op, ...taken) });
}

const power: Rule = (op) => {
  const exponent = op.code === 'POW' ? scalarOf(op.inputs[1]) : undefined;
  const x = op.inputs[0]!;
  if (exponent === undefined || !sameShape(x, op.outputs[0]!)) return undefined;
  if (exponent === 2) return instead(op, 'MUL', [x, x], MUL);
  if (exponent === 0.5) return instead(op, 'SQRT', [x]);
  return exponent === -0.5 ? instead(op, 'RSQRT', [x]) : undefined;
};

/** 1 / √x, and y / √x as y · 1/√x. */
const inverseRoot: Rule = (op, around) => {
  const root = op.code === 'DIV' ? only(op.inputs[1], around, 'SQRT') : undefined;
  if (!root || activationOf(op) !== 'NONE') return undefined;
  const [y, x] = [op.inputs[0]!, root.inputs[0]!];
  if (scalarOf(y) === 1) return instead(op, 'RSQRT', [x], undefined, root);
  const output = renamed(root.outputs[0]!, namedAfter(op.outputs[0]!, root.outputs[0]!));
  const inverse: LiteOp = { code: 'RSQRT', inputs: [x], outputs: [output], sources: root.sources };
  const product: LiteOp = { ...op, code: 'MUL', inputs: [y, output], options: MUL };
  return { ops: [inverse, product], instead: [] };
};

/** Dimensions up to which the kernel broadcasts. */
const MOST_DIMENSIONS = 4;

const squaredDifference: Rule = (op, around) => {
  if (op.outputs[0]!.shape.length > MOST_DIMENSIONS) return undefined;
  const difference = op.code === 'SQUARE' ? only(op.inputs[0], around, 'SUB') : undefined;
  if (!difference) return undefined;
  const inputs = [difference.inputs[0]!, difference.inputs[1]!];
  const options = { type: 'SquaredDifferenceOptions' } as const;
  return instead(op, 'SQUARED_DIFFERENCE', inputs, options, difference);
};

const logSoftmax: Rule = (op, around) => {
  const softmax = op.code === 'LOG' ? only(op.inputs[0], around, 'SOFTMAX') : undefined;
  if (!softmax || optionsOf(softmax, 'SoftmaxOptions')?.beta !== 1) return undefined;
  return instead(op, 'LOG_SOFTMAX', [softmax.inputs[0]!], { type: 'LogSoftmaxOptions' }, softmax);
};

/** Whether it is the sum over the last axis, with its dimension kept. */
function isRowSum(sum: LiteOp): boolean {
  const last = sum.inputs[0]!.shape.length - 1;
  return axesOf(sum)?.join() === `${last}` && optionsOf(sum, 'ReducerOptions')?.keepDims === true;
}

/** What a SQUARE or a product with itself is the square of. */
const squared = (op: LiteOp | undefined): LiteTensor | undefined =>
  op && (op.code === 'SQUARE' || op.inputs[0] === op.inputs[1]) ? op.inputs[0]! : undefined;

/** x · 1/√Σx², with or without a floor under the sum. */
const l2Norm: Rule = (op, around) => {
  const inverse = op.code === 'MUL' ? only(op.inputs[1], around, 'RSQRT') : undefined;
  if (!inverse || activationOf(op) !== 'NONE') return undefined;
  const floor = only(inverse.inputs[0], around, 'MAXIMUM');
  const least = floor ? scalarOf(floor.inputs[1]) : 0;
  const sum = only((floor ?? inverse).inputs[0], around, 'SUM');
  const square = only(sum?.inputs[0], around, 'SQUARE', 'MUL');
  const x = op.inputs[0]!;
  if (!sum || least === undefined || least > 1e-6 || !isRowSum(sum) || squared(square) !== x)
    return undefined;
  const taken = [inverse, ...(floor ? [floor] : []), sum, square!];
  return instead(op, 'L2_NORMALIZATION', [x], L2_NORM, ...taken);
};

export const recognisePowers: Pass = {
  name: 'recognise powers and norms',
  about: 'x², √x, 1/√x, (a − b)², the logarithm of a softmax and x/‖x‖ have ops of their own.',
  run: (graph) => rewrite(graph, power, inverseRoot, squaredDifference, logSoftmax, l2Norm),
};
