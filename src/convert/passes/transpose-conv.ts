import type { BuiltinOperator } from '#formats/tflite';
import type { LiteOp, Pass } from '../lite/graph';
import { activationOf, withActivation } from '../lite/ops';
import { replaceBy, rewrite, type Rule } from '../lite/rewrite';
import { renamed } from '../lite/tensors';

const separate: Rule = (op) => {
  const activation = op.code === 'TRANSPOSE_CONV' ? activationOf(op) : 'NONE';
  if (!activation || activation === 'NONE') return undefined;
  const output = op.outputs[0]!;
  const plain = {
    ...withActivation(op, 'NONE'),
    outputs: [renamed(output, `${output.name}/plain`)],
  };
  const after: LiteOp = {
    code: activation as BuiltinOperator,
    inputs: plain.outputs,
    outputs: [renamed(output, output.name)],
    sources: op.sources,
  };
  return replaceBy(op, plain, after);
};

export const separateActivations: Pass = {
  name: 'separate activations of transposed convolutions',
  about:
    'TRANSPOSE_CONV with an activation is version 4, which tfjs-tflite refuses: the activation stays an op.',
  run: (graph) => rewrite(graph, separate),
};
