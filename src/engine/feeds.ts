/** The arrays that a program is fed: do they fit, and which are bound. Every engine refuses the same with one sentence. */
import { PyTypeError, ValueError } from '#errors';
import { fitsShape, type TensorRef } from '#graph';
import { DTYPES, formatTuple, type NDArray } from '#tensor';
import { deviceDType } from './dtypes';

/** What `Session.bind` was given. */
export class BoundArrays {
  readonly #feeds: readonly TensorRef[];
  #arrays: readonly NDArray[] = [];

  constructor(feeds: readonly TensorRef[]) {
    this.#feeds = feeds;
  }

  /** @throws ValueError, TypeError when the arrays do not fit the feeds or each other */
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

  /** One per feed. @throws ValueError when nothing is bound */
  get arrays(): readonly NDArray[] {
    if (this.#arrays.length !== this.#feeds.length) {
      throw new ValueError('No arrays are bound to the session.');
    }
    return this.#arrays;
  }
}

/** @throws ValueError, TypeError when an array, taken as it is, does not fit its placeholder */
export function checkWhole(arrays: readonly NDArray[], feeds: readonly TensorRef[]): void {
  checkCount(arrays, feeds, 'were given');
  arrays.forEach((array, index) => checkFeed(array, feeds[index]!, array.shape));
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
