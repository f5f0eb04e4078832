/** STRIDED_SLICE: Python's `x[begin:end:stride, …]` with its masks. */
import type { Kernel } from '../kernel';
import type { Node } from '../node';
import { moveByAxis } from './places';

export const stridedSlice: Kernel = {
  values: [1, 2, 3],
  prepare: (node) => {
    const input = node.input(0);
    const axes = resolve(node, input.shape);
    const kept = axes.filter(({ kind }) => kind !== 'shrunk');
    const shape = kept.map(({ length }) => length);
    const along = axes.flatMap((axis) => {
      if (axis.kind === 'new') return [];
      const at = kept.indexOf(axis);
      return [(index: readonly number[]) => axis.begin + (at < 0 ? 0 : index[at]! * axis.stride)];
    });
    return moveByAxis(node, input, shape, along);
  },
};

interface SlicedAxis {
  /** A new axis of 1; one that goes away; or one that stays. */
  readonly kind: 'new' | 'shrunk' | 'kept';
  readonly begin: number;
  readonly stride: number;
  readonly length: number;
}

/** What becomes of each axis, in the order of the output with the shrunk ones among them. */
function resolve(node: Node, shape: readonly number[]): readonly SlicedAxis[] {
  const options = node.options('StridedSliceOptions');
  const [begin, end, stride] = [1, 2, 3].map((i) => node.integers(i)) as [
    number[],
    number[],
    number[],
  ];
  const has = (mask: number, i: number) => ((mask >> i) & 1) === 1;
  const count = begin.length;
  node.ensure(
    end.length === count && stride.length === count,
    'Begin, end and strides differ in length.',
  );
  const isNew = (i: number) => has(options.newAxisMask, i) && !has(options.ellipsisMask, i);
  const named = begin.filter((_, i) => !isNew(i) && !has(options.ellipsisMask, i)).length;
  node.ensure(named <= shape.length, `${named} slices do not fit ${shape.length} dimensions.`);
  const axes: SlicedAxis[] = [];
  let axis = 0;
  const keepAll = (n: number) => {
    for (let k = 0; k < n; k++)
      axes.push({ kind: 'kept', begin: 0, stride: 1, length: shape[axis++]! });
  };
  for (let i = 0; i < count; i++) {
    if (has(options.ellipsisMask, i)) keepAll(shape.length - named);
    else if (isNew(i)) axes.push({ kind: 'new', begin: 0, stride: 1, length: 1 });
    else {
      axes.push(
        sliceAxis(node, shape[axis++]!, {
          begin: has(options.beginMask, i) ? undefined : begin[i]!,
          end: has(options.endMask, i) ? undefined : end[i]!,
          stride: stride[i]!,
          isShrunk: has(options.shrinkAxisMask, i),
        }),
      );
    }
  }
  keepAll(shape.length - axis);
  return axes;
}

interface AxisSlice {
  readonly begin: number | undefined;
  readonly end: number | undefined;
  readonly stride: number;
  readonly isShrunk: boolean;
}

function sliceAxis(
  node: Node,
  length: number,
  { begin, end, stride, isShrunk }: AxisSlice,
): SlicedAxis {
  node.ensure(stride !== 0, 'A stride cannot be 0.');
  const isBack = stride < 0;
  const bound = (value: number | undefined, open: number) => {
    if (value === undefined) return open;
    const from = value < 0 ? value + length : value;
    return Math.min(Math.max(from, isBack ? -1 : 0), isBack ? length - 1 : length);
  };
  const first = bound(begin, isBack ? length - 1 : 0);
  if (isShrunk) {
    node.ensure(
      first >= 0 && first < length,
      `Index ${begin} is outside a dimension of ${length}.`,
    );
    return { kind: 'shrunk', begin: first, stride: 1, length: 1 };
  }
  const last = bound(end, isBack ? -1 : length);
  const count = Math.max(0, Math.ceil((last - first) / stride));
  return { kind: 'kept', begin: first, stride, length: count };
}
