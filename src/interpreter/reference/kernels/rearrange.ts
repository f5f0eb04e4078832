/** Ops that move elements by fixed rules: transposing, tiling, padding. */
import type { Kernel } from '../kernel';
import type { Node, Run } from '../node';
import { commonShape, moveByAxis, NOWHERE, zeroOf } from './places';

export const transpose: Kernel = {
  values: [1],
  prepare: (node) => {
    const input = node.input(0);
    const rank = input.shape.length;
    const order = node.integers(1).map((axis) => (axis < 0 ? axis + rank : axis));
    const isOrder =
      order.length === rank &&
      new Set(order).size === rank &&
      order.every((axis) => axis >= 0 && axis < rank);
    node.ensure(
      isOrder,
      `Transpose op permutations array is out of bounds: [${order.join(', ')}].`,
    );
    const shape = order.map((axis) => input.shape[axis]!);
    const along = input.shape.map((_, axis) => {
      const from = order.indexOf(axis);
      return (index: readonly number[]) => index[from]!;
    });
    return moveByAxis(node, input, shape, along);
  },
};

export const tile: Kernel = {
  values: [1],
  prepare: (node) => {
    const input = node.input(0);
    node.accept(input, ['FLOAT32', 'INT8', 'UINT8', 'INT32', 'INT64', 'BOOL']);
    const times = node.integers(1);
    node.ensure(
      times.length === input.shape.length,
      `${times.length} multiples do not fit ${input.shape.length} dimensions.`,
    );
    const shape = input.shape.map((length, axis) => length * times[axis]!);
    const along = input.shape.map(
      (length, axis) => (index: readonly number[]) => index[axis]! % length,
    );
    return moveByAxis(node, input, shape, along);
  },
};

export const broadcastTo: Kernel = {
  values: [1],
  prepare: (node) => {
    const input = node.input(0);
    const shape = node.integers(1);
    const isReached = commonShape(node, [input.shape, shape]).join() === shape.join();
    node.ensure(
      isReached,
      `[${input.shape.join(', ')}] does not broadcast to [${shape.join(', ')}].`,
    );
    const missing = shape.length - input.shape.length;
    const along = input.shape.map(
      (length, axis) => (index: readonly number[]) => (length === 1 ? 0 : index[axis + missing]!),
    );
    return moveByAxis(node, input, shape, along);
  },
};

export const pad: Kernel = { values: [1], prepare: (node) => padWith(node, zeroOf(node)) };

export const padV2: Kernel = {
  values: [1, 2],
  prepare: (node) => {
    const value = node.input(2);
    node.accept(value, [node.input(0).type]);
    return padWith(node, node.scalar(2));
  },
};

/** Elements before and after, for each axis. */
function paddings(node: Node): readonly (readonly [number, number])[] {
  const list = node.integers(1);
  const { shape } = node.input(0);
  node.ensure(
    list.length === 2 * shape.length,
    `${list.length} paddings do not fit ${shape.length} dimensions.`,
  );
  node.ensure(
    list.every((count) => count >= 0),
    'Pad value has to be greater than equal to 0.',
  );
  return shape.map((_, axis) => [list[2 * axis]!, list[2 * axis + 1]!]);
}

function padWith(node: Node, fill: number): Run {
  const input = node.input(0);
  const counts = paddings(node);
  const shape = input.shape.map((length, axis) => counts[axis]![0] + length + counts[axis]![1]);
  const along = input.shape.map((length, axis) => (index: readonly number[]) => {
    const at = index[axis]! - counts[axis]![0];
    return at >= 0 && at < length ? at : NOWHERE;
  });
  return moveByAxis(node, input, shape, along, fill);
}

export const mirrorPad: Kernel = {
  values: [1],
  prepare: (node) => {
    const input = node.input(0);
    const edge = node.options('MirrorPadOptions').mode === 'REFLECT' ? 1 : 0;
    const counts = paddings(node);
    const isSmall = input.shape.every(
      (length, axis) => Math.max(...counts[axis]!) <= length - edge,
    );
    node.ensure(isSmall, 'A mirrored padding cannot be larger than the tensor.');
    const shape = input.shape.map((length, axis) => counts[axis]![0] + length + counts[axis]![1]);
    const along = input.shape.map((length, axis) => (index: readonly number[]) => {
      const at = index[axis]! - counts[axis]![0];
      if (at < 0) return -at - 1 + edge;
      return at < length ? at : 2 * length - 1 - at - edge;
    });
    return moveByAxis(node, input, shape, along);
  },
};
