/** The arrays that a program is fed: do they fit, and which are bound. Every engine refuses the same with one sentence. */
import { PyTypeError, ValueError } from '#errors';
import { fitsShape, type TensorRef } from '#graph';
import { DTYPES, formatTuple, type NDArray } from '#tensor';
import { deviceDType } from './dtypes';
import type { Plan } from './plan';

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

/** Samples in arrays that are taken as they are. @throws ValueError when they have different numbers of them */
export function batchOf(plan: Plan, arrays: readonly NDArray[]): number {
  const batched = arrays.filter((_, index) => plan.feeds[index]!.count.isBatched);
  const sizes = new Set(batched.map(({ shape }) => shape[0]!));
  if (sizes.size > 1) {
    throw new ValueError(
      `The inputs have ${[...sizes].join(', ')} samples, but a batch has as many of each.`,
    );
  }
  return sizes.values().next().value ?? 1;
}

/** A feed whose first dimension is fixed takes batches of that size only. @throws ValueError for another */
export function checkBatch(feeds: readonly TensorRef[], plan: Plan, rows: number): void {
  plan.feeds.forEach(({ count, name }, index) => {
    const { node, index: output } = feeds[index]!;
    const [size] = node.outputs[output]!.shape;
    if (count.isBatched || size === undefined || size === rows) return;
    throw new ValueError(`Input ${name} takes batches of ${size}, but this one has ${rows}.`, {
      place: name,
    });
  });
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
