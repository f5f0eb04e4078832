/**
 * What tracing could not check because a size was open, checked before a kernel allocates: do the shapes that have now
 * come fit, and does the result fit into memory?
 */
import { ValueError } from '#errors';
import { checkSizes, type GraphNode, type InferContext, OPS, type Shape, ShapeError } from '#graph';
import { NDArray } from '#tensor';
import type { OpCall, Value } from './call';

/** What was found for a node, and for which inputs. */
interface Checked {
  readonly inputs: readonly (NDArray | readonly number[])[];
  readonly shapes: readonly Shape[];
}

export class ShapeChecker {
  /** A batch is mostly like the one before. */
  readonly #last = new Map<GraphNode, Checked>();

  /**
   * Shapes of the node's outputs, as far as they are known before it runs.
   * @throws ValueError, with TensorFlow's sentence, when shapes do not fit or the result would be too large
   */
  shapes(call: OpCall): readonly Shape[] {
    const last = this.#last.get(call.node);
    if (last?.inputs.every((input, i) => isSame(input, call.inputs[i]!))) return last.shapes;
    const shapes = inferShapes(call);
    const inputs = call.inputs.map((value) => (value instanceof NDArray ? value : value.shape));
    this.#last.set(call.node, { inputs, shapes });
    return shapes;
  }
}

function isSame(before: NDArray | readonly number[], value: Value): boolean {
  if (before instanceof NDArray || value instanceof NDArray) return before === value;
  return (
    before.length === value.shape.length && before.every((dim, axis) => dim === value.shape[axis])
  );
}

function inferShapes(call: OpCall): readonly Shape[] {
  const { node } = call;
  const declaration = OPS.get(node.op);
  const traced = node.outputs.map(({ shape }) => shape);
  const given = node.inputs.map((ref) => ref.node.outputs[ref.index]!.shape);
  if (!declaration || [...given, ...traced].every((shape) => !shape.includes(null))) return traced;
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
