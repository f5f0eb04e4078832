/** The arrays that a program is fed, as device tensors by placeholder, which belong to the caller. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { GraphNode, TensorRef } from '#graph';
import type { NDArray } from '#tensor';
import { deviceDType } from '../dtypes';
import { upload } from './transfer';

/** These rows of the arrays. A view of bytes stays bytes until the batch is cut out of it. */
export function rowFeeds(
  feeds: readonly TensorRef[],
  arrays: readonly NDArray[],
  rows: Uint32Array,
): Map<GraphNode, Tensor> {
  return new Map(
    feeds.map((feed, index) => [feed.node, asTensor(arrays[index]!.takeRows(rows), feed)]),
  );
}

/** The arrays as they are. */
export function wholeFeeds(
  feeds: readonly TensorRef[],
  arrays: readonly NDArray[],
): Map<GraphNode, Tensor> {
  return new Map(feeds.map((feed, index) => [feed.node, asTensor(arrays[index]!, feed)]));
}

function asTensor(array: NDArray, feed: TensorRef): Tensor {
  return upload(array, deviceDType(feed.node.outputs[feed.index]!.dtype));
}
