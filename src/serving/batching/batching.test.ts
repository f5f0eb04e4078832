import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { makeTensor, StatusError, type RunLimits, type Session, type Tensor } from '#executor';
import { MetaGraphDefSchema } from '#formats/saved-model/schema';
import { createMetrics } from '../metrics';
import { BatchingParametersSchema } from '../schema';
import { createBatching } from './index';

/** A clock that stands until it is told to go. */
function stoppedClock() {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    after(milliseconds: number, run: () => void) {
      const timer = { at: now + milliseconds, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pass(milliseconds: number) {
      now += milliseconds;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { run } of due) run();
    },
  };
}

const name = (value: string) => ({ encoding: { case: 'name' as const, value } });

/** Doubles `x:0`, adds up its rows' elements in `sum:0`, has wider rows in `growing:0` with each run. Remembers the shapes and limits of its runs. */
function doubling() {
  const runs: (readonly number[])[] = [];
  const limits: RunLimits[] = [];
  const session: Session = {
    bytes: 0,
    metaGraph: create(MetaGraphDefSchema, {
      signatureDef: {
        serving_default: {
          inputs: { x: name('x:0') },
          outputs: { y: name('y:0'), sum: name('sum:0') },
        },
        two: { inputs: { a: name('x:0'), b: name('b:0') }, outputs: { y: name('y:0') } },
        total: { inputs: { x: name('x:0') }, outputs: { total: name('total:0') } },
        growing: { inputs: { x: name('x:0') }, outputs: { y: name('growing:0') } },
      },
    }),
    run(feeds, fetches, given = {}) {
      limits.push(given);
      const x = feeds.get('x:0')!;
      runs.push(x.shape);
      const data = Float32Array.from(x.data as Float32Array, (value) => value * 2);
      if (data.includes(-2)) throw new StatusError('INVALID_ARGUMENT', 'negative');
      const [rows = 0] = x.shape;
      const length = data.length / rows;
      const sums = Float32Array.from({ length: rows }, (_, i) =>
        data.subarray(i * length, (i + 1) * length).reduce((sum, value) => sum + value, 0),
      );
      const outputs: Record<string, Tensor> = {
        'y:0': makeTensor('float32', x.shape, data),
        'sum:0': makeTensor('float32', [rows], sums),
        'total:0': makeTensor('float32', [], new Float32Array(1)),
        'growing:0': makeTensor(
          'float32',
          [rows, runs.length],
          new Float32Array(rows * runs.length),
        ),
      };
      return fetches.map((fetch) => outputs[fetch]!);
    },
  };
  return { session, runs, limits };
}

type Parameters = MessageInitShape<typeof BatchingParametersSchema>;

function server(parameters: Parameters) {
  const clock = stoppedClock();
  const metrics = createMetrics();
  const logged: string[] = [];
  const log = { log: (_: string, __: string, text: string) => void logged.push(text), print() {} };
  const { session, runs, limits } = doubling();
  const created = create(BatchingParametersSchema, parameters);
  const batching = createBatching(created, { clock, metrics, log });
  const wrapped = batching.wrap(session);
  const run = async (
    values: number[],
    { shape = [values.length], fetches = ['y:0', 'sum:0'], deadline = Infinity } = {},
  ) => {
    const x = makeTensor('float32', shape, Float32Array.from(values));
    const outputs = await wrapped.run(new Map([['x:0', x]]), fetches, { deadline });
    return outputs.map(({ data }) => Array.from(data as Float32Array));
  };
  return { clock, metrics, logged, runs, limits, wrapped, run, wrap: () => batching.wrap(session) };
}

const message = (code: string, text: string) => expect.objectContaining({ code, message: text });
const FULL = 'The batch scheduling queue to which this task was submitted is full';
const ONE_THREAD = { numBatchThreads: 1n };

