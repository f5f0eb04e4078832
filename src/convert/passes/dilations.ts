/**
 * How older TensorFlow wrote a dilated convolution: the image dealt out to a batch of smaller ones, an ordinary
 * convolution, and back.
 */
import type { LiteOp, LiteTensor, Pass } from '../lite/graph';
import { convolutionOptions, ifCode, namedAfter } from '../lite/ops';
import type { Surroundings } from '../lite/editor';
import { replaceBy, rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { intsOf, renamed } from '../lite/tensors';
import { samePadding } from './same-padding';

interface Dealt {
  readonly deal: LiteOp;
  readonly convolution: LiteOp;
  readonly block: readonly number[];
  /** [[top, bottom], [left, right]] flat: what is added before, less what is cut off after. */
  readonly padding: readonly number[];
}

function find(op: LiteOp, around: Surroundings): Dealt | undefined {
  const convolution = ifCode(around.producer(op.inputs[0]), 'CONV_2D', 'DEPTHWISE_CONV_2D');
  const deal = ifCode(around.producer(convolution?.inputs[0]), 'SPACE_TO_BATCH_ND');
  if (!convolution || !deal || !around.hasOneUse(op.inputs[0]!)) return undefined;
  const [block, crops] = [intsOf(op.inputs[1]), intsOf(op.inputs[2])];
  const [sameBlock, pads] = [intsOf(deal.inputs[1]), intsOf(deal.inputs[2])];
  if (!block || !crops || !pads || block.length !== 2 || block.join() !== sameBlock?.join())
    return undefined;
  return { deal, convolution, block, padding: pads.map((pad, i) => pad - crops[i]!) };
}

/** The padding that the dilated convolution needs to make the same result, if it is one of the two that there are. */
function paddingOf({ deal, convolution, block, padding }: Dealt, output: LiteTensor) {
  const [input, kernel] = [deal.inputs[0]!.signature, convolution.inputs[1]!.shape];
  const span = (i: number) => (kernel[i + 1]! - 1) * block[i]!;
  const isValid = [0, 1].every((i) => {
    const [size, result] = [input[i + 1], output.signature[i + 1]];
    return padding[2 * i] === 0 && size != null && result === size - span(i);
  });
  if (isValid) return 'VALID';
  const isSame = [0, 1].every((i) => {
    const size = input[i + 1];
    if (size == null || output.signature[i + 1] !== size) return false;
    return padding[2 * i] === samePadding(size, kernel[i + 1]!, 1, block[i]!)[0];
  });
  return isSame ? 'SAME' : undefined;
}

function plainOptions(op: LiteOp) {
  const options = convolutionOptions(op);
  const { strideW, strideH, dilationWFactor, dilationHFactor, padding } = options!;
  const isPlain = [strideW, strideH, dilationWFactor, dilationHFactor].every((n) => n === 1);
  return isPlain && padding === 'VALID' ? options : undefined;
}

const merge: Rule = (op, around) => {
  const dealt = op.code === 'BATCH_TO_SPACE_ND' ? find(op, around) : undefined;
  const options = dealt && plainOptions(dealt.convolution);
  const output = op.outputs[0]!;
  const padding = dealt && options && paddingOf(dealt, output);
  if (!dealt || !options || !padding) return undefined;
  const { deal, convolution, block } = dealt;
  const [dilationHFactor, dilationWFactor] = [block[0]!, block[1]!];
  const name = namedAfter(output, convolution.outputs[0]!, deal.outputs[0]!);
  return replaceBy(op, {
    ...convolution,
    inputs: [deal.inputs[0]!, ...convolution.inputs.slice(1)],
    outputs: [renamed(output, name)],
    options: { ...options, padding, dilationHFactor, dilationWFactor },
    sources: sourcesOf(convolution, deal, op),
  });
};

export const mergeDilations: Pass = {
  name: 'merge dilations',
  about: 'Space-to-batch, convolution, batch-to-space is one convolution with dilation.',
  run: (graph) => rewrite(graph, merge),
};
