/**
 * Elementwise ops after ops that only move elements go before them: there they meet the op that can take them in.
 */
import type { BuiltinOperator } from '#formats/tflite';
import type { LiteOp, LiteTensor, Pass } from '../lite/graph';
import type { Surroundings } from '../lite/editor';
import { asAffine } from '../lite/affine';
import { ifCode, namedAfter } from '../lite/ops';
import { replaceBy, rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { constant, renamed, scalarOf } from '../lite/tensors';

const MOVERS: readonly BuiltinOperator[] = ['RESHAPE', 'TRANSPOSE', 'DEPTH_TO_SPACE'];

/** Those that TensorFlow moves; others stay where they are, so that the ops come in its order. */
const UNARY: readonly BuiltinOperator[] = [
  'RELU',
  'RELU6',
  'RELU_N1_TO_1',
  'TANH',
  'LOGISTIC',
  'EXP',
  'NEG',
  'SQRT',
  'SQUARE',
  'FLOOR',
  'CEIL',
  'ROUND',
];
const BINARY: readonly BuiltinOperator[] = ['ADD', 'SUB', 'MUL', 'MAXIMUM', 'MINIMUM'];

/**
 * Whether it pays. Where the shape is open, TensorFlow computes it and leaves what comes after it alone; here only ops
 * that something with weights can take in are moved, so that others stay near the weights that come next.
 */
function isWorthwhile(mover: LiteOp, around: Surroundings): boolean {
  const isOpen = mover.outputs[0]!.signature.includes(null);
  return !isOpen || asAffine(around.producer(mover.inputs[0])) !== undefined;
}

/** The op before that moves elements, if nobody else reads its result and it reads no constant. */
function moverBefore(op: LiteOp, around: Surroundings): LiteOp | undefined {
  const mover = ifCode(around.producer(op.inputs[0]), ...MOVERS);
  if (!mover || mover.inputs[0]!.data || op.inputs[0]!.dtype !== op.outputs[0]!.dtype) return;
  return around.hasOneUse(op.inputs[0]!) && isWorthwhile(mover, around) ? mover : undefined;
}

/** @param old what the op was until now */
function swap(op: LiteOp, mover: LiteOp, name: string, old = op) {
  const input = mover.inputs[0]!;
  const earlier: LiteTensor = { ...input, name, dtype: op.outputs[0]!.dtype };
  return replaceBy(
    old,
    { ...op, inputs: [input, ...op.inputs.slice(1)], outputs: [earlier] },
    {
      ...mover,
      inputs: [earlier, ...mover.inputs.slice(1)],
      outputs: [renamed(op.outputs[0]!, name)],
      sources: sourcesOf(mover, op),
    },
  );
}

const unary: Rule = (op, around) => {
  const mover = UNARY.includes(op.code) ? moverBefore(op, around) : undefined;
  return mover && swap(op, mover, namedAfter(op.outputs[0]!, mover.outputs[0]!));
};

/** The constant as it meets the same elements before the op that moves them; undefined where none does. */
function operandBefore(operand: LiteTensor, mover: LiteOp): LiteTensor | undefined {
  if (scalarOf(operand) !== undefined && operand.shape.length === 0) return operand;
  if (mover.code !== 'RESHAPE' || operand.shape.length === 0) return undefined;
  const [before, after] = [mover.inputs[0]!.signature, mover.outputs[0]!.signature];
  const { data, shape } = operand;
  const isRow = after.slice(-shape.length).join() === shape.join();
  if (!data || !isRow || before.at(-1) !== data.size) return undefined;
  return shape.length === 1 ? operand : constant(operand.name, data.reshape([data.size]));
}

const binary: Rule = (op, around) => {
  const operand = op.inputs[1];
  if (!BINARY.includes(op.code) || !operand?.data) return undefined;
  const mover = moverBefore(op, around);
  const earlier = mover && operandBefore(operand, mover);
  if (!mover || !earlier) return undefined;
  const name = namedAfter(op.outputs[0]!, mover.outputs[0]!, operand);
  return swap({ ...op, inputs: [op.inputs[0]!, earlier] }, mover, name, op);
};

export const moveUp: Pass = {
  name: 'move elementwise ops before reshapes',
  about:
    'A bias or an activation after a reshape goes before it, where the convolution can take it in.',
  run: (graph) => rewrite(graph, unary, binary),
};