describe('batching', () => {
  it('by default runs at once what comes alone, and waits for no timer', async () => {
    const { clock, run, runs } = server({});
    clock.after = () => {
      throw new Error('a timer');
    };
    const ran = run([1, 2]);
    await Promise.resolve();
    expect(runs).toEqual([[2]]);
    expect(await ran).toEqual([
      [2, 4],
      [2, 4],
    ]);
  });

  it('runs requests that wait together, and gives each its own rows', async () => {
    const { clock, run, runs } = server({ ...ONE_THREAD, batchTimeoutMicros: 1000n });
    const answers = Promise.all([run([1, 2]), run([3], { fetches: ['sum:0', 'y:0'] })]);
    clock.pass(1);
    expect(await answers).toEqual([
      [
        [2, 4],
        [2, 4],
      ],
      [[6], [6]],
    ]);
    expect(runs).toEqual([[3]]);
  });

  it('runs a full batch without waiting', async () => {
    const { run, runs } = server({ maxBatchSize: 2n, batchTimeoutMicros: 1_000_000n });
    await Promise.all([run([1]), run([2])]);
    expect(runs).toEqual([[2]]);
  });

  it('runs at once without a timeout while a thread is free, and joins what comes meanwhile', async () => {
    const { run, runs } = server(ONE_THREAD);
    await Promise.all([run([1]), run([2]), run([3])]);
    expect(runs).toEqual([[1], [2]]);
  });

  it('runs a closed batch when the next one has begun', async () => {
    const { clock, run, runs } = server({ maxBatchSize: 3n, batchTimeoutMicros: 1000n });
    const first = run([1, 2]);
    const second = run([3, 4]);
    await first;
    expect(runs).toEqual([[2]]);
    clock.pass(1);
    await second;
  });

  it('refuses a request larger than a batch', async () => {
    await expect(server({ maxBatchSize: 3n }).run([1, 2, 3, 4])).rejects.toEqual(
      message('INVALID_ARGUMENT', 'Task size 4 is larger than maximum input batch size 3'),
    );
  });

  it('refuses what its queue has no place for', async () => {
    const parameters = { maxBatchSize: 2n, batchTimeoutMicros: 1000n, maxEnqueuedBatches: 1n };
    const { clock, run } = server({ ...ONE_THREAD, ...parameters });
    const first = run([1]);
    const text = `${FULL}; currently 1 batches enqueued and max_enqueued_batches is 1`;
    await expect(run([1, 2])).rejects.toEqual(message('UNAVAILABLE', text));
    clock.pass(1);
    expect(await first).toEqual([[2], [2]]);
  });

  it('cuts a large request where that is allowed', async () => {
    const { run, runs } = server({
      ...ONE_THREAD,
      maxBatchSize: 8n,
      enableLargeBatchSplitting: true,
      maxExecutionBatchSize: 2n,
      maxEnqueuedBatches: 3n,
    });
    expect(await run([1, 2, 3, 4, 5])).toEqual([
      [2, 4, 6, 8, 10],
      [2, 4, 6, 8, 10],
    ]);
    expect(runs).toEqual([[2], [2], [1]]);
    const places =
      'num_enqueued_batches=1, max_enqueued_batches=3, open_batch_size=0, max_execution_batch_size=2';
    await expect(run([1, 2, 3, 4, 5, 6, 7])).rejects.toEqual(
      message(
        'UNAVAILABLE',
        `${FULL}; task size is 7 but scheduling capacity is only 6 (${places})`,
      ),
    );
  });

  it('fails a request whose parts have rows that do not fit each other', async () => {
    const { run } = server({
      maxBatchSize: 8n,
      enableLargeBatchSplitting: true,
      maxExecutionBatchSize: 2n,
    });
    await expect(run([1, 2, 3], { fetches: ['growing:0'] })).rejects.toBeInstanceOf(RangeError);
  });

  it('fills a batch up to an allowed size with the first row of the last request', async () => {
    const { metrics, run, runs } = server({ maxBatchSize: 4n, allowedBatchSizes: [1n, 3n, 4n] });
    expect(await run([5, 6])).toEqual([
      [10, 12],
      [10, 12],
    ]);
    expect(runs).toEqual([[3]]);
    const page = metrics.page();
    expect(page).toContain('batching_session:padding_size_sum{execution_batch_size="3"} 1\n');
    expect(page).toContain('batching_session:input_batch_size_sum{} 2\n');
    expect(page).toContain('batching_session:processed_batch_size_sum{} 3\n');
    expect(page).toContain('batching_session:wrapped_run_count{} 1\n');
  });

  it('refuses allowed sizes that do not end with the largest batch', () => {
    expect(() => server({ maxBatchSize: 4n, allowedBatchSizes: [1n, 3n] })).toThrow(
      'Last entry in allowed_batch_sizes must match max_batch_size; last entry was 3; expected 4',
    );
  });

  it('refuses scalars and inputs with different numbers of rows', async () => {
    const { run, wrapped } = server({});
    await expect(run([1], { shape: [] })).rejects.toEqual(
      message('INVALID_ARGUMENT', 'Batching Run() input tensors must have at least one dimension'),
    );
    const feeds = new Map([
      ['x:0', makeTensor('float32', [1], new Float32Array(1))],
      ['b:0', makeTensor('float32', [2], new Float32Array(2))],
    ]);
    await expect(wrapped.run(feeds, ['y:0'], { deadline: Infinity })).rejects.toEqual(
      message(
        'INVALID_ARGUMENT',
        'Batching Run() input tensors must have equal 0th-dimension size',
      ),
    );
  });

  it('fails all requests of a batch whose shapes differ', async () => {
    const { clock, run } = server({ maxBatchSize: 2n, batchTimeoutMicros: 1000n });
    const answers = [run([1, 2], { shape: [1, 2] }), run([1, 2, 3], { shape: [1, 3] })];
    clock.pass(1);
    for (const answer of answers) {
      await expect(answer).rejects.toEqual(
        message(
          'FAILED_PRECONDITION',
          "Tensors with name 'x:0' from different tasks have different shapes and padding is turned off. Set pad_variable_length_inputs to true, or ensure that all tensors with the same name have equal dimensions starting with the first dim.",
        ),
      );
    }
  });

  it('pads inputs of different lengths with their own first element', async () => {
    const parameters = {
      maxBatchSize: 3n,
      batchTimeoutMicros: 1000n,
      padVariableLengthInputs: true,
    };
    const { run, runs } = server(parameters);
    const [small, large] = await Promise.all([
      run([1, 2, 3, 4], { shape: [2, 2, 1] }),
      run([5, 6, 7, 8, 9, 10], { shape: [1, 2, 3] }),
    ]);
    expect(runs).toEqual([[3, 2, 3]]);
    expect(small![0]).toEqual([2, 2, 2, 4, 2, 2, 6, 2, 2, 8, 2, 2]);
    expect(large![0]).toEqual([10, 12, 14, 16, 18, 20]);
  });

  it('lets a batch run until the last deadline of its requests', async () => {
    const { clock, run, limits } = server({ ...ONE_THREAD, batchTimeoutMicros: 1000n });
    const answers = Promise.all([run([1], { deadline: 100 }), run([2], { deadline: 200 })]);
    clock.pass(1);
    await answers;
    clock.pass(199);
    expect(limits[0]!.isOver?.()).toBe(false);
    clock.pass(1);
    expect(limits[0]!.isOver?.()).toBe(true);
  });

  it('gives up a request that waited past its deadline', async () => {
    const { clock, run, runs } = server({ batchTimeoutMicros: 600_000n });
    const answer = run([1], { deadline: 100 });
    clock.pass(600);
    await expect(answer).rejects.toEqual(
      message('RESOURCE_EXHAUSTED', 'Run() timeout exceeded while waiting in batching queue'),
    );
    expect(runs).toEqual([]);
  });

  it('fails all requests of a batch that the graph fails', async () => {
    const { run } = server({ maxBatchSize: 2n, batchTimeoutMicros: 1000n });
    const answers = await Promise.allSettled([run([1]), run([-1])]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('refuses outputs that are not one row for each', async () => {
    await expect(server({}).run([1], { fetches: ['total:0'] })).rejects.toEqual(
      message('FAILED_PRECONDITION', 'Batched output tensor has 0 dimensions'),
    );
  });

  it('does not batch what belongs to no signature, and says so once', async () => {
    const { logged, run } = server({});
    await run([1], { fetches: ['y:0'] });
    await run([1], { fetches: ['y:0'] });
    expect(logged).toEqual([
      "Request doesn't match any declared signature and no default scheduler creator specified. Bypassing batcher. Request signature is: {input_tensors: <x:0>, output_tensors: <y:0>}",
    ]);
  });

  it('shares its threads between versions', async () => {
    const { run, runs, wrap } = server(ONE_THREAD);
    const x = makeTensor('float32', [1], new Float32Array(1));
    const other = wrap().run(new Map([['x:0', x]]), ['y:0', 'sum:0'], { deadline: Infinity });
    await Promise.all([other, run([1]), run([2])]);
    expect(runs).toEqual([[1], [2]]);
  });
});
