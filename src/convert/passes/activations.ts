import type { Activation, BuiltinOperator } from '#formats/tflite';
import type { LiteOp, Pass } from '../lite/graph';
import { activationOf, namedAfter, withActivation } from '../lite/ops';
import { replaceBy, rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { renamed } from '../lite/tensors';

const ACTIVATIONS: Partial<Record<BuiltinOperator, Activation>> = {
  RELU: 'RELU',
  RELU6: 'RELU6',
  RELU_N1_TO_1: 'RELU_N1_TO_1',
};

/** As in TensorFlow: not CONCATENATION, and TRANSPOSE_CONV only through the ADD of its bias. */
const HOSTS: readonly BuiltinOperator[] = [
  'CONV_2D',
  'DEPTHWISE_CONV_2D',
  'FULLY_CONNECTED',
  'ADD',
  'SUB',
  'MUL',
  'DIV',
  'AVERAGE_POOL_2D',
  'MAX_POOL_2D',
];

const fuse: Rule = (op, around) => {
  const activation = ACTIVATIONS[op.code];
  const host: LiteOp | undefined = activation && around.producer(op.inputs[0]);
  if (!host || !HOSTS.includes(host.code) || activationOf(host) !== 'NONE') return undefined;
  if (!around.hasOneUse(host.outputs[0]!) || op.outputs[0]!.dtype !== 'float32') return undefined;
  const [mine, its] = [op.outputs[0]!, host.outputs[0]!];
  const name = host.code === 'FULLY_CONNECTED' ? namedAfter(its, mine) : namedAfter(mine, its);
  return replaceBy(op, {
    ...withActivation(host, activation!),
    outputs: [renamed(host.outputs[0]!, name)],
    sources: sourcesOf(host, op),
  });
};

export const fuseActivations: Pass = {
  name: 'fuse activations',
  about: 'RELU, RELU6 and RELU_N1_TO_1 are done by the op before, if nobody else reads its result.',
  run: (graph) => rewrite(graph, fuse),
};
