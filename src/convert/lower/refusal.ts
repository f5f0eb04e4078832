/** Nodes that no TFLite op does the work of. */
import { PythonError } from '#errors';
import type { GraphNode, TensorSpec } from '#graph';

/** Why one node has no place in a `.tflite` file. */
export class Refusal extends Error {
  readonly node: GraphNode;
  /** Absent where there simply is no builtin op. */
  readonly reason: string | undefined;

  constructor(node: GraphNode, reason?: string) {
    super(reason ?? `${node.op} has no TFLite op`);
    this.node = node;
    this.reason = reason;
  }
}

/** TensorFlow's own name for what a conversion ends with when ops are left over. */
export class ConverterError extends PythonError {
  override readonly name = 'ConverterError';
}

/** One error for all nodes that were refused. */
export function refusedError(refusals: readonly Refusal[]): ConverterError {
  const ops = [...new Set(refusals.map(({ node }) => node.op))].sort();
  const lines = refusals.map(
    ({ node, reason }) => `\t${describe(node)}${reason ? `: ${reason}` : ''}`,
  );
  const [first] = refusals;
  return new ConverterError(
    `Some ops are not supported by the native TFLite runtime, you can enable TF kernels fallback using TF Select. See instructions: https://www.tensorflow.org/lite/guide/ops_select \nTF Select ops: ${ops.join(', ')}\nDetails:\n${lines.join('\n')}`,
    {
      place: first!.node.name,
      hint: 'TF Select needs a runtime with TensorFlow in it, which no browser has: use a layer or function that TFLite has an op for.',
    },
  );
}

/** `tf.Erfc(tensor<?x8xf32>) -> (tensor<?x8xf32>) in functional/dense/Erfc`. */
function describe({ op, inputs, outputs, name }: GraphNode): string {
  const operands = inputs.map(({ node, index }) => typeText(node.outputs[index]!));
  return `tf.${op}(${operands.join(', ')}) -> (${outputs.map(typeText).join(', ')}) in ${name}`;
}

/** As TensorFlow's compiler writes types. */
function typeText({ dtype, shape }: TensorSpec): string {
  const element = dtype
    .replace('float', 'f')
    .replace('uint', 'ui')
    .replace(/^int/, 'i')
    .replace('bool', 'i1');
  return `tensor<${[...shape.map((dim) => dim ?? '?'), element].join('x')}>`;
}
