/** Shapes of tensors, and the same elements in another shape. */
import { elementCount } from '../../element-types';
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import { integersOf, integerTensor, invalid, reshaped } from '../shared';

/** A vector (or scalar) of sizes in the type that the node asks for. */
function integers(call: KernelCall, values: readonly number[], shape?: readonly number[]): Tensor {
  return integerTensor(call.type('out_type', 'int32'), values, shape);
}

const reshape: Kernel = (call) => {
  const [x, sizes] = [call.input(0), call.input(1)];
  if (sizes.shape.length > 1) {
    invalid(`sizes input must be 1-D, not ${shapeText(sizes.shape)}`);
  }
  return [reshaped(x, resolve(x.shape, integersOf(sizes)))];
};

function resolve(shape: readonly number[], sizes: number[]): number[] {
  const count = elementCount(shape);
  let unknown = -1;
  for (const [axis, size] of sizes.entries()) {
    if (size === -1) {
      if (unknown >= 0) invalid(`Only one input size may be -1, not both ${unknown} and ${axis}`);
      unknown = axis;
    } else if (size < 0) invalid(`Size ${axis} must be non-negative, not ${size}`);
  }
  if (unknown >= 0) sizes[unknown] = missingSize(shape, sizes);
  const requested = elementCount(sizes);
  if (requested !== count) {
    invalid(
      `Input to reshape is a tensor with ${count} values, but the requested shape has ${requested}`,
    );
  }
  return sizes;
}

/** What -1 stands for. Where a size of 0 is asked for, sizes of 0 are left out on both sides. */
function missingSize(shape: readonly number[], sizes: readonly number[]): number {
  const hasZero = sizes.includes(0);
  const known = elementCount(sizes.filter((size) => size > 0));
  const count = elementCount(hasZero ? shape.filter((size) => size > 0) : shape);
  if (count % known !== 0 && !shape.includes(0)) {
    invalid(
      `Input to reshape is a tensor with ${count} values, but the requested shape requires a multiple of ${known}`,
    );
  }
  return Math.floor(count / known);
}

const squeeze: Kernel = (call) => {
  const x = call.input(0);
  const rank = x.shape.length;
  const named = call.ints('squeeze_dims', call.ints('axis', []));
  const axes = named.map((axis) => {
    if (axis < -rank || axis >= rank) {
      invalid(`Tried to squeeze dim index ${axis} for tensor with ${rank} dimensions.`);
    }
    return axis < 0 ? axis + rank : axis;
  });
  for (const [axis, size] of x.shape.entries()) {
    if (axes.includes(axis) && size !== 1) {
      invalid(`Can not squeeze dim[${axis}], expected a dimension of 1, got ${size}`);
    }
  }
  const isGone = (size: number, axis: number): boolean =>
    axes.length > 0 ? axes.includes(axis) : size === 1;
  return [
    reshaped(
      x,
      x.shape.filter((size, axis) => !isGone(size, axis)),
    ),
  ];
};

const expandDims: Kernel = (call) => {
  const [x, dim] = [call.input(0), call.input(1)];
  if (elementCount(dim.shape) !== 1) invalid(`'dim' must be a tensor with a single value`);
  const axis = integersOf(dim)[0]!;
  const rank = x.shape.length;
  if (axis < -rank - 1 || axis > rank) {
    invalid(`Tried to expand dim index ${axis} for tensor with ${rank} dimensions.`);
  }
  return [reshaped(x, x.shape.toSpliced(axis < 0 ? axis + rank + 1 : axis, 0, 1))];
};

export const RESHAPE: Kernels = {
  Reshape: reshape,
  Squeeze: squeeze,
  ExpandDims: expandDims,
  Shape: (call) => [integers(call, call.input(0).shape)],
  ShapeN: (call) => call.inputs.map(({ shape }) => integers(call, shape)),
  Size: (call) => [integers(call, [elementCount(call.input(0).shape)], [])],
  Rank: (call) => [integerTensor('int32', [call.input(0).shape.length], [])],
};
