/** Ops that give elements another shape, and those that compute with shapes. */
import type { Kernel } from '../kernel';
import type { Node, Run } from '../node';
import { numbers, type NumberArray } from '../tensors';
import { axisIn, copyAll } from './places';

export const reshape: Kernel = {
  values: [1],
  prepare: (node) => {
    const given = node.optional(1)
      ? node.integers(1)
      : (node.optionsOrNone('ReshapeOptions')?.newShape ??
        node.refuse('The new shape is missing.'));
    return copyAll(node, node.input(0), withoutOpen(node, given));
  },
};

/** One dimension may be -1. */
function withoutOpen(node: Node, shape: readonly number[]): readonly number[] {
  const size = node.input(0).data.length;
  const open = shape.indexOf(-1);
  if (open < 0) return shape;
  const rest = shape.reduce(
    (product, length, axis) => (axis === open ? product : product * length),
    1,
  );
  node.ensure(shape.lastIndexOf(-1) === open, 'Only one dimension of a shape can be -1.');
  return shape.with(open, rest === 0 ? 0 : size / rest);
}

export const squeeze: Kernel = {
  prepare: (node) => {
    const input = node.input(0);
    const { shape } = input;
    const dims = node.optionsOrNone('SqueezeOptions')?.squeezeDims ?? [];
    const axes = dims.map((axis) => axisIn(node, axis, shape.length));
    node.ensure(
      axes.every((axis) => shape[axis] === 1),
      `Only dimensions of 1 can be squeezed, not axes ${dims.join(', ')} of [${shape.join(', ')}].`,
    );
    const isGone = (axis: number) => (axes.length ? axes.includes(axis) : shape[axis] === 1);
    return copyAll(
      node,
      input,
      shape.filter((_, axis) => !isGone(axis)),
    );
  },
};

export const expandDims: Kernel = {
  values: [1],
  prepare: (node) => {
    const input = node.input(0);
    const axis = axisIn(node, node.integer(1), input.shape.length + 1);
    return copyAll(node, input, input.shape.toSpliced(axis, 0, 1));
  },
};

export const shapeOf: Kernel = {
  prepare: (node) => writeWhole(node, [...node.input(0).shape], [node.input(0).shape.length]),
};

export const rank: Kernel = {
  prepare: (node) => writeWhole(node, [node.input(0).shape.length], []),
};

function writeWhole(node: Node, values: readonly number[], shape: readonly number[]): Run {
  const output = node.output();
  node.accept(output, ['INT32', 'INT64']);
  node.resize(output, shape);
  const { data } = output;
  return () => {
    if (data instanceof BigInt64Array) data.set(values.map(BigInt));
    else data.set(values);
  };
}

export const fill: Kernel = {
  values: [0],
  prepare: (node) => {
    const value = node.input(1);
    const output = node.output();
    node.accept(output, [value.type]);
    node.ensure(value.data.length === 1, 'The value must be a scalar.');
    node.resize(output, node.integers(0));
    return () => (output.data as NumberArray).fill((value.data as NumberArray)[0]!);
  },
};

export const range: Kernel = {
  values: [0, 1, 2],
  prepare: (node) => {
    const output = node.output();
    node.accept(output, ['FLOAT32', 'INT32']);
    for (const tensor of node.inputs) node.accept(tensor, [output.type]);
    const [start, limit, delta] = [0, 1, 2].map((i) => node.scalar(i)) as [number, number, number];
    node.ensure(delta !== 0, 'The step of a range cannot be 0.');
    node.resize(output, [Math.max(0, Math.ceil((limit - start) / delta))]);
    const data = numbers(output);
    return () => data.forEach((_, i) => (data[i] = start + i * delta));
  },
};
