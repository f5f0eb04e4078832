/**
 * Constants that are added to or multiplied with the result of an affine op become part of its bias and weights. This is
 * what folds batch normalisation. Every step rounds to float32 as TensorFlow's constant folding does: w·c, then b·c, then
 * b + c.
 */
import type { LiteOp, LiteTensor, Pass } from '../lite/graph';
import {
  asAffine,
  biasTensor,
  channelOf,
  isPlain,
  weightsTensor,
  withParts,
  type Affine,
  type AffineParts,
} from '../lite/affine';
import type { Rewrite, Surroundings } from '../lite/editor';
import { activationOf, ifCode, namedAfter, withActivation } from '../lite/ops';
import { replaceBy, rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { floatConstant, floatsOf, renamed, sameShape } from '../lite/tensors';

/** What a constant has for each channel; undefined unless it is one number or one for each of the last dimension. */
function perChannel(operand: LiteTensor, channels: number): Float32Array | undefined {
  const values = floatsOf(operand);
  if (values?.length === 1) return new Float32Array(channels).fill(values[0]!);
  return operand.shape.at(-1) === channels && values?.length === channels ? values : undefined;
}

function affineBefore(op: LiteOp, around: Surroundings): Affine | undefined {
  const [input, operand] = op.inputs;
  const affine = operand?.data && asAffine(around.producer(input));
  if (!affine || !isPlain(affine) || !around.hasOneUse(input!)) return undefined;
  return sameShape(input!, op.outputs[0]!) ? affine : undefined;
}

/** The names of what goes into the fused op: FULLY_CONNECTED comes first, a convolution after what it takes in. */
function fusedName(op: LiteOp, affine: Affine): string {
  const [mine, its] = [op.outputs[0]!, affine.op.outputs[0]!];
  if (affine.op.code === 'FULLY_CONNECTED') return namedAfter(its, mine);
  return namedAfter(mine, its, op.inputs[1]!);
}

function fused(op: LiteOp, affine: Affine, parts: AffineParts): Rewrite {
  const output = renamed(op.outputs[0]!, fusedName(op, affine));
  const whole = {
    ...withParts(affine, parts),
    outputs: [output],
    sources: sourcesOf(affine.op, op),
  };
  return replaceBy(op, withActivation(whole, activationOf(op)!));
}

/** A bias of an op without one is zeros, but FULLY_CONNECTED takes what is added as it is. */
function startOf({ op, bias, channels }: Affine): Float32Array {
  return bias ?? new Float32Array(channels).fill(op.code === 'FULLY_CONNECTED' ? -0 : 0);
}

const nameOfBias = (op: LiteOp, affine: Affine): string =>
  affine.op.code === 'FULLY_CONNECTED' ? op.outputs[0]!.name : fusedName(op, affine);

/** TensorFlow leaves SUB after FULLY_CONNECTED alone. */
const addition: Rule = (op, around) => {
  const affine = ifCode(op, 'ADD', 'SUB') && affineBefore(op, around);
  if (!affine || (op.code === 'SUB' && affine.op.code === 'FULLY_CONNECTED')) return undefined;
  const added = perChannel(op.inputs[1]!, affine.channels);
  if (!added) return undefined;
  const sign = op.code === 'SUB' ? -1 : 1;
  const bias = startOf(affine).map((value, c) => value + sign * added[c]!);
  return fused(op, affine, { bias: biasTensor(nameOfBias(op, affine), bias) });
};

const multiplication: Rule = (op, around) => {
  const affine = ifCode(op, 'MUL') && affineBefore(op, around);
  const factor = affine && perChannel(op.inputs[1]!, affine.channels);
  if (!affine || !factor) return undefined;
  const channel = channelOf(affine);
  const values = affine.values.map((weight, i) => weight * factor[channel(i)]!);
  const bias = affine.bias?.map((value, c) => value * factor[c]!);
  return fused(op, affine, {
    weights: weightsTensor(affine, nameOfWeights(op, affine), values),
    ...(bias && { bias: biasTensor(nameOfBias(op, affine), bias) }),
  });
};

function nameOfWeights(op: LiteOp, affine: Affine): string {
  if (affine.op.code === 'FULLY_CONNECTED') return op.outputs[0]!.name;
  return namedAfter(op.outputs[0]!, affine.weights, affine.op.outputs[0]!, op.inputs[1]!);
}

/** (x + a) + b is x + (a + b). */
const additions: Rule = (op, around) => {
  const before = ifCode(op, 'ADD') && ifCode(around.producer(op.inputs[0]), 'ADD');
  if (!before || activationOf(before) !== 'NONE' || !around.hasOneUse(op.inputs[0]!))
    return undefined;
  const [a, b] = [before.inputs[1]!, op.inputs[1]!];
  const [first, second] = [floatsOf(a), floatsOf(b)];
  const isLarger = (x: LiteTensor, y: LiteTensor) =>
    x.shape.join() === y.shape.join() || y.data?.size === 1;
  if (!first || !second || !(isLarger(a, b) || isLarger(b, a))) return undefined;
  const larger = first.length >= second.length ? a : b;
  const sum = floatsOf(larger)!.map(
    (_, i) => first[first.length === 1 ? 0 : i]! + second[second.length === 1 ? 0 : i]!,
  );
  const operand = floatConstant(namedAfter(op.outputs[0]!, a), sum, larger.shape);
  const inputs = [before.inputs[0]!, operand];
  return { ops: [{ ...op, inputs, sources: sourcesOf(op, before) }], instead: [] };
};

export const foldAfter: Pass = {
  name: 'fold what comes after weights',
  about:
    'Constants added to or multiplied with what weights make become bias and weights: biases, batch normalisation.',
  run: (graph) => rewrite(graph, addition, multiplication, additions),
};
