/** Helpers of the tests of training and saving: a runtime that keeps what was shown. */
import { createEngine, type BackendId, type Program } from '#engine';
import { GraphBuilder, type SymbolicTensor } from '#graph';
import type { CellOutput } from '#protocol';
import { DTYPES, NDArray, type DType } from '#tensor';
import { MemoryWorkspace } from '#workspace';
import { setRuntime, type Runtime } from '../../runtime';

/** An array as the fixtures write it. */
export interface JsonArray {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: readonly number[];
}

export function fromJson({ shape, dtype, data }: JsonArray): NDArray {
  return arrayOf(data, shape, (dtype === 'int64' ? 'int32' : dtype) as DType);
}

export function arrayOf(
  values: readonly number[],
  shape: readonly number[] = [values.length],
  dtype: DType = 'float32',
): NDArray {
  const data = new DTYPES[dtype].array(values.length);
  values.forEach((value, i) => (data[i] = value));
  return new NDArray(data, shape, dtype);
}

export function numbersOf(array: NDArray): number[] {
  return Array.from(array.data as ArrayLike<number | bigint>, Number);
}

export interface TestRuntime extends Runtime {
  readonly outputs: CellOutput[];
  readonly checkpoints: [epoch: number, epochs: number][];
  readonly busyness: number[];
  /** Sessions that are open. */
  readonly open_sessions: () => number;
  /** What was written to stdout or stderr. */
  text(stream?: 'stdout' | 'stderr'): string;
  /** Presses Stop. */
  stop(): void;
  /** Called at every pause. */
  onPause: () => void;
}

/** A runtime with one backend and files in memory, set as the current one. */
export function startTestRuntime(forced: BackendId = 'cpu'): TestRuntime {
  const engine = createEngine({ forced, onBackend: () => undefined });
  const abort = new AbortController();
  let openSessions = 0;
  const runtime: TestRuntime = {
    workspace: new MemoryWorkspace(),
    baseUrl: 'https://example.test/',
    signal: abort.signal,
    outputs: [],
    checkpoints: [],
    busyness: [],
    open_sessions: () => openSessions,
    async open(program, state, seed) {
      const opened = await engine.open(program, state, seed);
      openSessions += 1;
      const close = opened.session.close.bind(opened.session);
      let isOpen = true;
      opened.session.close = () => {
        if (isOpen) openSessions -= 1;
        isOpen = false;
        close();
      };
      return opened;
    },
    emit: (output) => void runtime.outputs.push(output),
    pause: async () => runtime.onPause(),
    busy: (_what, patience) => void runtime.busyness.push(patience),
    checkpoint: async (_model, epoch, epochs) => void runtime.checkpoints.push([epoch, epochs]),
    text: (stream = 'stdout') =>
      runtime.outputs
        .flatMap((output) =>
          output.kind === 'stream' && output.stream === stream ? [output.text] : [],
        )
        .join(''),
    stop: () => abort.abort(),
    onPause: () => undefined,
  };
  setRuntime(runtime);
  return runtime;
}

/** Adds up the totals of a graph over batches of rows, as training does. */
export async function sumOverBatches(
  runtime: Runtime,
  arrays: readonly NDArray[],
  build: (feeds: readonly SymbolicTensor[]) => readonly SymbolicTensor[],
  batches: readonly (readonly number[])[],
): Promise<number[][]> {
  const builder = new GraphBuilder();
  const feeds = arrays.map(({ shape }, i) =>
    builder.placeholder(`feed_${i}`, { dtype: 'float32', shape: [null, ...shape.slice(1)] }),
  );
  const totals = build(feeds);
  const program: Program = { graph: builder.build(), feeds, fetches: [], totals };
  const { session } = await runtime.open(program, { variables: [], iterations: 0, slots: [] }, 1);
  session.bind(arrays);
  for (const rows of batches) await session.step(Uint32Array.from(rows));
  const sums = await session.readTotals();
  session.close();
  return sums.map(numbersOf);
}
