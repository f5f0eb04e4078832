/**
 * Constants that the input of an affine op is multiplied with or that are added to it become part of the weights and
 * bias: Rescaling before the first layer. Additions need every window to see real cells only, so no padding.
 */
import type { LiteOp, LiteTensor, Pass } from '../lite/graph';
import {
  asAffine,
  biasTensor,
  channelOf,
  weightsTensor,
  withParts,
  type Affine,
} from '../lite/affine';
import type { Surroundings } from '../lite/editor';
import { activationOf, ifCode } from '../lite/ops';
import { rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { floatsOf, sameShape, scalarOf } from '../lite/tensors';

interface Found {
  readonly affine: Affine;
  readonly before: LiteOp;
  readonly operand: LiteTensor;
}

/** The op before with a constant as its second input. Others may read its result: this reader then does without it. */
function find(
  op: LiteOp,
  around: Surroundings,
  ...codes: readonly ('ADD' | 'SUB' | 'MUL')[]
): Found | undefined {
  const affine = op.code === 'TRANSPOSE_CONV' ? undefined : asAffine(op);
  const before = affine && ifCode(around.producer(op.inputs[0]), ...codes);
  const operand = before?.inputs[1];
  if (!affine || !operand?.data || activationOf(before!) !== 'NONE') return undefined;
  if (!sameShape(before!.inputs[0]!, op.inputs[0]!)) return undefined;
  return { affine, before: before!, operand };
}

const done = ({ before }: Found, op: LiteOp) => ({
  ops: [{ ...op, sources: sourcesOf(op, before) }],
  instead: [],
});

/** A vector with a number for each column of a FULLY_CONNECTED's weights. */
function perColumn({ affine, operand }: Found): Float32Array | undefined {
  const columns = affine.weights.shape[1];
  const isVector = operand.shape.length === 1 && operand.shape[0] === columns;
  return affine.op.code === 'FULLY_CONNECTED' && isVector ? floatsOf(operand) : undefined;
}

const multiplication: Rule = (op, around) => {
  const found = find(op, around, 'MUL');
  const factor = found && scalarOf(found.operand);
  const factors = found && (factor === undefined ? perColumn(found) : [factor]);
  if (!found || !factors) return undefined;
  const { affine, before } = found;
  const values = affine.values.map((weight, i) => weight * factors[i % factors.length]!);
  const weights = weightsTensor(affine, op.outputs[0]!.name, values);
  return done(found, withParts(affine, { input: before.inputs[0]!, weights }));
};

const isPadded = ({ op }: Affine): boolean =>
  op.options !== undefined && 'padding' in op.options && op.options.padding !== 'VALID';

/** b + w₀·c + w₁·c + …, rounded after every product and every sum, in the order of the weights. */
function biasWith(affine: Affine, added: number): Float32Array {
  const bias = affine.bias?.slice() ?? new Float32Array(affine.channels);
  const channel = channelOf(affine);
  affine.values.forEach((weight, i) => {
    bias[channel(i)]! += Math.fround(weight * added);
  });
  return bias;
}

const addition: Rule = (op, around) => {
  const found = find(op, around, 'ADD', 'SUB');
  const added = found && scalarOf(found.operand);
  if (!found || added === undefined || isPadded(found.affine)) return undefined;
  const { affine, before } = found;
  const bias = biasWith(affine, before.code === 'SUB' ? -added : added);
  const parts = { input: before.inputs[0]!, bias: biasTensor(op.outputs[0]!.name, bias) };
  return done(found, withParts(affine, parts));
};

/** b + W·v, of float32 products summed in double, as TensorFlow computes the op; it does so only where there is a bias. */
const vectorAddition: Rule = (op, around) => {
  const found = find(op, around, 'ADD');
  const added = found && perColumn(found);
  const given = found?.affine.bias;
  if (!found || !added || !given) return undefined;
  const { affine, before } = found;
  const bias = given.map((value, row) => {
    let sum = 0;
    const start = row * added.length;
    added.forEach((x, i) => {
      sum += Math.fround(affine.values[start + i]! * x);
    });
    return sum + value;
  });
  const parts = { input: before.inputs[0]!, bias: biasTensor(op.outputs[0]!.name, bias) };
  return done(found, withParts(affine, parts));
};

export const foldBefore: Pass = {
  name: 'fold what comes before weights',
  about:
    'Constants multiplied with or added to what goes into weights become weights and bias: rescaling of images.',
  run: (graph) => rewrite(graph, addition, vectorAddition, multiplication),
};
