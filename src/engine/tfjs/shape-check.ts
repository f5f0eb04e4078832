/**
 * What tracing could not check because a size was open, checked before a kernel allocates: do the shapes that have now
 * come fit, and does the result fit into memory?
 */
import { ValueError } from '#errors';
import { checkSizes, type InferContext, OPS, type Shape, ShapeError } from '#graph';
import { NDArray } from '#tensor';
import type { OpCall } from './call';

/**
 * Shapes of the node's outputs, as far as they are known before it runs.
 * @throws ValueError, with TensorFlow's sentence, when shapes do not fit or the result would be too large
 */
export function resultShapes(call: OpCall): readonly Shape[] {
  const { node } = call;
  const declaration = OPS.get(node.op);
  const traced = node.outputs.map(({ shape }) => shape);
  if (!declaration || traced.every((shape) => !shape.includes(null))) return traced;
  try {
    const results = declaration.infer(contextOf(call));
    checkSizes(results);
    return results.map(({ shape }) => shape);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new ValueError(`${error.message} (${node.op}, ${node.name}).`, { place: node.name });
  }
}

function contextOf(call: OpCall): InferContext {
  const constant = (i: number) => (call.inputs[i] instanceof NDArray ? call.numbers(i) : undefined);
  return {
    inputs: call.node.inputs.map((ref, i) => ({
      dtype: ref.node.outputs[ref.index]!.dtype,
      shape: call.shape(i),
    })),
    attrs: call.node.attrs,
    shape: (i) => call.shape(i),
    constant,
    sizes: (i) => constant(i) ?? new Array<null>(call.shape(i)[0] ?? 0).fill(null),
    variableShape: () => [],
  };
}
