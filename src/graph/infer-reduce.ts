/** Ops that fold dimensions away. */
import {
  declare,
  INDEX,
  like,
  NUMBERS,
  typeAttr,
  type InferContext,
  type OpDeclaration,
} from './declaration';
import type { Shape } from './graph';
import { ShapeError } from './shapes';

function reducedShape(node: InferContext): Shape {
  const input = node.shape(0);
  const axes = node.constant(1);
  const keep = node.attrs['keep_dims'] === true;
  if (!axes) return keep ? input.map(() => null) : input.slice((node.shape(1)[0] ?? 1) as number);
  const reduced = new Set(axes.map((axis) => reductionAxis(axis, input.length)));
  if (keep) return input.map((dim, i) => (reduced.has(i) ? 1 : dim));
  return input.filter((_, i) => !reduced.has(i));
}

function reductionAxis(axis: number, rank: number): number {
  if (axis >= rank || axis < -rank)
    throw new ShapeError(`Invalid reduction dimension ${axis} for input with ${rank} dimensions.`);
  return axis < 0 ? axis + rank : axis;
}

const reduction = declare(
  'input:T reduction_indices:Tidx',
  { T: NUMBERS, Tidx: INDEX },
  { keep_dims: false },
  (node) => like(node, reducedShape(node)),
);

const logical = declare(
  'input:bool reduction_indices:Tidx',
  { Tidx: INDEX },
  { keep_dims: false },
  (node) => like(node, reducedShape(node)),
);

function inferArgMax(node: InferContext) {
  const input = node.shape(0);
  const dtype = typeAttr(node.attrs, 'output_type');
  const axis = node.constant(1)?.[0];
  if (axis === undefined) return { dtype, shape: input.slice(1).map(() => null) };
  const rank = input.length;
  if (axis >= rank || axis < -rank)
    throw new ShapeError(
      `Dimension (${axis}) must be in the range [${-rank}, ${rank}), where ${rank} is the number of dimensions in the input.`,
    );
  return { dtype, shape: input.filter((_, i) => i !== (axis + rank) % rank) };
}

export const REDUCTIONS: Readonly<Record<string, OpDeclaration>> = {
  Mean: reduction,
  Sum: reduction,
  Max: reduction,
  Min: reduction,
  Prod: reduction,
  All: logical,
  Any: logical,
  ArgMax: declare(
    'input:T dimension:Tidx',
    {
      T: [...NUMBERS, 'bool'],
      Tidx: [...INDEX, 'int16'],
      output_type: [...INDEX, 'int16', 'uint16'],
    },
    { output_type: { type: 'int64' } },
    inferArgMax,
  ),
};
