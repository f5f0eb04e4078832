/** Ops that take a part of a tensor. */
import { int, type } from './attr-declaration';
import { declare, INDEX, type InferContext, type OpDeclaration } from './declaration';
import type { Shape } from './graph';
import { requireRank, ShapeError } from './shapes';

function inferSlice(node: InferContext): Shape {
  const input = node.shape(0);
  const [begins, sizes] = [node.constant(1), node.constant(2) ?? node.sizes(2)];
  requireRank(input, node.shape(1)[0] ?? input.length);
  requireRank(input, node.shape(2)[0] ?? input.length);
  return input.map((dim, axis) => {
    const [begin, size] = [begins?.[axis] ?? null, sizes[axis] ?? null];
    const end = begin === null || size === null || size === -1 ? begin : begin + size;
    if ((begin ?? 0) < 0 || (size ?? 0) < -1 || (dim !== null && end !== null && end > dim))
      throw new ShapeError(
        `Expected begin[${axis}] + size[${axis}] within [0, ${dim ?? '?'}], but got begin ${begin ?? '?'} and size ${size ?? '?'}`,
      );
    if (size !== -1) return size;
    return dim === null || begin === null ? null : dim - begin;
  });
}

const MASK_BITS = 32;

/** One entry of a slice specification, after the masks were looked up. */
interface SliceEntry {
  readonly begin: number | undefined;
  readonly end: number | undefined;
  readonly stride: number;
  readonly shrinks: boolean;
}

function inferStridedSlice(node: InferContext): Shape {
  const input = node.shape(0);
  const [begin, end, strides] = [node.constant(1), node.constant(2), node.constant(3)];
  const count = node.shape(1)[0]!;
  if (count > MASK_BITS)
    throw new ShapeError(
      `A slice of ${count} entries has more than the ${MASK_BITS} that masks hold`,
    );
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
  return [...out, ...input.slice(axis)];
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

export const SLICING: Readonly<Record<string, OpDeclaration>> = {
  Slice: declare(
    'input:T begin:Index size:Index -> output:T',
    { T: type(), Index: type(INDEX) },
    inferSlice,
  ),
  StridedSlice: declare(
    'input:T begin:Index end:Index strides:Index -> output:T',
    {
      T: type(),
      Index: type([...INDEX, 'int16']),
      begin_mask: int(0),
      end_mask: int(0),
      ellipsis_mask: int(0),
      new_axis_mask: int(0),
      shrink_axis_mask: int(0),
    },
    inferStridedSlice,
  ),
};
