/** Ops that join, pick and look up. */
import { declare, INDEX, like, type InferContext, type OpDeclaration } from './declaration';
import type { Shape } from './graph';
import { printShape, requireRank, requireRankAtLeast, ShapeError } from './shapes';

function inferConcat(node: InferContext) {
  const last = node.inputs.length - 1;
  const first = node.shape(0);
  const axis = node.constant(last)?.[0];
  for (let i = 1; i < last; i++) requireRank(node.shape(i), first.length);
  if (axis === undefined)
    return like(
      node,
      first.map(() => null),
    );
  requireRankAtLeast(first, axis < 0 ? -axis : axis + 1);
  const at = axis < 0 ? axis + first.length : axis;
  let joined = first;
  for (let i = 1; i < last; i++) joined = joinShapes(joined, node.shape(i), at);
  return like(node, joined);
}

function joinShapes(a: Shape, b: Shape, axis: number): Shape {
  const without = (shape: Shape) => shape.filter((_, i) => i !== axis);
  mergeAll(without(a), without(b));
  return a.map((dim, i) => {
    const other = b[i]!;
    if (i !== axis) return dim ?? other;
    return dim === null || other === null ? null : dim + other;
  });
}

function mergeAll(a: Shape, b: Shape): Shape {
  return a.map((dim, i) => {
    const other = b[i]!;
    if (dim !== null && other !== null && dim !== other)
      throw new ShapeError(
        `Dimension ${i} in both shapes must be equal, but are ${dim} and ${other}. Shapes are ${printShape(a)} and ${printShape(b)}.`,
      );
    return dim ?? other;
  });
}

function inferPack(node: InferContext) {
  let shape = node.shape(0);
  for (let i = 1; i < node.inputs.length; i++) {
    requireRank(node.shape(i), shape.length);
    shape = mergeAll(shape, node.shape(i));
  }
  const axis = node.attrs['axis'] as number;
  const at = axis < 0 ? axis + shape.length + 1 : axis;
  return like(node, [...shape.slice(0, at), node.inputs.length, ...shape.slice(at)]);
}

function inferGather(node: InferContext) {
  const params = node.shape(0);
  const axis = node.constant(2)?.[0] ?? 0;
  requireRankAtLeast(params, axis < 0 ? -axis : axis + 1);
  const at = axis < 0 ? axis + params.length : axis;
  const batch = node.attrs['batch_dims'] as number;
  const indices = node.shape(1).slice(batch);
  return like(node, [...params.slice(0, at), ...indices, ...params.slice(at + 1)]);
}

function inferOneHot(node: InferContext) {
  const indices = node.shape(0);
  const depth = node.constant(1)?.[0] ?? null;
  const axis = node.attrs['axis'] as number;
  const at = axis < 0 ? indices.length : axis;
  return {
    dtype: node.inputs[2]!.dtype,
    shape: [...indices.slice(0, at), depth, ...indices.slice(at)],
  };
}

/** One entry of a slice specification, after the masks were looked up. */
interface SliceEntry {
  readonly begin: number | undefined;
  readonly end: number | undefined;
  readonly stride: number;
  readonly shrinks: boolean;
}

function inferStridedSlice(node: InferContext) {
  const input = node.shape(0);
  const [begin, end, strides] = [node.constant(1), node.constant(2), node.constant(3)];
  const count = node.shape(1)[0]!;
  const mask = (name: string, i: number) => (((node.attrs[name] as number) >> i) & 1) === 1;
  const out: (number | null)[] = [];
  let axis = 0;
  for (let i = 0; i < count; i++) {
    if (mask('ellipsis_mask', i)) {
      const later = Array.from({ length: count - i - 1 }, (_, k) => i + 1 + k);
      const rest = later.filter((k) => !mask('new_axis_mask', k)).length;
      while (axis < input.length - rest) out.push(input[axis++]!);
    } else if (mask('new_axis_mask', i)) {
      out.push(1);
    } else {
      if (axis >= input.length)
        throw new ShapeError(
          `Index out of range using input dim ${axis}; input has only ${input.length} dims`,
        );
      const dim = slicedDim(input[axis]!, axis, {
        begin: mask('begin_mask', i) ? undefined : begin?.[i],
        end: mask('end_mask', i) ? undefined : end?.[i],
        stride: strides?.[i] ?? 1,
        shrinks: mask('shrink_axis_mask', i),
      });
      const known = (begin || mask('begin_mask', i)) && (end || mask('end_mask', i)) && strides;
      if (dim !== undefined) out.push(known ? dim : null);
      axis++;
    }
  }
  return like(node, [...out, ...input.slice(axis)]);
}

/** Length of a sliced dimension, undefined when it is dropped. */
function slicedDim(dim: number | null, axis: number, entry: SliceEntry): number | null | undefined {
  if (entry.shrinks) {
    const index = entry.begin ?? 0;
    if (dim !== null && (index >= dim || index < -dim))
      throw new ShapeError(`slice index ${index} of dimension ${axis} out of bounds.`);
    return undefined;
  }
  if (dim === null) return null;
  const forward = entry.stride > 0;
  const clamp = (value: number) => {
    const at = value < 0 ? value + dim : value;
    return forward ? Math.min(Math.max(at, 0), dim) : Math.min(Math.max(at, -1), dim - 1);
  };
  const from = entry.begin === undefined ? (forward ? 0 : dim - 1) : clamp(entry.begin);
  const to = entry.end === undefined ? (forward ? dim : -1) : clamp(entry.end);
  return Math.max(0, Math.ceil((to - from) / entry.stride));
}

export const PICKING: Readonly<Record<string, OpDeclaration>> = {
  ConcatV2: declare('values:T* axis:Tidx', { T: null, Tidx: INDEX }, {}, inferConcat),
  Pack: declare('values:T*', { T: null }, { axis: 0 }, inferPack),
  StridedSlice: declare(
    'input:T begin:Index end:Index strides:Index',
    { T: null, Index: [...INDEX, 'int16'] },
    { begin_mask: 0, ellipsis_mask: 0, end_mask: 0, new_axis_mask: 0, shrink_axis_mask: 0 },
    inferStridedSlice,
  ),
  GatherV2: declare(
    'params:Tparams indices:Tindices axis:Taxis',
    { Tparams: null, Tindices: [...INDEX, 'int16'], Taxis: INDEX },
    { batch_dims: 0 },
    inferGather,
  ),
  OneHot: declare(
    'indices:TI depth:int32 on_value:T off_value:T',
    { TI: ['uint8', 'int8', 'int32', 'int64'], T: null },
    { axis: -1 },
    inferOneHot,
  ),
};
