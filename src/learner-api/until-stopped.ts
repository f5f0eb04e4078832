/** Waiting for a learner's generators and functions: Stop takes hold while they themselves wait, too. */
import { KeyboardInterrupt } from '#errors';
import { getRuntime } from './runtime';

/**
 * The items one after the other. What iterates is closed when the loop ends early, as in any loop, but after a Stop
 * nobody waits for that: an `await` in the generator ends only when the work that waits for it has.
 *
 * @throws what the generator throws; KeyboardInterrupt after a Stop
 */
export async function* untilStopped<T>(
  items: Iterable<T> | AsyncIterable<T>,
): AsyncGenerator<Awaited<T>, void> {
  const iterator =
    Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let isOver = false;
  try {
    for (;;) {
      const next = await orStop(iterator.next());
      isOver = next.done === true;
      if (next.done) return;
      yield await orStop(next.value);
    }
  } finally {
    if (!isOver) await closed(iterator);
  }
}

/** The value when it is there. @throws KeyboardInterrupt when a Stop comes before it */
export async function orStop<T>(value: T): Promise<Awaited<T>> {
  if (!isPromise(value)) return value as Awaited<T>;
  const { signal } = getRuntime();
  let stop!: () => void;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new KeyboardInterrupt());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return (await Promise.race([value, stopped])) as Awaited<T>;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Milliseconds: enough to save a small model. */
const MOMENT = 300;

/**
 * Waits for the end of what a learner's function does. After a Stop only a moment more: an `await` in it ends when the
 * work that called it has ended.
 */
export async function endOf(work: unknown): Promise<void> {
  if (!isPromise(work)) return;
  try {
    await orStop(work);
  } catch (error) {
    if (!getRuntime().signal.aborted) throw error;
    await Promise.race([work, new Promise((resolve) => setTimeout(resolve, MOMENT))]);
  }
}

async function closed(iterator: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  const closing = Promise.resolve(iterator.return?.());
  if (getRuntime().signal.aborted) closing.catch(() => undefined);
  else await closing;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
