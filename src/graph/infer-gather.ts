/** Ops that look elements up by index, or put them where an index says. */
import { bool, int, text, type } from './attr-declaration';
import { declare, INDEX, type InferContext, type OpDeclaration } from './declaration';
import type { Shape } from './graph';
import { inferSizes } from './infer-make';
import { mergeShapes, positiveAxis, requireRankAtLeast, ShapeError } from './shapes';

function inferGather(node: InferContext): Shape {
  const [params, indices] = [node.shape(0), node.shape(1)];
  const isOld = node.inputs.length === 2;
  const axis = isOld ? 0 : node.constant(2)?.[0];
  const asked = (node.attrs['batch_dims'] as number | undefined) ?? 0;
  const batch = asked < 0 ? asked + indices.length : asked;
  if (batch < 0 || batch > indices.length)
    throw new ShapeError(
      `batch_dims (${asked}) must be at most the rank of indices (${indices.length})`,
    );
  requireRankAtLeast(params, 1);
  if (axis === undefined) return [...params.slice(1), ...indices.slice(batch)].map(() => null);
  requireRankAtLeast(params, axis < 0 ? -axis : axis + 1);
  const at = positiveAxis(axis, params.length);
  if (batch > at)
    throw new ShapeError(`batch_dims (${batch}) must be less than or equal to axis (${at})`);
  const shared = mergeShapes(params.slice(0, batch), indices.slice(0, batch));
  return [...shared, ...params.slice(batch, at), ...indices.slice(batch), ...params.slice(at + 1)];
}

/** Length of the index tuples in the last dimension. */
function tupleLength(indices: Shape, params: Shape): number {
  requireRankAtLeast(indices, 1);
  const length = indices.at(-1)!;
  if (length === null)
    throw new ShapeError('The last dimension of indices must be known before the graph runs');
  if (length > params.length)
    throw new ShapeError(
      `indices.shape[-1] must be <= params.rank, but saw indices.shape[-1] = ${length} and params.rank = ${params.length}`,
    );
  return length;
}

function inferGatherNd(node: InferContext): Shape {
  const [params, indices] = [node.shape(0), node.shape(1)];
  return [...indices.slice(0, -1), ...params.slice(tupleLength(indices, params))];
}

/** Checks that the updates fit. @param shape of what they are put into */
function scattered(indices: Shape, updates: Shape, shape: Shape): Shape {
  mergeShapes(updates, [...indices.slice(0, -1), ...shape.slice(tupleLength(indices, shape))]);
  return shape;
}

const inferTensorScatter = (node: InferContext): Shape =>
  scattered(node.shape(1), node.shape(2), node.shape(0));

function inferOneHot(node: InferContext): Shape {
  const indices = node.shape(0);
  const depth = node.constant(1)?.[0] ?? null;
  const axis = node.attrs['axis'] as number;
  if (axis < -1 || axis > indices.length)
    throw new ShapeError(
      `Expected axis to be -1 or between [0, ${indices.length}].  But received: ${axis}`,
    );
  if (depth !== null && depth < 0)
    throw new ShapeError(`depth must be non-negative, got: ${depth}`);
  const at = axis < 0 ? indices.length : axis;
  return [...indices.slice(0, at), depth, ...indices.slice(at)];
}

const ANY_INDEX = type([...INDEX, 'int16']);
const BAD_INDICES = { bad_indices_policy: text('') };
const SCATTER = { T: type(), Tindices: type([...INDEX, 'int16', 'uint16']), ...BAD_INDICES };

export const GATHERING: Readonly<Record<string, OpDeclaration>> = {
  Gather: declare(
    'params:Tparams indices:Tindices -> output:Tparams',
    { Tparams: type(), Tindices: type(INDEX), validate_indices: bool(true) },
    inferGather,
  ),
  GatherV2: declare(
    'params:Tparams indices:Tindices axis:Taxis -> output:Tparams',
    { Tparams: type(), Tindices: ANY_INDEX, Taxis: type(INDEX), batch_dims: int(0) },
    inferGather,
  ),
  GatherNd: declare(
    'params:Tparams indices:Tindices -> output:Tparams',
    { Tparams: type(), Tindices: ANY_INDEX, ...BAD_INDICES },
    inferGatherNd,
  ),
  ScatterNd: declare(
    'indices:Tindices updates:T shape:Tindices -> output:T',
    { T: type(), Tindices: ANY_INDEX, ...BAD_INDICES },
    (node) => scattered(node.shape(0), node.shape(1), inferSizes(node, 2)),
  ),
  TensorScatterUpdate: declare(
    'tensor:T indices:Tindices updates:T -> output:T',
    SCATTER,
    inferTensorScatter,
  ),
  OneHot: declare(
    'indices:TI depth:int32 on_value:T off_value:T -> output:T',
    { TI: type(['uint8', 'int8', 'int32', 'int64']), T: type(), axis: int(-1) },
    inferOneHot,
  ),
};
