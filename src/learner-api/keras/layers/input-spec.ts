/** What a layer demands of its inputs, and Keras's messages when it does not get it. */
import { ValueError } from '#errors';
import type { Shape } from '#graph';
import { formatShape } from '../../python/shape';

export interface InputSpec {
  readonly ndim?: number;
  readonly min_ndim?: number;
  readonly max_ndim?: number;
  /** Axis (negative counts from the end) → size that it must have. */
  readonly axes?: Readonly<Record<number, number>>;
  readonly shape?: Shape;
  /** A last dimension of 1 may be there or not. */
  readonly allow_last_axis_squeeze?: boolean;
  readonly name?: string;
}

/** @throws ValueError when the number of inputs or a shape does not fit */
export function assertInputCompatibility(
  specs: readonly InputSpec[] | undefined,
  shapes: readonly Shape[],
  layerName: string,
): void {
  if (!specs) return;
  if (shapes.length !== specs.length)
    throw new ValueError(
      `Layer "${layerName}" expects ${specs.length} input(s), but it received ${shapes.length} input tensors. ` +
        `Inputs received: [${shapes.map(formatShape).join(', ')}]`,
    );
  specs.forEach((spec, i) => {
    const problem = findProblem(spec, shapes[i]!);
    if (problem)
      throw new ValueError(
        `Input ${i} with name '${spec.name ?? 'None'}' of layer '${layerName}' is incompatible with the layer: ${problem}`,
      );
  });
}

function findProblem(spec: InputSpec, shape: Shape): string | undefined {
  const ndim = shape.length;
  const full = `Full shape received: ${formatShape(shape)}`;
  if (spec.ndim !== undefined && ndim !== spec.ndim)
    return `expected ndim=${spec.ndim}, found ndim=${ndim}. ${full}`;
  if (spec.max_ndim !== undefined && ndim > spec.max_ndim)
    return `expected max_ndim=${spec.max_ndim}, found ndim=${ndim}`;
  if (spec.min_ndim !== undefined && ndim < spec.min_ndim)
    return `expected min_ndim=${spec.min_ndim}, found ndim=${ndim}. ${full}`;
  return findAxisProblem(spec, shape) ?? findShapeProblem(spec, shape);
}

function findAxisProblem({ axes = {} }: InputSpec, shape: Shape): string | undefined {
  for (const [axis, size] of Object.entries(axes)) {
    const dim = shape.at(Number(axis));
    if (dim === null || dim === size) continue;
    return `expected axis ${axis} of input shape to have value ${size}, but received input with shape ${formatShape(shape)}`;
  }
  return undefined;
}

function findShapeProblem(spec: InputSpec, received: Shape): string | undefined {
  if (!spec.shape) return undefined;
  const squeeze = (shape: Shape) =>
    spec.allow_last_axis_squeeze && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
  const [wanted, shape] = [squeeze(spec.shape), squeeze(received)];
  const fits = wanted.every((dim, i) => {
    const other = shape[i];
    return dim === null || other === null || other === undefined || dim === other;
  });
  return fits
    ? undefined
    : `expected shape=${formatShape(spec.shape)}, found shape=${formatShape(shape)}`;
}
