/** Blocks of pixels moved between the batch, the depth and the image. */
import { elementCount } from '../../element-types';
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import { ElementWriter, integersOf, invalid, reshaped, strided, stridesOf } from '../shared';

/** The tensor in `shape` with its axes in another order. */
function permuted(x: Tensor, shape: readonly number[], order: readonly number[]): Tensor {
  const strides = stridesOf(shape);
  return strided(
    x,
    order.map((axis) => shape[axis]!),
    order.map((axis) => strides[axis]!),
  );
}

interface Image {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly depth: number;
  readonly channelsFirst: boolean;
}

function imageOf({ shape }: Tensor, format: string): Image {
  const channelsFirst = format === 'NCHW';
  const [batch, height, width, depth] = (channelsFirst ? [0, 2, 3, 1] : [0, 1, 2, 3]).map(
    (axis) => shape[axis]!,
  ) as [number, number, number, number];
  return { batch, height, width, depth, channelsFirst };
}

const spaceToDepth: Kernel = (call) => {
  const x = call.input(0);
  const block = call.int('block_size');
  if (x.shape.length !== 4) invalid(`Input rank should be 4 instead of ${x.shape.length}`);
  const { batch, height, width, depth, channelsFirst } = imageOf(
    x,
    call.text('data_format', 'NHWC'),
  );
  if (width % block || height % block) {
    invalid(
      `Image width ${width} and height ${height} should be divisible by block_size: ${block}`,
    );
  }
  const [h, w, d] = [height / block, width / block, depth * block * block];
  if (channelsFirst) {
    const moved = permuted(x, [batch, depth, h, block, w, block], [0, 3, 5, 1, 2, 4]);
    return [reshaped(moved, [batch, d, h, w])];
  }
  const moved = permuted(x, [batch, h, block, w, block, depth], [0, 1, 3, 2, 4, 5]);
  return [reshaped(moved, [batch, h, w, d])];
};

const depthToSpace: Kernel = (call) => {
  const x = call.input(0);
  const block = call.int('block_size');
  if (x.shape.length !== 4) invalid(`Input rank should be: 4 instead of: ${x.shape.length}`);
  const { batch, height, width, depth, channelsFirst } = imageOf(
    x,
    call.text('data_format', 'NHWC'),
  );
  const square = block * block;
  if (depth % square) {
    invalid(`Input depth dimension ${depth} should be divisible by: ${square}`);
  }
  const d = depth / square;
  if (channelsFirst) {
    const moved = permuted(x, [batch, block, block, d, height, width], [0, 3, 4, 1, 5, 2]);
    return [reshaped(moved, [batch, d, height * block, width * block])];
  }
  const moved = permuted(x, [batch, height, width, block, block, d], [0, 1, 3, 2, 4, 5]);
  return [reshaped(moved, [batch, height * block, width * block, d])];
};

interface BlockSpec {
  readonly sizes: readonly number[];
  /** Paddings or crops: [start, end] per dimension. */
  readonly edges: readonly (readonly [number, number])[];
}

function blockSpec(call: KernelCall, name: 'paddings' | 'crops'): BlockSpec {
  const [x, blocks, edges] = [call.input(0), call.input(1), call.input(2)];
  const sizes = integersOf(blocks);
  const least = 1 + sizes.length;
  if (x.shape.length < least)
    invalid(`input rank should be >= ${least} instead of ${x.shape.length}`);
  if (edges.shape.length !== 2 || edges.shape[0] !== sizes.length || edges.shape[1] !== 2) {
    invalid(`${name} should have shape [${sizes.length}, 2] instead of ${shapeText(edges.shape)}`);
  }
  const values = integersOf(edges);
  const wrong = sizes.findIndex((size) => size < 1);
  if (wrong >= 0) {
    invalid(
      `All values in block_shape must be positive, got value, ${sizes[wrong]} at index ${wrong}.`,
    );
  }
  if (values.some((edge) => edge < 0)) {
    invalid(`${name === 'crops' ? 'Crops' : 'Paddings'} must be non-negative`);
  }
  return { sizes, edges: sizes.map((_, i) => [values[2 * i]!, values[2 * i + 1]!]) };
}

