import type { LiteOp, Pass } from '../lite/graph';
import { rewrite, type Rule } from '../lite/rewrite';
import { floatConstant, floatsOf, sameShape } from '../lite/tensors';

/**
 * TensorFlow does this for constants that the SavedModel stores as one number for all elements, and not for those that it
 * computed itself. Of the former kind are what Normalization subtracts; factors and sums are mostly of the latter.
 */
const shrink: Rule = (op) => {
  const [x, operand] = op.inputs;
  const values = op.code === 'SUB' ? floatsOf(operand) : undefined;
  if (!x || !operand || !values || operand.shape.length === 0) return undefined;
  if (!sameShape(x, op.outputs[0]!) || values.some((value) => value !== values[0]))
    return undefined;
  const scalar = floatConstant(operand.name, values.slice(0, 1), []);
  const smaller: LiteOp = { ...op, inputs: [x, scalar] };
  return { ops: [smaller], instead: [] };
};

export const shrinkConstants: Pass = {
  name: 'shrink what is subtracted',
  about: 'A constant whose elements are all equal is subtracted as one number.',
  run: (graph) => rewrite(graph, shrink),
};
