/** Activation functions written out with simpler ops. */
import type { BuiltinOperator, BuiltinOptions } from '#formats/tflite';
import { NDArray } from '#tensor';
import type { LiteOp, LiteTensor, Pass } from '../lite/graph';
import type { Surroundings } from '../lite/editor';
import { activationOf, namedAfter } from '../lite/ops';
import { only, replaceBy, rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { constant, floatsOf, renamed, sameShape, scalarOf } from '../lite/tensors';

const SIXTH = 1 / 6;

/** Both ways to read the inputs of an op whose order does not matter. */
const eitherWay = (op: LiteOp): [LiteTensor, LiteTensor][] => {
  const [a, b] = [op.inputs[0]!, op.inputs[1]!];
  return [
    [a, b],
    [b, a],
  ];
};

interface Found {
  readonly x: LiteTensor;
  readonly taken: readonly LiteOp[];
  /** What the name of the result is made of, besides the result. */
  readonly parts: readonly LiteTensor[];
}

function fused(op: LiteOp, code: BuiltinOperator, found: Found, rest?: Partial<LiteOp>) {
  const output = op.outputs[0]!;
  return replaceBy(op, {
    code,
    inputs: [found.x],
    outputs: [renamed(output, namedAfter(output, ...found.parts))],
    sources: sourcesOf(op, ...found.taken),
    ...rest,
  });
}

/** relu6(x + 3) */
function shiftedClamp(tensor: LiteTensor, around: Surroundings): Found | undefined {
  const clamp = only(tensor, around, 'RELU6');
  const shift = only(clamp?.inputs[0], around, 'ADD');
  if (!clamp || !shift || scalarOf(shift.inputs[1]) !== 3) return undefined;
  const parts = [shift.inputs[1]!, clamp.outputs[0]!, shift.outputs[0]!];
  return { x: shift.inputs[0]!, taken: [clamp, shift], parts };
}

/** The other factor of a product with 1/6. */
function sixthOf(op: LiteOp | undefined): LiteTensor | undefined {
  const factor = op && scalarOf(op.inputs[1]);
  return factor !== undefined && Math.abs(factor - SIXTH) < 1e-6 ? op!.inputs[0]! : undefined;
}

/** x · relu6(x + 3), whatever comes first. */
function unscaled(product: LiteOp, around: Surroundings): Found | undefined {
  for (const [x, other] of eitherWay(product)) {
    const found = shiftedClamp(other, around);
    if (found?.x === x) return found;
  }
  return undefined;
}

/** x · (relu6(x + 3) · 1/6) */
function scaledInside(op: LiteOp, around: Surroundings): Found | undefined {
  for (const [x, other] of eitherWay(op)) {
    const scale = only(other, around, 'MUL');
    const clamped = sixthOf(scale);
    const found = clamped && shiftedClamp(clamped, around);
    if (found?.x !== x) continue;
    const parts = [...found.parts, scale!.outputs[0]!, scale!.inputs[1]!];
    return { ...found, taken: [...found.taken, scale!], parts };
  }
  return undefined;
}

/** (x · relu6(x + 3)) · 1/6 */
function scaledOutside(op: LiteOp, around: Surroundings): Found | undefined {
  const product = only(sixthOf(op), around, 'MUL');
  const found = product && unscaled(product, around);
  return found && { ...found, taken: [...found.taken, product] };
}

const hardSwish: Rule = (op, around) => {
  if (op.code !== 'MUL' || activationOf(op) !== 'NONE') return undefined;
  const found = scaledInside(op, around) ?? scaledOutside(op, around);
  const options: BuiltinOptions = { type: 'HardSwishOptions' };
  return found && sameShape(found.x, op.outputs[0]!)
    ? fused(op, 'HARD_SWISH', found, { options })
    : undefined;
};

/** max(x · alpha, x) with alpha < 1 */
const leakyRelu: Rule = (op, around) => {
  if (op.code !== 'MAXIMUM') return undefined;
  for (const [scaled, x] of eitherWay(op)) {
    const product = only(scaled, around, 'MUL');
    const alpha = product && scalarOf(product.inputs[1]);
    if (alpha === undefined || alpha >= 1 || product!.inputs[0] !== x) continue;
    const found = { x, taken: [product!], parts: [product!.outputs[0]!] };
    return fused(op, 'LEAKY_RELU', found, { options: { type: 'LeakyReluOptions', alpha } });
  }
  return undefined;
};

/** relu(x) + (−alpha) · relu(−x) */
const prelu: Rule = (op, around) => {
  const [positive, product] = [
    only(op.inputs[0], around, 'RELU'),
    only(op.inputs[1], around, 'MUL'),
  ];
  const negative = only(product?.inputs[0], around, 'RELU');
  const negation = only(negative?.inputs[0], around, 'NEG');
  if (op.code !== 'ADD' || !positive || !product || !negation) return undefined;
  const [x, factor] = [positive.inputs[0]!, product.inputs[1]!];
  const values = floatsOf(factor);
  if (!values || negation.inputs[0] !== x || factor.shape.length !== x.shape.length - 1)
    return undefined;
  const parts = [positive.outputs[0]!, factor, negative!.outputs[0]!, product.outputs[0]!];
  const name = namedAfter(op.outputs[0]!, ...parts);
  const alpha = constant(
    name,
    new NDArray(
      values.map((value) => -value),
      factor.shape,
      'float32',
    ),
  );
  const found = { x, taken: [positive, product, negative!, negation], parts };
  return fused(op, 'PRELU', found, { inputs: [x, alpha] });
};

export const recogniseWrittenOut: Pass = {
  name: 'recognise activation functions',
  about:
    'Hard swish, leaky and parametric ReLU written out with sums and products become one op each.',
  run: (graph) => rewrite(graph, hardSwish, leakyRelu, prelu),
};
