/**
 * Queues that collect tasks into batches over one pool of threads, as TensorFlow's shared batch scheduler: a batch is
 * taken when a thread is free and it is full, closed, or its oldest task has waited long enough. A thread here is a
 * promise under way; queues take turns.
 */
import { StatusError } from '#executor';
import type { Clock } from '../environment';
import type { QueueOptions } from './parameters';

export interface Sized {
  /** Rows. */
  readonly size: number;
}

/** Handles every task of a batch, failures too: never rejects. */
export type RunBatch<Task extends Sized> = (tasks: readonly Task[]) => Promise<void> | void;

/** Cuts a task into tasks of these sizes, in order. */
export type SplitTask<Task extends Sized> = (
  task: Task,
  sizes: readonly number[],
) => readonly Task[];

interface Batch<Task> {
  readonly tasks: Task[];
  size: number;
  isDue: boolean;
  cancel?: () => void;
}

interface Waiting {
  readonly isEmpty: boolean;
  /** Takes a batch that may run now off the queue. */
  take(): (() => Promise<void>) | undefined;
}

export class ThreadPool {
  readonly clock: Clock;
  #free: number;
  /** Those that hold tasks; the one that was served last comes last. */
  readonly #queues: Waiting[] = [];

  constructor(clock: Clock, threads: number) {
    this.clock = clock;
    this.#free = threads;
  }

  /** Looks at this queue, too, until it is empty. */
  add(queue: Waiting): void {
    if (!this.#queues.includes(queue)) this.#queues.push(queue);
  }

  /** Starts whatever may run, while there are threads for it. */
  wake(): void {
    while (this.#free > 0) {
      const run = this.#nextBatch();
      if (!run) return;
      this.#free--;
      void this.#occupy(run);
    }
  }

  async #occupy(run: () => Promise<void>): Promise<void> {
    await Promise.resolve();
    try {
      await run();
    } finally {
      this.#free++;
      this.wake();
    }
  }

  #nextBatch(): (() => Promise<void>) | undefined {
    for (const queue of [...this.#queues]) {
      const run = queue.take();
      if (!run) continue;
      this.#queues.splice(this.#queues.indexOf(queue), 1);
      if (!queue.isEmpty) this.#queues.push(queue);
      return run;
    }
    return undefined;
  }
}

export class BatchQueue<Task extends Sized> {
  readonly #pool: ThreadPool;
  readonly #options: QueueOptions;
  readonly #run: RunBatch<Task>;
  readonly #split: SplitTask<Task>;
  /** The last one is open. */
  readonly #batches: Batch<Task>[] = [newBatch()];

  constructor(
    pool: ThreadPool,
    options: QueueOptions,
    run: RunBatch<Task>,
    split: SplitTask<Task>,
  ) {
    this.#pool = pool;
    this.#options = options;
    this.#run = run;
    this.#split = split;
  }

  /** @throws StatusError when the task is too large, or the queue is full */
  schedule(task: Task): void {
    const { maxInputSize, isSplitting } = this.#options;
    if (task.size > maxInputSize) {
      throw new StatusError(
        'INVALID_ARGUMENT',
        `Task size ${task.size} is larger than maximum input batch size ${maxInputSize}`,
      );
    }
    if (isSplitting) this.#scheduleParts(task);
    else this.#scheduleWhole(task);
    this.#pool.add(this);
    this.#pool.wake();
  }

  get isEmpty(): boolean {
    return this.#batches[0]!.tasks.length === 0;
  }

  take(): (() => Promise<void>) | undefined {
    const batch = this.#batches[0]!;
    const isOpen = this.#batches.length === 1;
    if (batch.tasks.length === 0) return undefined;
    if (isOpen && !batch.isDue && batch.size < this.#options.maxBatchSize) return undefined;
    this.#batches.shift();
    if (isOpen) this.#batches.push(newBatch());
    batch.cancel?.();
    return async () => this.#run(batch.tasks);
  }

  get #open(): Batch<Task> {
    return this.#batches.at(-1)!;
  }

  #scheduleWhole(task: Task): void {
    const { maxBatchSize, maxEnqueuedBatches } = this.#options;
    if (this.#open.size + task.size > maxBatchSize) {
      const enqueued = this.#batches.length;
      if (enqueued >= maxEnqueuedBatches) {
        throw new StatusError(
          'UNAVAILABLE',
          `${FULL}; currently ${enqueued} batches enqueued and max_enqueued_batches is ${maxEnqueuedBatches}`,
        );
      }
      this.#batches.push(newBatch());
    }
    this.#add(task);
  }

  #scheduleParts(task: Task): void {
    const { maxBatchSize, maxEnqueuedBatches } = this.#options;
    const free = maxBatchSize - this.#open.size;
    const capacity = (maxEnqueuedBatches - this.#batches.length) * maxBatchSize + free;
    if (task.size > capacity) {
      const places = [
        `num_enqueued_batches=${this.#batches.length}`,
        `max_enqueued_batches=${maxEnqueuedBatches}`,
        `open_batch_size=${this.#open.size}`,
        `max_execution_batch_size=${maxBatchSize}`,
      ];
      const problem = `task size is ${task.size} but scheduling capacity is only ${capacity}`;
      throw new StatusError('UNAVAILABLE', `${FULL}; ${problem} (${places.join(', ')})`);
    }
    const parts =
      task.size <= free ? [task] : this.#split(task, sizesOf(task.size, free, maxBatchSize));
    for (const part of parts) {
      if (this.#open.size + part.size > maxBatchSize) this.#batches.push(newBatch());
      this.#add(part);
    }
  }

  #add(task: Task): void {
    const batch = this.#open;
    if (batch.tasks.length === 0) this.#startWaiting(batch);
    batch.tasks.push(task);
    batch.size += task.size;
  }

  #startWaiting(batch: Batch<Task>): void {
    const { timeoutMs } = this.#options;
    if (timeoutMs <= 0) batch.isDue = true;
    else {
      batch.cancel = this.#pool.clock.after(timeoutMs, () => {
        batch.isDue = true;
        this.#pool.wake();
      });
    }
  }
}

const FULL = 'The batch scheduling queue to which this task was submitted is full';

function newBatch<Task>(): Batch<Task> {
  return { tasks: [], size: 0, isDue: false };
}

/** What fits into the open batch, then whole batches, then the rest. */
function sizesOf(size: number, free: number, maxBatchSize: number): readonly number[] {
  const sizes = free > 0 ? [free] : [];
  for (let left = size - free; left > 0; left -= maxBatchSize) {
    sizes.push(Math.min(left, maxBatchSize));
  }
  return sizes;
}
