/** Ops that move elements without computing: reshaping, joining, padding. */
import { declare, INDEX, like, type InferContext, type OpDeclaration } from './declaration';
import { elementCount, printShape, requireRank, ShapeError } from './shapes';

/** Fills in the one unknown of a Reshape's target where the element count decides it. */
function inferReshape(node: InferContext) {
  const target = node.sizes(1).map((dim) => (dim === -1 ? null : dim));
  const total = elementCount(node.shape(0));
  const known = target.reduce<number>((product, dim) => product * (dim ?? 1), 1);
  const unknowns = target.filter((dim) => dim === null).length;
  if (total === null || unknowns > 1) return like(node, target);
  if (unknowns === 0) {
    if (known !== total)
      throw new ShapeError(
        `Cannot reshape a tensor with ${total} elements to shape ${printShape(target)} (${known} elements)`,
      );
    return like(node, target);
  }
  if (known === 0 || total % known !== 0)
    throw new ShapeError(`Dimension size must be evenly divisible by ${known} but is ${total}`);
  return like(
    node,
    target.map((dim) => dim ?? total / known),
  );
}

function inferSqueeze(node: InferContext) {
  const input = node.shape(0);
  const dims = node.attrs['squeeze_dims'] as readonly number[];
  const squeezed = new Set(dims.map((dim) => (dim < 0 ? dim + input.length : dim)));
  const gone = (dim: number | null, i: number) => (dims.length ? squeezed.has(i) : dim === 1);
  input.forEach((dim, i) => {
    if (squeezed.has(i) && dim !== null && dim !== 1)
      throw new ShapeError(`Can not squeeze dim[${i}], expected a dimension of 1, got ${dim}`);
  });
  return like(
    node,
    input.filter((dim, i) => !gone(dim, i)),
  );
}

function inferExpandDims(node: InferContext) {
  const input = node.shape(0);
  const dim = node.constant(1)?.[0];
  if (dim === undefined)
    return like(
      node,
      [...input, null].map(() => null),
    );
  if (dim > input.length || dim < -input.length - 1)
    throw new ShapeError(`dim ${dim} not in the interval [${-input.length - 1}, ${input.length}].`);
  const at = dim < 0 ? dim + input.length + 1 : dim;
  return like(node, [...input.slice(0, at), 1, ...input.slice(at)]);
}

function inferTranspose(node: InferContext) {
  const input = node.shape(0);
  const length = node.shape(1)[0]!;
  if (length !== null && length !== input.length)
    throw new ShapeError(`Dimension must be ${input.length} but is ${length}`);
  const perm = node.constant(1);
  if (!perm)
    return like(
      node,
      input.map(() => null),
    );
  return like(
    node,
    perm.map((from) => {
      if (from < -input.length || from >= input.length)
        throw new ShapeError(`perm dim ${from} is out of range of input rank ${input.length}`);
      return input.at(from)!;
    }),
  );
}

function inferPad(node: InferContext) {
  const input = node.shape(0);
  const rows = node.shape(1)[0] ?? input.length;
  requireRank(input, rows);
  const paddings = node.constant(1);
  return like(
    node,
    input.map((dim, i) =>
      dim === null || !paddings ? null : dim + paddings[2 * i]! + paddings[2 * i + 1]!,
    ),
  );
}

function inferTile(node: InferContext) {
  const input = node.shape(0);
  const multiples = node.sizes(1);
  requireRank(input, multiples.length);
  return like(
    node,
    input.map((dim, i) => (dim === null || multiples[i] === null ? null : dim * multiples[i]!)),
  );
}

export const LAYOUT: Readonly<Record<string, OpDeclaration>> = {
  Reshape: declare('tensor:T shape:Tshape', { T: null, Tshape: INDEX }, {}, inferReshape),
  Squeeze: declare('input:T', { T: null }, { squeeze_dims: [] }, inferSqueeze),
  ExpandDims: declare('input:T dim:Tdim', { T: null, Tdim: INDEX }, {}, inferExpandDims),
  Transpose: declare('x:T perm:Tperm', { T: null, Tperm: INDEX }, {}, inferTranspose),
  Pad: declare('input:T paddings:Tpaddings', { T: null, Tpaddings: INDEX }, {}, inferPad),
  Tile: declare('input:T multiples:Tmultiples', { T: null, Tmultiples: INDEX }, {}, inferTile),
  Shape: declare(
    'input:T',
    { T: null, out_type: INDEX },
    { out_type: { type: 'int32' } },
    (node) => ({
      dtype: (node.attrs['out_type'] as { type: 'int32' | 'int64' }).type,
      shape: [node.shape(0).length],
    }),
  ),
};
