/** The bound arrays, and batches gathered from them on the host. */
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { PyTypeError, ValueError } from '#errors';
import type { GraphNode, TensorRef } from '#graph';
import type { NDArray } from '#tensor';
import { DTYPES } from '#tensor';
import { deviceData, deviceDType } from './dtypes';

export class Batches {
  readonly #feeds: readonly TensorRef[];
  #arrays: readonly NDArray[] = [];

  constructor(feeds: readonly TensorRef[]) {
    this.#feeds = feeds;
  }

  /** @throws ValueError when the arrays do not fit the feeds or each other */
  bind(arrays: readonly NDArray[]): void {
    if (arrays.length !== this.#feeds.length) {
      throw new ValueError(
        `The program has ${this.#feeds.length} inputs, but ${arrays.length} arrays were bound.`,
      );
    }
    const sizes = new Set(arrays.map((array) => array.shape[0]));
    if (sizes.size > 1) {
      throw new ValueError(
        `Data cardinality is ambiguous. The bound arrays have ${[...sizes].join(', ')} rows.`,
        { hint: 'Make sure all arrays contain the same number of samples.' },
      );
    }
    arrays.forEach((array, index) => checkFeed(array, this.#feeds[index]!));
    this.#arrays = arrays;
  }

  /** Device tensors of these rows, by placeholder; they belong to the caller. */
  take(rows: Uint32Array): Map<GraphNode, Tensor> {
    if (this.#arrays.length !== this.#feeds.length) {
      throw new ValueError('No arrays are bound to the session.');
    }
    return new Map(
      this.#feeds.map((feed, index) => [feed.node, takeRows(this.#arrays[index]!, feed, rows)]),
    );
  }
}

/** A view of bytes stays bytes until the batch is cut out of it. */
function takeRows(array: NDArray, feed: TensorRef, rows: Uint32Array): Tensor {
  const batch = array.takeRows(rows);
  const target = deviceDType(feed.node.outputs[feed.index]!.dtype);
  return tensor(deviceData(batch, target), [...batch.shape], target);
}

function checkFeed(array: NDArray, feed: TensorRef): void {
  const { dtype, shape } = feed.node.outputs[feed.index]!;
  const fits =
    array.ndim === shape.length &&
    shape.every((dim, axis) => dim === null || axis === 0 || dim === array.shape[axis]);
  if (!fits) {
    const expected = `(${shape.map((dim) => dim ?? 'None').join(', ')})`;
    throw new ValueError(
      `Input ${feed.node.name} expects shape ${expected}, but the array has shape (${array.shape.join(', ')}).`,
      { place: feed.node.name },
    );
  }
  if (DTYPES[array.dtype].isFloat && deviceDType(dtype) !== 'float32') {
    throw new PyTypeError(
      `Input ${feed.node.name} expects ${dtype}, but the array is ${array.dtype}.`,
      { place: feed.node.name, hint: `Convert it with .astype("${dtype}").` },
    );
  }
}
