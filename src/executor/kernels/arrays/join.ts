/** Tensors put together and taken apart along an axis. */
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import {
  axisOf,
  ElementWriter,
  integersOf,
  invalid,
  newNumbers,
  reshaped,
  sameShape,
  scalarOf,
  splitAt,
  stridesOf,
  strided,
  tensorOf,
  literal,
} from '../shared';

function concat(values: readonly Tensor[], axisInput: Tensor): Tensor {
  if (axisInput.shape.length > 0) {
    invalid(`axis tensor should be a scalar integer, but got shape ${shapeText(axisInput.shape)}`);
  }
  const first = values[0]!.shape;
  const rank = first.length;
  const named = scalarOf(axisInput);
  if (rank === 0) invalid(`ConcatOp : Can't concatenate scalars (use tf.stack instead)`);
  const axis =
    axisOf(named, rank) ??
    invalid(
      `ConcatOp : Expected concatenating dimensions in the range [${-rank}, ${rank}), but got ${named}`,
    );
  values.forEach(({ shape }, i) => checkFit(first, shape, i, axis));
  const total = values.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  return joinAt(values, first.with(axis, total), axis);
}

function checkFit(
  first: readonly number[],
  shape: readonly number[],
  index: number,
  axis: number,
): void {
  const texts = `shape[0] = ${shapeText(first)} vs. shape[${index}] = ${shapeText(shape)}`;
  if (shape.length !== first.length) {
    invalid(`ConcatOp : Ranks of all input tensors should match: ${texts}`);
  }
  const wrong = shape.findIndex((size, at) => at !== axis && size !== first[at]);
  if (wrong >= 0) invalid(`ConcatOp : Dimension ${wrong} in both shapes must be equal: ${texts}`);
}

/** Tensors side by side along `axis`; sizes of what lies before it are the same for all. */
function joinAt(values: readonly Tensor[], shape: readonly number[], axis: number): Tensor {
  const writer = new ElementWriter(values[0]!.dtype, shape);
  const { before, size, after } = splitAt(shape, axis);
  const count = size * after;
  let start = 0;
  for (const { shape: own, data } of values) {
    const run = splitAt(own, axis).size * splitAt(own, axis).after;
    for (let i = 0; i < before; i++) writer.copy(i * count + start, data, i * run, run);
    start += run;
  }
  return writer.tensor();
}

const pack: Kernel = (call) => {
  const first = call.input(0).shape;
  call.inputs.forEach(({ shape }, i) => {
    if (!sameShape(shape, first)) {
      invalid(
        `Shapes of all inputs must match: values[0].shape = ${shapeText(first)} != values[${i}].shape = ${shapeText(shape)}`,
      );
    }
  });
  const rank = first.length + 1;
  const named = call.int('axis', 0);
  const axis = axisOf(named, rank) ?? invalid(`axis = ${named} not in [${-rank}, ${rank})`);
  const expanded = call.inputs.map((x) => reshaped(x, first.toSpliced(axis, 0, 1)));
  return [joinAt(expanded, first.toSpliced(axis, 0, call.inputs.length), axis)];
};

/** Parts of these sizes along an axis. */
function parts(x: Tensor, axis: number, sizes: readonly number[]): Tensor[] {
  const strides = stridesOf(x.shape);
  let start = 0;
  return sizes.map((size) => {
    const part = strided(x, x.shape.with(axis, size), strides, start * strides[axis]!);
    start += size;
    return part;
  });
}

function splitAxis(x: Tensor, input: Tensor): number {
  if (input.shape.length > 0) {
    invalid(`split_dim must be a scalar but has rank ${input.shape.length}`);
  }
  const rank = x.shape.length;
  const named = scalarOf(input);
  return (
    axisOf(named, rank) ??
    invalid(`-input rank(-${rank}) <= split_dim < input rank (${rank}), but got ${named}`)
  );
}

const split: Kernel = (call) => {
  const x = call.input(1);
  const axis = splitAxis(x, call.input(0));
  const count = call.int('num_split');
  const size = x.shape[axis]!;
  if (size % count !== 0) {
    invalid(
      `Number of ways to split should evenly divide the split dimension, but got split_dim ${axis} (size = ${size}) and num_split ${count}`,
    );
  }
  return parts(x, axis, new Array<number>(count).fill(size / count));
};

const splitV: Kernel = (call) => {
  const [x, lengths] = [call.input(0), call.input(1)];
  const count = call.int('num_split');
  const sizes = integersOf(lengths);
  if (lengths.shape.length !== 1 || sizes.length !== count) {
    invalid(
      `size of the split_tensor must be 1-D and have the same elements as outputs got ${lengths.shape.length} -D and ${sizes.length} elements`,
    );
  }
  const axis = splitAxis(x, call.input(2));
  return parts(x, axis, splitSizes(sizes, x.shape[axis]!));
};

function splitSizes(sizes: readonly number[], total: number): number[] {
  const unknown = sizes.indexOf(-1);
  if (unknown !== sizes.lastIndexOf(-1)) invalid('There can only be one -1 in the input.');
  const known = sizes.reduce((sum, size) => (size === -1 ? sum : sum + size), 0);
  if (unknown < 0 ? known !== total : known > total) {
    invalid(
      'Determined shape must either match input shape along split_dim exactly if fully specified, or be less than ' +
        `the size of the input along split_dim if not fully specified.  Got: ${known}`,
    );
  }
  const resolved = sizes.map((size) => (size === -1 ? total - known : size));
  const negative = resolved.findIndex((size) => size < 0);
  if (negative >= 0)
    invalid(`Split size at index ${negative} must be >= 0. Got: ${resolved[negative]}`);
  return resolved;
}

const unpack: Kernel = (call) => {
  const x = call.input(0);
  const rank = x.shape.length;
  const named = call.int('axis', 0);
  const axis = axisOf(named, rank) ?? invalid(`axis = ${named} not in [${-rank || 0}, ${rank})`);
  const count = call.int('num');
  if (x.shape[axis] !== count) {
    invalid(`Input shape axis ${axis} must equal ${count}, got shape ${shapeText(x.shape)}`);
  }
  const shape = x.shape.toSpliced(axis, 1);
  return parts(x, axis, new Array<number>(count).fill(1)).map((part) => reshaped(part, shape));
};

/** Where each of the shapes begins when they are joined. */
function concatOffset(call: KernelCall): Tensor[] {
  const axis = scalarOf(call.input(0));
  let start = 0;
  return call.inputs.slice(1).map((input) => {
    const sizes = integersOf(input);
    const data = newNumbers(input.dtype, sizes.length);
    const at = axis < 0 ? axis + sizes.length : axis;
    data[at] = literal(input.dtype, start);
    start += sizes[at]!;
    return tensorOf(input.dtype, input.shape, data);
  });
}

export const JOIN: Kernels = {
  Concat: (call) => [concat(call.inputs.slice(1), call.input(0))],
  ConcatV2: (call) => [concat(call.inputs.slice(0, -1), call.inputs.at(-1)!)],
  ConcatOffset: concatOffset,
  Pack: pack,
  Split: split,
  SplitV: splitV,
  Unpack: unpack,
};
