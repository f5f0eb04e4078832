/**
 * What tracing could not check because a size was open, checked before a kernel allocates: do the shapes that have now
 * come fit, and does the result fit into memory?
 */
import { ValueError } from '#errors';
import { checkSizes, OPS, ShapeError } from '#graph';
import { NDArray } from '#tensor';
import type { OpCall } from './call';

/** @throws ValueError, with TensorFlow's sentence, when the shapes do not fit or the result would be too large */
export function checkShapes(call: OpCall): void {
  const { node, inputs } = call;
  const declaration = OPS.get(node.op);
  if (!declaration || node.outputs.every(({ shape }) => !shape.includes(null))) return;
  const constant = (i: number) => {
    return inputs[i] instanceof NDArray ? call.numbers(i) : undefined;
  };
  try {
    const results = declaration.infer({
      inputs: node.inputs.map((ref, i) => ({
        dtype: ref.node.outputs[ref.index]!.dtype,
        shape: call.shape(i),
      })),
      attrs: node.attrs,
      shape: (i) => call.shape(i),
      constant,
      sizes: (i) => constant(i) ?? new Array<null>(call.shape(i)[0] ?? 0).fill(null),
      variableShape: () => [],
    });
    checkSizes(results);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new ValueError(`${error.message} (${node.op}, ${node.name}).`, { place: node.name });
  }
}
