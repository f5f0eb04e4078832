/** What is known before running: the values of constants and of shape arithmetic. */
import { toNumbers } from './declaration';
import type { GraphNode, Shape, TensorRef } from './graph';
import type { NDArray } from '#tensor';

/** The value of a Const, else undefined. */
export function constantOf(ref: TensorRef): readonly number[] | undefined {
  if (ref.node.op === 'Identity') return constantOf(ref.node.inputs[0]!);
  return ref.node.op === 'Const' ? toNumbers(ref.node.attrs['value'] as NDArray) : undefined;
}

/** A vector of sizes as far as it is known: constants, shapes of tensors, and what is packed or sliced of them. */
export function sizesOf(ref: TensorRef): Shape {
  const length = ref.node.outputs[ref.index]!.shape[0] ?? 0;
  const unknown = Array.from({ length }, () => null);
  return constantOf(ref) ?? sizesByOp[ref.node.op]?.(ref.node) ?? unknown;
}

const sizesByOp: Readonly<Record<string, (node: GraphNode) => Shape | undefined>> = {
  Shape: (node) => shapeOf(node.inputs[0]!),
  Cast: (node) => sizesOf(node.inputs[0]!),
  Identity: (node) => sizesOf(node.inputs[0]!),
  ConcatV2: (node) => node.inputs.slice(0, -1).flatMap(sizesOf),
  Pack: (node) => node.inputs.map((input) => sizeOf(input)),
  StridedSlice: slicedSizes,
};

function shapeOf(ref: TensorRef): Shape {
  return ref.node.outputs[ref.index]!.shape;
}

/** One size, a scalar. */
function sizeOf(ref: TensorRef): number | null {
  const value = constantOf(ref)?.[0];
  if (value !== undefined) return value;
  if (ref.node.op !== 'StridedSlice' || ref.node.attrs['shrink_axis_mask'] !== 1) return null;
  const index = constantOf(ref.node.inputs[1]!)?.[0];
  return index === undefined ? null : (sizesOf(ref.node.inputs[0]!).at(index) ?? null);
}

function slicedSizes(node: GraphNode): Shape | undefined {
  const [begin, end, stride] = node.inputs.slice(1).map((input) => constantOf(input)?.[0]);
  if (begin === undefined || end === undefined || stride !== 1) return undefined;
  const from = node.attrs['begin_mask'] === 1 ? undefined : begin;
  const to = node.attrs['end_mask'] === 1 ? undefined : end;
  return sizesOf(node.inputs[0]!).slice(from, to);
}
