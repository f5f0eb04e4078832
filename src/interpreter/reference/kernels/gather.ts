/** GATHER and GATHER_ND: elements by indices that are computed. */
import { sizeOf, stridesOf } from '#tensor';
import type { Kernel } from '../kernel';
import type { Node, Run } from '../node';
import type { LiteTensor, NumberArray } from '../tensors';
import { axisIn } from './places';

export const gather: Kernel = { prepare: prepareGather };
export const gatherNd: Kernel = { prepare: prepareGatherNd };

function prepareGather(node: Node): Run {
  const options = node.optionsOrNone('GatherOptions') ?? { axis: 0, batchDims: 0 };
  const input = node.input(0);
  const indices = node.input(1);
  const output = node.output();
  node.accept(indices, ['INT32', 'INT64']);
  node.accept(output, [input.type]);
  const axis = axisIn(node, options.axis, input.shape.length);
  const batched =
    options.batchDims < 0 ? options.batchDims + indices.shape.length : options.batchDims;
  const isSound = batched >= 0 && batched <= axis && batched <= indices.shape.length;
  node.ensure(isSound, `${options.batchDims} batch dimensions do not fit axis ${axis}.`);
  const isEven = indices.shape.slice(0, batched).join() === input.shape.slice(0, batched).join();
  node.ensure(isEven, 'Input and indices differ in their batch dimensions.');
  node.resize(output, [
    ...input.shape.slice(0, axis),
    ...indices.shape.slice(batched),
    ...input.shape.slice(axis + 1),
  ]);
  const sizes = {
    batches: sizeOf(input.shape.slice(0, batched)),
    outer: sizeOf(input.shape.slice(batched, axis)),
    length: input.shape[axis]!,
    inner: sizeOf(input.shape.slice(axis + 1)),
    count: sizeOf(indices.shape.slice(batched)),
  };
  return () => gatherRows(node, input, indices, output, sizes);
}

interface Sizes {
  readonly batches: number;
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  readonly count: number;
}

function gatherRows(
  node: Node,
  input: LiteTensor,
  indices: LiteTensor,
  output: LiteTensor,
  { batches, outer, length, inner, count }: Sizes,
): void {
  const from = input.data as NumberArray;
  const to = output.data as NumberArray;
  let next = 0;
  for (let row = 0; row < batches * outer; row++) {
    const batch = Math.floor(row / outer);
    for (let i = 0; i < count; i++) {
      const at = Number(indices.data[batch * count + i]!);
      checkIndex(node, at, length);
      const start = (row * length + at) * inner;
      to.set(from.subarray(start, start + inner), next);
      next += inner;
    }
  }
}

function prepareGatherNd(node: Node): Run {
  const input = node.input(0);
  const indices = node.input(1);
  const output = node.output();
  node.accept(indices, ['INT32', 'INT64']);
  node.accept(output, [input.type]);
  const depth = indices.shape.at(-1) ?? 0;
  node.ensure(
    indices.shape.length > 0 && depth <= input.shape.length,
    `Indices of ${depth} numbers do not fit ${input.shape.length} dimensions.`,
  );
  node.resize(output, [...indices.shape.slice(0, -1), ...input.shape.slice(depth)]);
  const strides = stridesOf(input.shape);
  const inner = sizeOf(input.shape.slice(depth));
  const count = sizeOf(indices.shape.slice(0, -1));
  return () => {
    const from = input.data as NumberArray;
    for (let i = 0; i < count; i++) {
      let start = 0;
      for (let axis = 0; axis < depth; axis++) {
        const at = Number(indices.data[i * depth + axis]!);
        checkIndex(node, at, input.shape[axis]!);
        start += at * strides[axis]!;
      }
      (output.data as NumberArray).set(from.subarray(start, start + inner), i * inner);
    }
  };
}

function checkIndex(node: Node, index: number, length: number): void {
  if (index < 0 || index >= length)
    node.refuse(
      `gather index out of bounds: ${index} of ${length}.`,
      'Check the indices that the model gets or computes.',
    );
}
