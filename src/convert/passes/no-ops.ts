/** Ops whose result is their input. */
import type { LiteOp, LiteTensor, Pass } from '../lite/graph';
import { activationOf, ifCode, optionsOf } from '../lite/ops';
import type { Surroundings } from '../lite/editor';
import { bypass, rewrite, type Rule } from '../lite/rewrite';
import { floatsOf, intsOf, sameShape } from '../lite/tensors';

const isAll = (values: ArrayLike<number> | undefined, wanted: number): boolean =>
  values !== undefined && Array.from(values).every((value) => value === wanted);

/** Adds or multiplies by what changes nothing. */
const isNeutral = (op: LiteOp, neutral: number): boolean =>
  activationOf(op) === 'NONE' && isAll(floatsOf(op.inputs[1]), neutral);

const NO_OPS: Readonly<Record<string, (op: LiteOp) => boolean>> = {
  RESHAPE: () => true,
  SQUEEZE: () => true,
  CAST: (op) => op.inputs[0]!.dtype === op.outputs[0]!.dtype,
  TRANSPOSE: (op) => intsOf(op.inputs[1])?.every((axis, i) => axis === i) ?? false,
  PAD: (op) => isAll(intsOf(op.inputs[1]), 0),
  PADV2: (op) => isAll(intsOf(op.inputs[1]), 0),
  TILE: (op) => isAll(intsOf(op.inputs[1]), 1),
  CONCATENATION: (op) => op.inputs.length === 1 && activationOf(op) === 'NONE',
  ADD: (op) => isNeutral(op, 0),
  SUB: (op) => isNeutral(op, 0),
  MUL: (op) => isNeutral(op, 1),
  DIV: (op) => isNeutral(op, 1),
};

/** The tensor that an op only hands on. */
function handedOn(op: LiteOp): LiteTensor | undefined {
  const input = op.inputs[0];
  if (!input || input.data || !Object.hasOwn(NO_OPS, op.code)) return undefined;
  return sameShape(input, op.outputs[0]!) && NO_OPS[op.code]!(op) ? input : undefined;
}

const skip: Rule = (op) => {
  const tensor = handedOn(op);
  return tensor && bypass(op, tensor);
};

/** Doing it twice is doing it once, or not at all. */
const repeated: Rule = (op, around) => {
  const before = ifCode(around.producer(op.inputs[0]), op.code);
  if (!before) return undefined;
  if (op.code === 'NEG') return bypass(op, before.inputs[0]!);
  return ifCode(op, 'RELU', 'RELU6', 'RELU_N1_TO_1', 'ABS') && bypass(op, before.outputs[0]!);
};

/** What is added or subtracted with its sign changed is subtracted or added: [left, right] of the other op. */
function withoutSign(op: LiteOp, around: Surroundings): [LiteTensor, LiteTensor] | undefined {
  const [a, b] = [op.inputs[0]!, op.inputs[1]!];
  const [negA, negB] = [a, b].map((tensor) => ifCode(around.producer(tensor), 'NEG'));
  if (negB) return [a, negB.inputs[0]!];
  return negA && op.code === 'ADD' ? [b, negA.inputs[0]!] : undefined;
}

const sign: Rule = (op, around) => {
  const options = optionsOf(op, 'AddOptions') ?? optionsOf(op, 'SubOptions');
  const inputs = options && withoutSign(op, around);
  if (!inputs) return undefined;
  const other = op.code === 'ADD' ? 'SUB' : 'ADD';
  const type = op.code === 'ADD' ? 'SubOptions' : 'AddOptions';
  return { ops: [{ ...op, code: other, inputs, options: { ...options, type } }], instead: [] };
};

export const removeNoOps: Pass = {
  name: 'remove ops that change nothing',
  about:
    'Reshapes to the same shape, zero padding of width 0, + 0, × 1 and the like cost time and do nothing.',
  run: (graph) => rewrite(graph, skip, repeated, sign),
};
