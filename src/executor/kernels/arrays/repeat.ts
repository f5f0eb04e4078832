/** Tensors repeated. */
import { elementCount } from '../../element-types';
import type { Kernel, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import {
  broadcastShape,
  broadcastStrides,
  integersOf,
  integerTensor,
  invalid,
  reshaped,
  sameShape,
  strided,
  stridesOf,
} from '../shared';

const tile: Kernel = (call) => {
  const [x, multiples] = [call.input(0), call.input(1)];
  const rank = x.shape.length;
  if (multiples.shape.length !== 1) {
    invalid(`Expected multiples to be 1-D, but got shape ${shapeText(multiples.shape)}`);
  }
  const times = integersOf(multiples);
  if (times.length !== rank) {
    invalid(
      `Expected multiples argument to be a vector of length ${rank} but got length ${times.length}`,
    );
  }
  times.forEach((count, axis) => {
    if (count < 0) invalid(`Expected multiples[${axis}] >= 0, but got ${count}`);
  });
  const strides = stridesOf(x.shape);
  const shape = x.shape.flatMap((size, axis) => [times[axis]!, size]);
  const steps = x.shape.flatMap((_, axis) => [0, strides[axis]!]);
  const tiled = strided(x, shape, steps);
  return [
    reshaped(
      tiled,
      x.shape.map((size, axis) => size * times[axis]!),
    ),
  ];
};

const broadcastTo: Kernel = (call) => {
  const [x, sizes] = [call.input(0), call.input(1)];
  if (sizes.shape.length !== 1) {
    invalid(`shape must be a vector of {int32,int64}, got shape ${shapeText(sizes.shape)}`);
  }
  const shape = integersOf(sizes);
  const negative = shape.find((size) => size < 0);
  if (negative !== undefined) invalid(`Dimension ${negative} must be >= 0`);
  if (x.shape.length > shape.length) {
    invalid(
      `Rank of input (${x.shape.length}) must be no greater than rank of output shape (${shape.length}).`,
    );
  }
  const common = broadcastShape([x.shape, shape]);
  if (!common || !sameShape(common, shape)) {
    invalid(`Incompatible shapes: ${shapeText(x.shape)} vs. ${shapeText(shape)}`);
  }
  return [strided(x, shape, broadcastStrides(x.shape, shape.length))];
};

const broadcastArgs: Kernel = (call) => {
  const shapes = [call.input(0), call.input(1)].map((input, i) => {
    if (input.shape.length > 1) invalid(`In[${i}] must be a vector.${shapeText(input.shape)}`);
    return integersOf(input);
  });
  const common =
    broadcastShape(shapes) ??
    invalid(`Incompatible shapes: ${shapeText(shapes[0]!)} vs. ${shapeText(shapes[1]!)}`);
  return [integerTensor(call.input(0).dtype, common)];
};

const fill: Kernel = (call) => {
  const [dims, value] = [call.input(0), call.input(1)];
  const shape = integersOf(dims);
  const negative = shape.find((size) => size < 0);
  if (negative !== undefined) invalid(`Dimension ${negative} must be >= 0`);
  if (elementCount(value.shape) !== 1) {
    invalid(`value must represent a scalar, got shape ${shapeText(value.shape)}`);
  }
  const target = dims.shape.length === 0 ? [shape[0]!] : shape;
  return [
    strided(
      reshaped(value, []),
      target,
      target.map(() => 0),
    ),
  ];
};

export const REPEAT: Kernels = {
  Tile: tile,
  BroadcastTo: broadcastTo,
  BroadcastArgs: broadcastArgs,
  Fill: fill,
};
