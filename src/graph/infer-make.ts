/** Ops that make tensors from sizes: shapes themselves, ranges, fills. */
import { type } from './attr-declaration';
import {
  declare,
  declareMany,
  FLOATS,
  INDEX,
  NUMBERS,
  type InferContext,
  type OpDeclaration,
} from './declaration';
import type { Shape } from './graph';
import { requireRank, ShapeError } from './shapes';

/** Sizes given by an input; none may be negative. */
export function inferSizes(node: InferContext, input = 0): Shape {
  const sizes = node.sizes(input);
  const negative = sizes.find((size) => size !== null && size < 0);
  if (negative !== undefined) throw new ShapeError(`Dimension ${negative} must be >= 0`);
  return sizes;
}

function inferRange(node: InferContext): Shape {
  const [start, limit, delta] = [0, 1, 2].map((i) => {
    requireRank(node.shape(i), 0);
    return node.constant(i)?.[0];
  });
  if (start === undefined || limit === undefined || delta === undefined) return [null];
  if (delta === 0) throw new ShapeError('Requires delta != 0');
  if ((limit - start) * delta < 0)
    throw new ShapeError(
      `Requires start ${delta > 0 ? '<=' : '>='} limit when delta ${delta > 0 ? '>' : '<'} 0: ${start}/${limit}`,
    );
  return [Math.ceil((limit - start) / delta)];
}

const OUT_TYPE = { T: type(), out_type: type(INDEX, 'int32') };

export const MAKING: Readonly<Record<string, OpDeclaration>> = {
  Shape: declare('input:T -> output:out_type', OUT_TYPE, (node) => [node.shape(0).length]),
  ShapeN: declareMany('input:T*N -> output:out_type*N', OUT_TYPE, (node) =>
    node.inputs.map(({ shape }) => [shape.length]),
  ),
  Size: declare('input:T -> output:out_type', OUT_TYPE, () => []),
  Rank: declare('input:T -> output:int32', { T: type() }, () => []),
  Range: declare(
    'start:Tidx limit:Tidx delta:Tidx -> output:Tidx',
    { Tidx: type(NUMBERS.filter((dtype) => dtype !== 'uint8')) },
    inferRange,
  ),
  LinSpace: declare(
    'start:T stop:T num:Tidx -> output:T',
    { T: type(FLOATS), Tidx: type(INDEX) },
    (node) => {
      for (const i of [0, 1, 2]) requireRank(node.shape(i), 0);
      const count = node.constant(2)?.[0] ?? null;
      if (count !== null && count <= 0) throw new ShapeError(`Requires num > 0: ${count}`);
      return [count];
    },
  ),
  Fill: declare(
    'dims:index_type value:T -> output:T',
    { T: type(), index_type: type(INDEX) },
    (node) => {
      requireRank(node.shape(1), 0);
      return inferSizes(node);
    },
  ),
};
