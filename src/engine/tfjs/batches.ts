/** The arrays that a program is fed: bound ones, of which batches are gathered on the host, or whole ones. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { PyTypeError, ValueError } from '#errors';
import { fitsShape, type GraphNode, type TensorRef } from '#graph';
import { DTYPES, formatTuple, type NDArray } from '#tensor';
import { deviceDType, upload } from './dtypes';

export class Batches {
  readonly #feeds: readonly TensorRef[];
  #arrays: readonly NDArray[] = [];

  constructor(feeds: readonly TensorRef[]) {
    this.#feeds = feeds;
  }

  /** @throws ValueError when the arrays do not fit the feeds or each other */
  bind(arrays: readonly NDArray[]): void {
    checkCount(arrays, this.#feeds, 'were bound');
    const sizes = new Set(arrays.map((array) => array.shape[0]));
    if (sizes.size > 1) {
      throw new ValueError(
        `Data cardinality is ambiguous. The bound arrays have ${[...sizes].join(', ')} rows.`,
        { hint: 'Make sure all arrays contain the same number of samples.' },
      );
    }
    arrays.forEach((array, index) => checkRows(array, this.#feeds[index]!));
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

/**
 * Device tensors of these arrays as they are, by placeholder; they belong to the caller.
 * @throws ValueError, TypeError when an array does not fit its placeholder
 */
export function wholeFeeds(
  feeds: readonly TensorRef[],
  arrays: readonly NDArray[],
): Map<GraphNode, Tensor> {
  checkCount(arrays, feeds, 'were given');
  arrays.forEach((array, index) => checkFeed(array, feeds[index]!, array.shape));
  return new Map(feeds.map((feed, index) => [feed.node, asTensor(arrays[index]!, feed)]));
}

/** A view of bytes stays bytes until the batch is cut out of it. */
function takeRows(array: NDArray, feed: TensorRef, rows: Uint32Array): Tensor {
  return asTensor(array.takeRows(rows), feed);
}

function asTensor(array: NDArray, feed: TensorRef): Tensor {
  return upload(array, deviceDType(feed.node.outputs[feed.index]!.dtype));
}

function checkCount(arrays: readonly NDArray[], feeds: readonly TensorRef[], what: string): void {
  if (arrays.length === feeds.length) return;
  throw new ValueError(
    `The program has ${feeds.length} inputs, but ${arrays.length} arrays ${what}.`,
  );
}

/** The first dimension is not the batch's and does not count. */
function checkRows(array: NDArray, feed: TensorRef): void {
  const [rows] = feed.node.outputs[feed.index]!.shape;
  checkFeed(array, feed, rows === undefined ? array.shape : [rows, ...array.shape.slice(1)]);
}

function checkFeed(array: NDArray, feed: TensorRef, given: readonly (number | null)[]): void {
  const { dtype, shape } = feed.node.outputs[feed.index]!;
  if (!fitsShape(given, shape)) {
    throw new ValueError(
      `Input ${feed.node.name} expects shape ${formatTuple(shape)}, but the array has shape ${formatTuple(array.shape)}.`,
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
