/** Ops that cut tensors and put them together. */
import { sizeOf, stridesOf } from '#tensor';
import type { Kernel } from '../kernel';
import type { Node, Run } from '../node';
import type { LiteTensor, NumberArray } from '../tensors';
import { axisIn, moveByAxis, moveByPlace } from './places';

export const slice: Kernel = {
  values: [1, 2],
  prepare: (node) => {
    const input = node.input(0);
    const begin = node.integers(1);
    const size = node.integers(2);
    const { shape } = input;
    node.ensure(
      begin.length === shape.length && size.length === shape.length,
      'Begin and size need one number for each dimension.',
    );
    const lengths = shape.map((length, axis) =>
      size[axis] === -1 ? length - begin[axis]! : size[axis]!,
    );
    const isInside = lengths.every(
      (n, axis) => begin[axis]! >= 0 && n >= 0 && begin[axis]! + n <= shape[axis]!,
    );
    node.ensure(
      isInside,
      `Invalid begin and size: [${begin.join(', ')}], [${size.join(', ')}] of [${shape.join(', ')}].`,
    );
    const along = shape.map((_, axis) => (index: readonly number[]) => index[axis]! + begin[axis]!);
    return moveByAxis(node, input, lengths, along);
  },
};

export const split: Kernel = {
  values: [0],
  prepare: (node) => {
    const input = node.input(1);
    const axis = axisIn(node, node.integer(0), input.shape.length);
    const count = node.options('SplitOptions').numSplits;
    node.ensure(count === node.outputCount, `${node.outputCount} outputs for ${count} parts.`);
    const part = input.shape[axis]! / count;
    node.ensure(
      Number.isInteger(part),
      `${input.shape[axis]} cannot be split into ${count} equal parts.`,
    );
    return splitInto(node, input, axis, new Array<number>(count).fill(part));
  },
};

export const splitV: Kernel = {
  values: [1, 2],
  prepare: (node) => {
    const input = node.input(0);
    const axis = axisIn(node, node.integer(2), input.shape.length);
    const sizes = node.integers(1);
    const rest = input.shape[axis]! - sizes.reduce((sum, n) => (n < 0 ? sum : sum + n), 0);
    const parts = sizes.map((n) => (n < 0 ? rest : n));
    const isWhole =
      parts.reduce((sum, n) => sum + n, 0) === input.shape[axis] &&
      parts.length === node.outputCount;
    node.ensure(isWhole, `Parts of [${sizes.join(', ')}] do not make ${input.shape[axis]}.`);
    return splitInto(node, input, axis, parts);
  },
};

function splitInto(node: Node, input: LiteTensor, axis: number, parts: readonly number[]): Run {
  const strides = stridesOf(input.shape);
  let start = 0;
  const runs = node.outputs.map((output, i) => {
    const from = start;
    start += parts[i]!;
    const shape = input.shape.with(axis, parts[i]!);
    const placeOf = (index: readonly number[]) =>
      index.reduce((place, at, k) => place + at * strides[k]!, from * strides[axis]!);
    return moveByPlace(node, input, shape, placeOf, 0, output);
  });
  return () => runs.forEach((run) => run());
}

export const unpack: Kernel = {
  prepare: (node) => {
    const input = node.input(0);
    const options = node.options('UnpackOptions');
    const axis = axisIn(node, options.axis, input.shape.length);
    node.ensure(
      input.shape[axis] === node.outputCount,
      `${node.outputCount} outputs for ${input.shape[axis]} parts.`,
    );
    const inner = sizeOf(input.shape.slice(axis + 1));
    const length = input.shape[axis]!;
    const runs = node.outputs.map((output, part) => {
      let next = 0;
      const placeOf = () => {
        const at = next++;
        return (Math.floor(at / inner) * length + part) * inner + (at % inner);
      };
      return moveByPlace(node, input, input.shape.toSpliced(axis, 1), placeOf, 0, output);
    });
    return () => runs.forEach((run) => run());
  },
};

export const pack: Kernel = {
  prepare: (node) => {
    const inputs = node.inputs;
    const first = node.input(0);
    const axis = axisIn(node, node.options('PackOptions').axis, first.shape.length + 1);
    const isEven = inputs.every((tensor) => tensor.shape.join() === first.shape.join());
    node.ensure(isEven, 'All parts must have the same shape.');
    return join(node, inputs, first.shape.toSpliced(axis, 0, inputs.length), axis);
  },
};

export const concatenation: Kernel = {
  prepare: (node) => {
    const inputs = node.inputs;
    const first = node.input(0);
    const options = node.options('ConcatenationOptions');
    node.ensure(
      options.fusedActivationFunction === 'NONE',
      'A fused activation has no kernel here.',
    );
    const axis = axisIn(node, options.axis, first.shape.length);
    const isEven = inputs.every(
      ({ shape }) => shape.with(axis, 0).join() === first.shape.with(axis, 0).join(),
    );
    node.ensure(isEven, 'The parts differ along other axes than the joined one.');
    requireSameScales(node, inputs);
    const length = inputs.reduce((sum, tensor) => sum + tensor.shape[axis]!, 0);
    return join(node, inputs, first.shape.with(axis, length), axis);
  },
};

/** Codes are copied, so that they must mean the same. */
function requireSameScales(node: Node, inputs: readonly LiteTensor[]): void {
  const output = node.output();
  if (!['INT8', 'INT16', 'UINT8'].includes(output.type)) return;
  const to = node.scaleOf(output);
  for (const tensor of inputs) {
    const from = node.scaleOf(tensor);
    const isSame = from.scale === to.scale && from.zeroPoint === to.zeroPoint;
    node.ensure(
      isSame,
      `Tensor '${tensor.name}' has scale ${from.scale} and zero point ${from.zeroPoint}, the output ${to.scale} and ${to.zeroPoint}.`,
      'Put a QUANTIZE before it: convert the model again.',
    );
  }
}

/** Settles the output and copies the inputs side by side along an axis, which may be a new one. */
function join(
  node: Node,
  inputs: readonly LiteTensor[],
  shape: readonly number[],
  axis: number,
): Run {
  const output = node.output();
  for (const tensor of inputs) node.accept(tensor, [output.type]);
  node.resize(output, shape);
  const outer = sizeOf(shape.slice(0, axis));
  return () => {
    const to = output.data as NumberArray;
    let start = 0;
    for (const { data } of inputs) {
      const from = data as NumberArray;
      const block = from.length / outer;
      for (let row = 0; row < outer; row++) {
        to.set(from.subarray(row * block, (row + 1) * block), row * (to.length / outer) + start);
      }
      start += block;
    }
  };
}

export const reverse: Kernel = {
  values: [1],
  prepare: (node) => {
    const input = node.input(0);
    const axes = node.integers(1).map((axis) => axisIn(node, axis, input.shape.length));
    const along = input.shape.map(
      (length, axis) => (index: readonly number[]) =>
        axes.includes(axis) ? length - 1 - index[axis]! : index[axis]!,
    );
    return moveByAxis(node, input, input.shape, along);
  },
};
