/** Ops that move elements without computing: reshaping, turning, padding. */
import { ints, listAttr, text, type } from './attr-declaration';
import { declare, INDEX, NUMBERS, type InferContext, type OpDeclaration } from './declaration';
import type { Shape } from './graph';
import {
  broadcastShapes,
  elementCount,
  fitsShape,
  positiveAxis,
  printShape,
  requireRank,
  requireRankAtLeast,
  ShapeError,
} from './shapes';

/** Fills in the one unknown of a Reshape's target where the element count decides it. */
function inferReshape(node: InferContext): Shape {
  const target = node.sizes(1).map((dim) => (dim === -1 ? null : dim));
  const negative = target.find((dim) => dim !== null && dim < 0);
  if (negative !== undefined) throw new ShapeError(`Dimension ${negative} must be >= -1`);
  const total = elementCount(node.shape(0));
  const known = target.reduce<number>((product, dim) => product * (dim ?? 1), 1);
  const unknowns = target.filter((dim) => dim === null).length;
  if (total === null || unknowns > 1) return target;
  if (unknowns === 0) {
    if (known !== total)
      throw new ShapeError(
        `Cannot reshape a tensor with ${total} elements to shape ${printShape(target)} (${known} elements)`,
      );
    return target;
  }
  if (known === 0 || total % known !== 0)
    throw new ShapeError(`Dimension size must be evenly divisible by ${known} but is ${total}`);
  return target.map((dim) => dim ?? total / known);
}

function inferSqueeze(node: InferContext): Shape {
  const input = node.shape(0);
  const dims = listAttr(node.attrs, 'squeeze_dims');
  const squeezed = new Set(dims.map((dim) => positiveAxis(dim, input.length)));
  const gone = (dim: number | null, i: number) => (dims.length ? squeezed.has(i) : dim === 1);
  input.forEach((dim, i) => {
    if (squeezed.has(i) && dim !== null && dim !== 1)
      throw new ShapeError(`Can not squeeze dim[${i}], expected a dimension of 1, got ${dim}`);
  });
  return input.filter((dim, i) => !gone(dim, i));
}

function inferExpandDims(node: InferContext): Shape {
  const input = node.shape(0);
  const dim = node.constant(1)?.[0];
  if (dim === undefined) return [...input, null].map(() => null);
  if (dim > input.length || dim < -input.length - 1)
    throw new ShapeError(`dim ${dim} not in the interval [${-input.length - 1}, ${input.length}].`);
  const at = dim < 0 ? dim + input.length + 1 : dim;
  return [...input.slice(0, at), 1, ...input.slice(at)];
}

function inferTranspose(node: InferContext): Shape {
  const input = node.shape(0);
  const length = node.shape(1)[0]!;
  if (length !== null && length !== input.length)
    throw new ShapeError(`Dimension must be ${input.length} but is ${length}`);
  const perm = node.constant(1);
  if (!perm) return input.map(() => null);
  const axes = perm.map((from) => {
    if (from < -input.length || from >= input.length)
      throw new ShapeError(`perm dim ${from} is out of range of input rank ${input.length}`);
    return from < 0 ? from + input.length : from;
  });
  if (new Set(axes).size < axes.length)
    throw new ShapeError(`perm [${perm.join(',')}] is not a permutation`);
  return axes.map((from) => input[from]!);
}

function inferPad(node: InferContext): Shape {
  const input = node.shape(0);
  requireRank(input, node.shape(1)[0] ?? input.length);
  const paddings = node.constant(1);
  if (paddings?.some((padding) => padding < 0))
    throw new ShapeError('Paddings must be non-negative');
  return input.map((dim, i) =>
    dim === null || !paddings ? null : dim + paddings[2 * i]! + paddings[2 * i + 1]!,
  );
}

function inferMirrorPad(node: InferContext): Shape {
  const margin = node.attrs['mode'] === 'REFLECT' ? 1 : 0;
  const paddings = node.constant(1) ?? [];
  paddings.forEach((padding, i) => {
    const dim = node.shape(0)[Math.floor(i / 2)] ?? null;
    if (dim !== null && padding > dim - margin)
      throw new ShapeError(
        `paddings must be no greater than the dimension size: ${padding} greater than ${dim - margin}`,
      );
  });
  return inferPad(node);
}

function inferTile(node: InferContext): Shape {
  const input = node.shape(0);
  const multiples = node.sizes(1);
  requireRank(input, multiples.length);
  return input.map((dim, i) =>
    dim === null || multiples[i] === null ? null : dim * multiples[i]!,
  );
}

function inferBroadcastTo(node: InferContext): Shape {
  const [input, target] = [node.shape(0), node.sizes(1)];
  const shape = broadcastShapes(input, target);
  if (!fitsShape(shape, target))
    throw new ShapeError(
      `Incompatible shapes: ${printShape(input)} cannot be broadcast to ${printShape(target)}`,
    );
  return target;
}

function inferReverse(node: InferContext): Shape {
  for (const axis of node.constant(1) ?? []) positiveAxis(axis, node.shape(0).length);
  return node.shape(0);
}

const PADDINGS = { T: type(), Tpaddings: type(INDEX) };

export const LAYOUT: Readonly<Record<string, OpDeclaration>> = {
  Reshape: declare(
    'tensor:T shape:Tshape -> output:T',
    { T: type(), Tshape: type(INDEX) },
    inferReshape,
  ),
  Squeeze: declare('input:T -> output:T', { T: type(), squeeze_dims: ints([]) }, inferSqueeze),
  ExpandDims: declare(
    'input:T dim:Tdim -> output:T',
    { T: type(), Tdim: type(INDEX) },
    inferExpandDims,
  ),
  Transpose: declare('x:T perm:Tperm -> y:T', { T: type(), Tperm: type(INDEX) }, inferTranspose),
  Pad: declare('input:T paddings:Tpaddings -> output:T', PADDINGS, inferPad),
  PadV2: declare('input:T paddings:Tpaddings constant_values:T -> output:T', PADDINGS, inferPad),
  MirrorPad: declare(
    'input:T paddings:Tpaddings -> output:T',
    { ...PADDINGS, mode: text() },
    inferMirrorPad,
  ),
  Tile: declare(
    'input:T multiples:Tmultiples -> output:T',
    { T: type(), Tmultiples: type(INDEX) },
    inferTile,
  ),
  BroadcastTo: declare(
    'input:T shape:Tidx -> output:T',
    { T: type(), Tidx: type(INDEX) },
    inferBroadcastTo,
  ),
  ReverseV2: declare(
    'tensor:T axis:Tidx -> output:T',
    { T: type([...NUMBERS, 'bool']), Tidx: type(INDEX) },
    inferReverse,
  ),
  Roll: declare(
    'input:T shift:Tshift axis:Taxis -> output:T',
    { T: type(), Tshift: type(INDEX), Taxis: type(INDEX) },
    (node) => {
      requireRankAtLeast(node.shape(0), 1);
      for (const axis of node.constant(2) ?? []) positiveAxis(axis, node.shape(0).length);
      return node.shape(0);
    },
  ),
  MatrixBandPart: declare(
    'input:T num_lower:Tindex num_upper:Tindex -> band:T',
    { T: type(), Tindex: type(INDEX) },
    (node) => {
      requireRankAtLeast(node.shape(0), 2);
      return node.shape(0);
    },
  ),
};
