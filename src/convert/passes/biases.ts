import { floatConstant } from '../lite/tensors';
import type { LiteGraph, LiteOp, LiteTensor, Pass } from '../lite/graph';

const isConvolution = ({ code }: LiteOp): boolean =>
  code === 'CONV_2D' || code === 'DEPTHWISE_CONV_2D';

const needsBias = (op: LiteOp): boolean => isConvolution(op) && !op.inputs[2];

const channelsOf = (op: LiteOp): number => op.outputs[0]!.shape.at(-1)!;

/** One constant for all biases of a size, named after the convolution if there is only one of that size. */
function addBiases(graph: LiteGraph): LiteGraph {
  if (!graph.ops.some(needsBias)) return graph;
  const convolutions = graph.ops.filter(isConvolution);
  const zeros = new Map<number, LiteTensor>();
  const zerosFor = (op: LiteOp): LiteTensor => {
    const channels = channelsOf(op);
    const found = zeros.get(channels);
    if (found) return found;
    const isOnly = convolutions.filter((other) => channelsOf(other) === channels).length === 1;
    const name = isOnly ? op.outputs[0]!.name : 'arith.constant';
    const made = floatConstant(name, new Float32Array(channels), [channels]);
    zeros.set(channels, made);
    return made;
  };
  const withBias = (op: LiteOp): LiteOp =>
    needsBias(op) ? { ...op, inputs: [op.inputs[0]!, op.inputs[1]!, zerosFor(op)] } : op;
  return { ...graph, ops: graph.ops.map(withBias) };
}

export const giveBiases: Pass = {
  name: 'give convolutions a bias',
  about:
    'CONV_2D and DEPTHWISE_CONV_2D without one get zeros: several runtimes want all three inputs.',
  run: addBiases,
};
