/** Runs of one loaded version, joined into batches by signature, as TensorFlow Serving's batching session does. */
import { StatusError, type RunLimits, type Session, type Tensor } from '#executor';
import type { TensorInfo } from '#formats/saved-model/schema';
import type { Metrics } from '../metrics';
import type { RunOptions } from '../servable';
import { roundedSize, type QueueOptions } from './parameters';
import { joinRows, largestShape, padTo, sliceRows, splitRows } from './rows';
import { BatchQueue, type Sized, type ThreadPool } from './scheduler';

type Tensors = ReadonlyMap<string, Tensor>;

interface Task extends Sized {
  readonly feeds: Tensors;
  readonly fetches: readonly string[];
  readonly deadline: number;
  /** When it came, in milliseconds since the epoch of time. */
  readonly enqueued: number;
  readonly done: (outputs: readonly Tensor[]) => void;
  readonly failed: (error: unknown) => void;
}

interface Signature {
  /** Names of tensors, sorted. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface BatchingContext {
  readonly pool: ThreadPool;
  readonly metrics: Metrics;
  readonly threadPoolName: string;
  /** Told of a run that belongs to no signature and so is not batched. */
  readonly bypassed: (text: string) => void;
}

const METRICS = '/tensorflow/serving/batching_session';

export class BatchingSession {
  readonly #session: Session;
  readonly #options: QueueOptions;
  readonly #context: BatchingContext;
  readonly #queues = new Map<string, BatchQueue<Task>>();

  /** One queue for each set of tensors that a signature names. */
  constructor(session: Session, options: QueueOptions, context: BatchingContext) {
    this.#session = session;
    this.#options = options;
    this.#context = context;
    for (const { inputs, outputs } of Object.values(session.metaGraph.signatureDef)) {
      const signature = signatureOf(tensorNames(inputs), tensorNames(outputs));
      const key = keyOf(signature);
      if (!this.#queues.has(key)) this.#queues.set(key, this.#queue(signature));
    }
  }

  /**
   * As `Session.run`; waits for a batch.
   * @throws StatusError as the batching queue, or of the batch's run
   */
  async run(
    feeds: Tensors,
    fetches: readonly string[],
    { deadline }: RunOptions,
  ): Promise<readonly Tensor[]> {
    const signature = signatureOf([...feeds.keys()], fetches);
    const queue = this.#queues.get(keyOf(signature));
    if (!queue) {
      this.#context.bypassed(
        `Request doesn't match any declared signature and no default scheduler creator specified. Bypassing batcher. Request signature is: ${signatureText(signature)}`,
      );
      return this.#session.run(feeds, fetches, this.#limits(deadline));
    }
    const size = this.#sizeOf(feeds);
    const enqueued = this.#context.pool.clock.now();
    return new Promise((done, failed) => {
      queue.schedule({ feeds, fetches, size, deadline, enqueued, done, failed });
    });
  }

  #queue(signature: Signature): BatchQueue<Task> {
    return new BatchQueue<Task>(
      this.#context.pool,
      this.#options,
      (tasks) => this.#process(signature, tasks),
      splitTask,
    );
  }

  #sizeOf(feeds: Tensors): number {
    const sizes = Array.from(feeds.values(), ({ shape }) => shape[0]);
    if (sizes.length === 0) refuse('must have at least one input tensor');
    for (const size of sizes) {
      if (size === undefined) refuse('input tensors must have at least one dimension');
      if (size !== sizes[0]) refuse('input tensors must have equal 0th-dimension size');
    }
    for (const size of sizes)
      this.#context.metrics.observe(`${METRICS}/input_batch_size`, {}, size!);
    return sizes[0]!;
  }

  #process(signature: Signature, tasks: readonly Task[]): void {
    try {
      const outputs = this.#runTogether(signature, tasks);
      for (const [i, task] of tasks.entries()) task.done(outputs[i]!);
    } catch (error) {
      for (const task of tasks) task.failed(error);
    }
  }

  #runTogether(signature: Signature, tasks: readonly Task[]): readonly (readonly Tensor[])[] {
    const now = this.#context.pool.clock.now();
    for (const { enqueued } of tasks) {
      const labels = { thread_pool_name: this.#context.threadPoolName };
      this.#context.metrics.observe(`${METRICS}/queuing_latency`, labels, (now - enqueued) * 1000);
    }
    if (tasks.every(({ deadline }) => deadline <= now)) {
      const message = 'Run() timeout exceeded while waiting in batching queue';
      throw new StatusError('RESOURCE_EXHAUSTED', message);
    }
    const rows = tasks.reduce((sum, { size }) => sum + size, 0);
    const padding = roundedSize(this.#options.allowedSizes, rows) - rows;
    this.#count(rows + padding, padding);
    const feeds = signature.inputs.map(
      (name) => [name, this.#merged(name, tasks, padding)] as const,
    );
    const last = Math.max(...tasks.map((task) => task.deadline));
    const outputs = this.#session.run(new Map(feeds), signature.outputs, this.#limits(last));
    return splitOutputs(signature, outputs, tasks, padding);
  }

  #limits(deadline: number): RunLimits {
    const { clock } = this.#context.pool;
    return { isOver: () => clock.now() > deadline };
  }

  #count(size: number, padding: number): void {
    const { metrics } = this.#context;
    const labels = { execution_batch_size: String(size) };
    metrics.observe(`${METRICS}/padding_size`, labels, padding);
    metrics.observe(`${METRICS}/processed_batch_size`, {}, size);
    metrics.count(`${METRICS}/wrapped_run_count`, {});
  }

  #merged(name: string, tasks: readonly Task[], padding: number): Tensor {
    const given = tasks.map(({ feeds }) => feeds.get(name)!);
    const tensors = this.#options.isPadding ? padded(given) : given;
    if (!this.#options.isPadding) checkShapes(name, tensors);
    if (padding === 0) return joinRows(tensors);
    const row = sliceRows(tensors.at(-1)!, 0, 1);
    return joinRows([...tensors, ...new Array<Tensor>(padding).fill(row)]);
  }
}

