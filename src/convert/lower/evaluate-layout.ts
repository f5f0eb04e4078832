/** Ops on constants that move elements and change none. */
import { resolveSlice, sliceSpec, type GraphNode } from '#graph';
import { concatenate, full, NDArray, sizeOf, stack, type TypedArray } from '#tensor';
import { numbersOf, type Evaluation, type Evaluator } from './evaluator';

const same: Evaluator = ({ inputs: [x] }) => x!;
const reshaped: Evaluator = ({ inputs: [x], shape }) => x!.reshape(shape);

export const REARRANGEMENT: Readonly<Record<string, Evaluator>> = {
  Identity: same,
  StopGradient: same,
  Snapshot: same,
  PreventGradient: same,
  EnsureShape: same,
  Reshape: reshaped,
  Squeeze: reshaped,
  ExpandDims: reshaped,
  Cast: ({ node, inputs: [x] }) => x!.astype(node.outputs[0]!.dtype as NDArray['dtype']),
  ZerosLike: ({ inputs: [x] }) => full(x!.shape, 0, x!.dtype),
  OnesLike: ({ inputs: [x] }) => full(x!.shape, 1, x!.dtype),
  Fill: ({ inputs: [, value], shape }) => full(shape, value!.item(), value!.dtype),
  Transpose: ({ inputs: [x, perm] }) => x!.transpose(numbersOf(perm!)),
  ConcatV2: ({ inputs }) => concatenate(inputs.slice(0, -1), numbersOf(inputs.at(-1)!)[0]),
  Pack: ({ node, inputs }) => stack(inputs, node.attrs['axis'] as number),
  BroadcastTo: ({ inputs: [x], shape }) => gathered(x!, shape, (at, size) => (size === 1 ? 0 : at)),
  Tile: ({ inputs: [x], shape }) => gathered(x!, shape, (at, size) => at % size),
  Split: ({ node, inputs: [axis, x] }) => pieces(node, x!, numbersOf(axis!)[0]!),
  Unpack: ({ node, inputs: [x] }) => pieces(node, x!, node.attrs['axis'] as number),
  Slice: ({ inputs: [x, begin], shape }) => {
    const starts = numbersOf(begin!);
    return gathered(x!, shape, (at, _, axis) => at + starts[axis]!);
  },
  StridedSlice: stridedSlice,
  GatherV2: ({ node, inputs: [x, indices, axis] }) => {
    if (node.attrs['batch_dims'] !== 0) return undefined;
    const taken = x!.take(indices!, { axis: numbersOf(axis!)[0]! }) as unknown;
    return taken instanceof NDArray ? taken : undefined;
  },
};

/** Equal parts along an axis, in the shapes of the node's outputs. */
function pieces(node: GraphNode, x: NDArray, axis: number): NDArray[] {
  const along = axis < 0 ? axis + x.ndim : axis;
  const size = x.shape[along]! / node.outputs.length;
  const part = x.shape.with(along, size);
  return node.outputs.map(({ shape }, i) =>
    gathered(x, part, (at, _, a) => (a === along ? at + i * size : at)).reshape(shape as number[]),
  );
}

function stridedSlice({ node, inputs, shape }: Evaluation): NDArray {
  const [x, begin, end, strides] = inputs;
  const bounds = [numbersOf(begin!), numbersOf(end!), numbersOf(strides!)] as const;
  const mask = (name: string) => (node.attrs[name] as number | undefined) ?? 0;
  const { dims } = resolveSlice(x!.shape, sliceSpec(bounds, mask));
  const counts = dims.map(({ count }) => count);
  const taken = gathered(x!, counts, (at, _, axis) => dims[axis]!.start + at * dims[axis]!.stride);
  return taken.reshape(shape);
}

/** @param source the place along an axis that goes to place `at`; the source has `size` there */
function gathered(
  x: NDArray,
  shape: readonly number[],
  source: (at: number, size: number, axis: number) => number,
): NDArray {
  const missing = shape.length - x.shape.length;
  const sizes = shape.map((_, axis) => (axis < missing ? 1 : x.shape[axis - missing]!));
  const strides = sizes.map((_, axis) => sizeOf(sizes.slice(axis + 1)));
  const places = shape.map((count, axis) =>
    Array.from({ length: count }, (_, at) => source(at, sizes[axis]!, axis) * strides[axis]!),
  );
  const out = x.data.slice(0, 0).constructor as new (length: number) => TypedArray;
  const data = new out(sizeOf(shape));
  const counters = shape.map(() => 0);
  for (let i = 0; i < data.length; i++) {
    const from = counters.reduce((sum, at, axis) => sum + places[axis]![at]!, 0);
    data[i] = x.data[from]!;
    for (let axis = shape.length - 1; axis >= 0 && ++counters[axis]! === shape[axis]!; axis--)
      counters[axis] = 0;
  }
  return new NDArray(data, shape, x.dtype);
}
