/** Ops that join tensors or cut them into parts. */
import { int, type } from './attr-declaration';
import { declare, declareMany, INDEX, type InferContext, type OpDeclaration } from './declaration';
import type { Shape } from './graph';
import { mergeShapes, positiveAxis, requireRank, requireRankAtLeast, ShapeError } from './shapes';

/** @param axisAt where the axis stands among the inputs */
function inferConcat(node: InferContext, axisAt: number): Shape {
  const shapes = node.inputs.map(({ shape }) => shape).filter((_, i) => i !== axisAt);
  const [first, ...rest] = shapes as [Shape, ...Shape[]];
  for (const shape of rest) requireRank(shape, first.length);
  const axis = node.constant(axisAt)?.[0];
  if (axis === undefined) return first.map(() => null);
  requireRankAtLeast(first, axis < 0 ? -axis : axis + 1);
  const at = axis < 0 ? axis + first.length : axis;
  return rest.reduce((joined, shape) => joinShapes(joined, shape, at), first);
}

function joinShapes(a: Shape, b: Shape, axis: number): Shape {
  const without = (shape: Shape) => shape.filter((_, i) => i !== axis);
  const merged = [...mergeShapes(without(a), without(b))];
  const [left, right] = [a[axis]!, b[axis]!];
  merged.splice(axis, 0, left === null || right === null ? null : left + right);
  return merged;
}

function inferPack(node: InferContext): Shape {
  const shapes = node.inputs.map(({ shape }) => shape);
  for (const shape of shapes) requireRank(shape, shapes[0]!.length);
  const shape = shapes.reduce(mergeShapes);
  const at = positiveAxis(node.attrs['axis'] as number, shape.length + 1);
  return [...shape.slice(0, at), shapes.length, ...shape.slice(at)];
}

const MOST_PARTS = 1 << 16;

function partCount(node: InferContext, attr: string): number {
  const count = node.attrs[attr] as number;
  if (count < (attr === 'num' ? 0 : 1) || count > MOST_PARTS)
    throw new ShapeError(`Attr ${attr} must lie between 1 and ${MOST_PARTS}, but is ${count}`);
  return count;
}

function inferUnpack(node: InferContext): Shape[] {
  const value = node.shape(0);
  const count = partCount(node, 'num');
  requireRankAtLeast(value, 1);
  const axis = positiveAxis(node.attrs['axis'] as number, value.length);
  const dim = value[axis]!;
  if (dim !== null && dim !== count)
    throw new ShapeError(`Dimension must be ${count} but is ${dim}`);
  return Array.from({ length: count }, () => value.filter((_, i) => i !== axis));
}

function inferSplit(node: InferContext): Shape[] {
  const value = node.shape(1);
  const count = partCount(node, 'num_split');
  requireRankAtLeast(value, 1);
  const axis = node.constant(0)?.[0];
  if (axis === undefined) return Array.from({ length: count }, () => value.map(() => null));
  const at = positiveAxis(axis, value.length);
  const dim = value[at]!;
  if (dim !== null && dim % count !== 0)
    throw new ShapeError(
      `Number of ways to split should evenly divide the split dimension, but got split_dim ${at} (size = ${dim}) and num_split ${count}`,
    );
  const part = value.map((size, i) => (i === at && size !== null ? size / count : size));
  return Array.from({ length: count }, () => part);
}

function inferSplitV(node: InferContext): Shape[] {
  const value = node.shape(0);
  const count = partCount(node, 'num_split');
  requireRankAtLeast(value, 1);
  const axis = node.constant(2)?.[0];
  const sizes = node.constant(1);
  if (axis === undefined) return Array.from({ length: count }, () => value.map(() => null));
  const at = positiveAxis(axis, value.length);
  const parts = sizes ? splitSizes(sizes, value[at]!) : [];
  if (sizes && sizes.length !== count)
    throw new ShapeError(`size_splits has ${sizes.length} sizes, but num_split is ${count}`);
  return Array.from({ length: count }, (_, part) =>
    value.map((dim, i) => (i === at ? (parts[part] ?? null) : dim)),
  );
}

/** One size may be -1: what the others leave. */
function splitSizes(sizes: readonly number[], dim: number | null): (number | null)[] {
  const known = sizes.filter((size) => size !== -1).reduce((sum, size) => sum + size, 0);
  const guesses = sizes.length - sizes.filter((size) => size !== -1).length;
  const fits = dim === null || (guesses === 1 ? known <= dim : known === dim);
  if (guesses > 1 || !fits || sizes.some((size) => size < -1))
    throw new ShapeError(
      `Determined shape must either match input shape along split_dim exactly if fully specified, or be less than the size of the input along split_dim if not fully specified.  Got: ${known}`,
    );
  return sizes.map((size) => (size === -1 ? (dim === null ? null : dim - known) : size));
}

export const JOINING: Readonly<Record<string, OpDeclaration>> = {
  ConcatV2: declare('values:T*N axis:Tidx -> output:T', { T: type(), Tidx: type(INDEX) }, (node) =>
    inferConcat(node, node.inputs.length - 1),
  ),
  Concat: declare('concat_dim:int32 values:T*N -> output:T', { T: type() }, (node) =>
    inferConcat(node, 0),
  ),
  Pack: declare('values:T*N -> output:T', { T: type(), axis: int(0) }, inferPack),
  Unpack: declareMany(
    'value:T -> output:T*num',
    { T: type(), num: int(), axis: int(0) },
    inferUnpack,
  ),
  Split: declareMany(
    'split_dim:int32 value:T -> output:T*num_split',
    { T: type(), num_split: int() },
    inferSplit,
  ),
  SplitV: declareMany(
    'value:T size_splits:Tlen split_dim:int32 -> output:T*num_split',
    { T: type(), num_split: int(), Tlen: type([...INDEX, 'int8']) },
    inferSplitV,
  ),
};