const spaceToBatch: Kernel = (call) => {
  const x = call.input(0);
  const { sizes, edges } = blockSpec(call, 'paddings');
  const padded = x.shape.map((size, axis) => {
    const edge = edges[axis - 1];
    return edge ? size + edge[0] + edge[1] : size;
  });
  sizes.forEach((size, i) => {
    if (padded[i + 1]! % size) {
      invalid(`padded_shape[${i}]=${padded[i + 1]} is not divisible by block_shape[${i}]=${size}`);
    }
  });
  const rest = padded.slice(sizes.length + 1);
  const folded = sizes.flatMap((size, i) => [padded[i + 1]! / size, size]);
  const places = sizes.map((_, i) => 2 * i);
  const order = [
    ...places.map((at) => at + 2),
    0,
    ...places.map((at) => at + 1),
    ...rest.map((_, i) => 1 + 2 * sizes.length + i),
  ];
  const moved = permuted(padSpace(x, padded, edges), [padded[0]!, ...folded, ...rest], order);
  const outer = padded.slice(1, sizes.length + 1).map((size, i) => size / sizes[i]!);
  return [reshaped(moved, [padded[0]! * elementCount(sizes), ...outer, ...rest])];
};

function padSpace(x: Tensor, shape: readonly number[], edges: BlockSpec['edges']): Tensor {
  const writer = new ElementWriter(x.dtype, shape);
  const [own, target] = [stridesOf(x.shape), stridesOf(shape)];
  const run = elementCount(x.shape.slice(edges.length + 1));
  for (let at = 0; at < elementCount(x.shape); at += run) {
    let to = 0;
    for (let axis = 0; axis <= edges.length; axis++) {
      const place = Math.floor(at / own[axis]!) % x.shape[axis]!;
      to += (place + (edges[axis - 1]?.[0] ?? 0)) * target[axis]!;
    }
    writer.copy(to, x.data, at, run);
  }
  return writer.tensor();
}

const batchToSpace: Kernel = (call) => {
  const x = call.input(0);
  const { sizes, edges } = blockSpec(call, 'crops');
  const blocks = elementCount(sizes);
  const batch = x.shape[0]!;
  if (batch % blocks) {
    invalid(
      `Input batch dimension (${batch}) is not divisible by product of block sizes (${blocks})`,
    );
  }
  const [space, rest] = [x.shape.slice(1, sizes.length + 1), x.shape.slice(sizes.length + 1)];
  const count = sizes.length;
  const order = [
    count,
    ...sizes.flatMap((_, i) => [count + 1 + i, i]),
    ...rest.map((_, i) => 2 * count + 1 + i),
  ];
  const moved = permuted(x, [...sizes, batch / blocks, ...space, ...rest], order);
  const whole = [batch / blocks, ...space.map((size, i) => size * sizes[i]!), ...rest];
  return [crop(reshaped(moved, whole), edges)];
};

function crop(x: Tensor, edges: BlockSpec['edges']): Tensor {
  const strides = stridesOf(x.shape);
  const shape = x.shape.map((size, axis) => {
    const [start, end] = edges[axis - 1] ?? [0, 0];
    if (size - start - end < 0) {
      invalid(`cropped_shape[${axis - 1}]=${size - start - end} must be non-negative`);
    }
    return size - start - end;
  });
  const offset = edges.reduce((sum, [start], i) => sum + start * strides[i + 1]!, 0);
  return strided(x, shape, strides, offset);
}

export const BLOCKS: Kernels = {
  SpaceToDepth: spaceToDepth,
  DepthToSpace: depthToSpace,
  SpaceToBatchND: spaceToBatch,
  BatchToSpaceND: batchToSpace,
};
