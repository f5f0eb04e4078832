import { floatConstant } from '../lite/tensors';
import type { LiteGraph, LiteOp, LiteTensor, Pass } from '../lite/graph';
import { optionsOf } from '../lite/ops';

function needsBias(op: LiteOp): boolean {
  const isConvolution = optionsOf(op, 'Conv2DOptions') ?? optionsOf(op, 'DepthwiseConv2DOptions');
  return isConvolution !== undefined && !op.inputs[2];
}

/** One constant for all biases of a size. */
function addBiases(graph: LiteGraph): LiteGraph {
  if (!graph.ops.some(needsBias)) return graph;
  const zeros = new Map<number, LiteTensor>();
  const zerosOf = (channels: number): LiteTensor => {
    const found = zeros.get(channels);
    if (found) return found;
    const made = floatConstant('arith.constant', new Float32Array(channels), [channels]);
    zeros.set(channels, made);
    return made;
  };
  const withBias = (op: LiteOp): LiteOp =>
    needsBias(op)
      ? { ...op, inputs: [op.inputs[0]!, op.inputs[1]!, zerosOf(op.outputs[0]!.shape.at(-1)!)] }
      : op;
  return { ...graph, ops: graph.ops.map(withBias) };
}

export const giveBiases: Pass = {
  name: 'give convolutions a bias',
  about:
    'CONV_2D and DEPTHWISE_CONV_2D without one get zeros: several runtimes want all three inputs.',
  run: addBiases,
};
