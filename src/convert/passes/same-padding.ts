import { convolutionOptions, namedAfter } from '../lite/ops';
import type { LiteOp, LiteTensor, Pass } from '../lite/graph';
import { replaceBy, rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { intsOf, renamed } from '../lite/tensors';

/** What SAME adds before and after a dimension: ⌈size / stride⌉ results, the odd cell after. */
export function samePadding(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
): readonly [before: number, after: number] {
  const results = Math.ceil(size / stride);
  const total = Math.max((results - 1) * stride + (kernel - 1) * dilation + 1 - size, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}

/** What SAME would add to a tensor, as PAD's second input has it; undefined when its height or width may vary. */
function samePaddings(op: LiteOp, input: LiteTensor): readonly number[] | undefined {
  const options = convolutionOptions(op)!;
  const [, height, width] = input.signature;
  if (input.shape.length !== 4 || height == null || width == null) return undefined;
  const [, kernelHeight, kernelWidth] = op.inputs[1]!.shape;
  return [
    ...[0, 0],
    ...samePadding(height, kernelHeight!, options.strideH, options.dilationHFactor),
    ...samePadding(width, kernelWidth!, options.strideW, options.dilationWFactor),
    ...[0, 0],
  ];
}

const merge: Rule = (op, around) => {
  const options = convolutionOptions(op);
  const pad = around.producer(op.inputs[0]);
  if (options?.padding !== 'VALID' || pad?.code !== 'PAD') return undefined;
  const input = pad.inputs[0]!;
  if (intsOf(pad.inputs[1])?.join() !== samePaddings(op, input)?.join()) return undefined;
  const output = op.outputs[0]!;
  return replaceBy(op, {
    ...op,
    inputs: [input, ...op.inputs.slice(1)],
    outputs: [renamed(output, namedAfter(output, pad.inputs[1]!, pad.outputs[0]!))],
    options: { ...options, padding: 'SAME' },
    sources: sourcesOf(op, pad),
  });
};

export const mergePadding: Pass = {
  name: 'merge padding into convolutions',
  about: 'A PAD that adds what SAME would add becomes the padding of the convolution after it.',
  run: (graph) => rewrite(graph, merge),
};