function padded(tensors: readonly Tensor[]): readonly Tensor[] {
  const shape = largestShape(tensors);
  return tensors.map((tensor) => padTo(tensor, shape));
}

function checkShapes(name: string, tensors: readonly Tensor[]): void {
  const inner = ({ shape }: Tensor) => shape.slice(1).join();
  if (tensors.every((tensor) => inner(tensor) === inner(tensors[0]!))) return;
  throw new StatusError(
    'FAILED_PRECONDITION',
    `Tensors with name '${name}' from different tasks have different shapes and padding is turned off. Set pad_variable_length_inputs to true, or ensure that all tensors with the same name have equal dimensions starting with the first dim.`,
  );
}

/** One list of outputs for each task, in the order of its fetches. */
function splitOutputs(
  signature: Signature,
  outputs: readonly Tensor[],
  tasks: readonly Task[],
  padding: number,
): readonly (readonly Tensor[])[] {
  const sizes = tasks.map(({ size }) => size);
  const rows = sizes.reduce((sum, size) => sum + size, padding);
  const byName = new Map<string, readonly Tensor[]>();
  for (const [i, tensor] of outputs.entries()) {
    const [first] = tensor.shape;
    if (first === undefined) failed('Batched output tensor has 0 dimensions');
    if (first !== rows) {
      failed(
        "Batched output tensor's 0th dimension does not equal the sum of the 0th dimension sizes of the input tensors",
      );
    }
    byName.set(signature.outputs[i]!, splitRows(tensor, sizes));
  }
  return tasks.map(({ fetches }, i) => fetches.map((name) => byName.get(name)![i]!));
}

/** Parts that finish together; the first that fails fails the task. */
function splitTask(task: Task, sizes: readonly number[]): readonly Task[] {
  const cut = new Map(Array.from(task.feeds, ([name, tensor]) => [name, splitRows(tensor, sizes)]));
  const parts: Task[] = [];
  const outputs = sizes.map(
    (size, i) =>
      new Promise<readonly Tensor[]>((done, failed) => {
        const feeds = new Map(Array.from(cut, ([name, tensors]) => [name, tensors[i]!]));
        parts.push({ ...task, size, feeds, done, failed });
      }),
  );
  Promise.all(outputs)
    .then((all) => task.done(task.fetches.map((_, i) => joinRows(all.map((part) => part[i]!)))))
    .catch(task.failed);
  return parts;
}

function tensorNames(infos: Readonly<Record<string, TensorInfo>>): readonly string[] {
  return Object.values(infos).map(({ encoding }) =>
    encoding.case === 'name' ? encoding.value : '',
  );
}

function signatureOf(inputs: readonly string[], outputs: readonly string[]): Signature {
  const sorted = (names: readonly string[]) => [...new Set(names)].sort();
  return { inputs: sorted(inputs), outputs: sorted(outputs) };
}

function keyOf({ inputs, outputs }: Signature): string {
  return JSON.stringify([inputs, outputs]);
}

function signatureText({ inputs, outputs }: Signature): string {
  return `{input_tensors: <${inputs.join(', ')}>, output_tensors: <${outputs.join(', ')}>}`;
}

function refuse(problem: string): never {
  throw new StatusError('INVALID_ARGUMENT', `Batching Run() ${problem}`);
}

function failed(message: string): never {
  throw new StatusError('FAILED_PRECONDITION', message);
}
