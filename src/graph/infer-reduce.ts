/** Ops that fold dimensions away, or run along one. */
import { bool, type } from './attr-declaration';
import {
  declare,
  declareMany,
  INDEX,
  NUMBERS,
  type InferContext,
  type OpDeclaration,
} from './declaration';
import type { Shape } from './graph';
import { each } from './infer-elementwise';
import { positiveAxis, requireRank, requireRankAtLeast, ShapeError } from './shapes';

function inferReduction(node: InferContext): Shape {
  const input = node.shape(0);
  const axes = node.constant(1);
  const keep = node.attrs['keep_dims'] === true;
  if (!axes) {
    const unknown = input.map(() => null);
    return keep ? unknown : unknown.slice(node.shape(1).length === 0 ? 1 : (node.shape(1)[0] ?? 1));
  }
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
  'input:T reduction_indices:Tidx -> output:T',
  { T: type(NUMBERS), Tidx: type(INDEX), keep_dims: bool(false) },
  inferReduction,
);

const logical = declare(
  'input:bool reduction_indices:Tidx -> output:bool',
  { Tidx: type(INDEX), keep_dims: bool(false) },
  inferReduction,
);

function inferArg(node: InferContext): Shape {
  const input = node.shape(0);
  requireRankAtLeast(input, 1);
  const axis = node.constant(1)?.[0];
  if (axis === undefined) return input.slice(1).map(() => null);
  const rank = input.length;
  if (axis >= rank || axis < -rank)
    throw new ShapeError(
      `Dimension (${axis}) must be in the range [${-rank}, ${rank}), where ${rank} is the number of dimensions in the input.`,
    );
  return input.filter((_, i) => i !== (axis + rank) % rank);
}

const scan = declare(
  'x:T axis:Tidx -> out:T',
  { T: type(NUMBERS), Tidx: type(INDEX), exclusive: bool(false), reverse: bool(false) },
  (node) => {
    const axis = node.constant(1)?.[0];
    if (axis !== undefined) positiveAxis(axis, node.shape(0).length);
    return node.shape(0);
  },
);

function inferTopK(node: InferContext): Shape[] {
  const input = node.shape(0);
  requireRankAtLeast(input, 1);
  requireRank(node.shape(1), 0);
  const k = node.constant(1)?.[0] ?? null;
  const columns = input.at(-1)!;
  if (k !== null && (k < 0 || (columns !== null && columns < k)))
    throw new ShapeError(`input must have last dimension >= k = ${k} but is ${columns ?? '?'}`);
  const shape = [...input.slice(0, -1), k];
  return [shape, shape];
}

const ARG_TYPES = type([...NUMBERS, 'bool']);
const K_TYPES = type([...INDEX, 'int16']);

export const REDUCTIONS: Readonly<Record<string, OpDeclaration>> = {
  ...each('Mean Sum Max Min Prod EuclideanNorm', reduction),
  ...each('All Any', logical),
  ...each('Cumsum Cumprod', scan),
  ArgMax: declare(
    'input:T dimension:Tidx -> output:output_type',
    {
      T: ARG_TYPES,
      Tidx: K_TYPES,
      output_type: type([...INDEX, 'int16', 'uint16'], 'int64'),
    },
    inferArg,
  ),
  ArgMin: declare(
    'input:T dimension:Tidx -> output:output_type',
    { T: ARG_TYPES, Tidx: type(INDEX), output_type: type(INDEX, 'int64') },
    inferArg,
  ),
  TopKV2: declareMany(
    'input:T k:Tk -> values:T indices:index_type',
    {
      T: type(NUMBERS),
      Tk: K_TYPES,
      index_type: type([...INDEX, 'int16'], 'int32'),
      sorted: bool(true),
    },
    inferTopK,
  ),
};
