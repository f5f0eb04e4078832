/** Blocks of pixels that move between space, depth and batch: padding, reshaping and transposing. */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '#tensor';
import type { OpCall, OpKernel, OpTable } from '../call';
import { pad } from '../ranks';
import { requireNhwc } from './conv-attrs';

export const BLOCKS: OpTable = {
  DepthToSpace: depthOp(depthToSpace, spaceToDepth),
  SpaceToDepth: depthOp(spaceToDepth, depthToSpace),
  SpaceToBatchND: batchOp(spaceToBatch, batchToSpace),
  BatchToSpaceND: batchOp(batchToSpace, spaceToBatch),
};

type Depth = (x: tf.Tensor, block: number) => tf.Tensor;
type Batch = (x: tf.Tensor, blocks: readonly number[], edges: [number, number][]) => tf.Tensor;

function depthOp(forward: Depth, backward: Depth): OpKernel {
  return {
    run: (call) => {
      requireNhwc(call);
      return forward(call.tensor(0), call.number('block_size', 2));
    },
    kernels: ['Transpose', 'Reshape'],
    gradient: ({ call, dy }) => [() => backward(dy, call.number('block_size', 2))],
  };
}

function depthToSpace(x: tf.Tensor, block: number): tf.Tensor {
  const [batch, rows, columns, channels] = x.shape as [number, number, number, number];
  const depth = channels / (block * block);
  const apart = tf.reshape(x, [batch * rows, columns, block, block * depth]);
  const turned = tf.transpose(apart, [0, 2, 1, 3]);
  return tf.reshape(turned, [batch, rows * block, columns * block, depth]);
}

function spaceToDepth(x: tf.Tensor, block: number): tf.Tensor {
  const [batch, rows, columns, depth] = x.shape as [number, number, number, number];
  const [down, across] = [rows / block, columns / block];
  const apart = tf.reshape(x, [batch * down, block, across, block * depth]);
  const turned = tf.transpose(apart, [0, 2, 1, 3]);
  return tf.reshape(turned, [batch, down, across, block * block * depth]);
}

function batchOp(forward: Batch, backward: Batch): OpKernel {
  return {
    run: (call) => forward(call.tensor(0), call.numbers(1), edgesOf(call)),
    kernels: ['PadV2', 'Slice', 'Transpose', 'Reshape'],
    gradient: ({ call, dy }) => [() => backward(dy, call.numbers(1), edgesOf(call))],
  };
}

function edgesOf(call: OpCall): [number, number][] {
  const flat = call.numbers(2);
  return call.numbers(1).map((_, i) => [flat[2 * i]!, flat[2 * i + 1]!]);
}

/** One dimension after the other, the last first: the block offsets of the first dimension end up outermost. */
function spaceToBatch(
  x: tf.Tensor,
  blocks: readonly number[],
  edges: [number, number][],
): tf.Tensor {
  const none: [number, number][] = x.shape.slice(blocks.length + 1).map(() => [0, 0]);
  const padded = pad(x, [[0, 0], ...edges, ...none]);
  return blocks.reduceRight((value, block, i) => {
    const shape = value.shape;
    const [before, dim] = [sizeOf(shape.slice(1, i + 1)), shape[i + 1]!];
    const inner = sizeOf(shape.slice(i + 2));
    const apart = tf.reshape(value, [shape[0]! * before, dim / block, block, inner]);
    const split = tf.reshape(tf.transpose(apart, [2, 0, 1, 3]), [
      block * shape[0]!,
      ...shape.slice(1, i + 1),
      dim / block,
      ...shape.slice(i + 2),
    ]);
    return split;
  }, padded);
}

function batchToSpace(
  x: tf.Tensor,
  blocks: readonly number[],
  edges: [number, number][],
): tf.Tensor {
  const whole = blocks.reduce((value, block, i) => {
    const shape = value.shape;
    const batch = shape[0]! / block;
    const [before, dim] = [sizeOf(shape.slice(1, i + 1)), shape[i + 1]!];
    const inner = sizeOf(shape.slice(i + 2));
    const apart = tf.reshape(value, [block, batch * before, dim, inner]);
    return tf.reshape(tf.transpose(apart, [1, 2, 0, 3]), [
      batch,
      ...shape.slice(1, i + 1),
      dim * block,
      ...shape.slice(i + 2),
    ]);
  }, x);
  const starts = whole.shape.map((_, axis) => edges[axis - 1]?.[0] ?? 0);
  const sizes = whole.shape.map((dim, axis) => {
    const [before, after] = edges[axis - 1] ?? [0, 0];
    return dim - before - after;
  });
  return tf.slice(whole, starts, sizes);
}
