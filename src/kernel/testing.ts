/** A kernel with a small stand-in for the learner API, for tests. */
import { FileNotFoundError } from '#errors';
import type { Runtime } from '#learner-api';
import type {
  CellOutput,
  KernelEvent,
  KernelOptions,
  RunRequest,
  RunResult,
  ServingApi,
} from '#protocol';
import { MemoryWorkspace, type Workspace } from '#workspace';
import { createKernel, type Kernel } from './kernel';
import type { Peers } from './peers';

export interface TestKernel {
  readonly kernel: Kernel;
  readonly events: KernelEvent[];
  readonly files: MemoryWorkspace;
  /** Outputs of one run, or of all. */
  outputs(runId?: number): CellOutput[];
  /** All text that runs have printed. */
  text(): string;
  run(code: string, more?: Partial<RunRequest>): Promise<RunResult>;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** `train(epochs)` stands for `fit`: announces itself, pauses between steps of 5 ms, and offers a checkpoint each epoch. */
function createLearner(files: MemoryWorkspace) {
  let runtime: Runtime;
  const api = {
    print: (...values: unknown[]) =>
      runtime.emit({ kind: 'stream', stream: 'stdout', text: `${values.join(' ')}\n` }),
    wait,
    makeModel: (name: string) => ({ name, steps: 0 }),
    async fail(message: string) {
      await wait(1);
      throw new TypeError(message);
    },
    failNow(message: string) {
      throw new RangeError(message);
    },
    async train(model: { steps: number }, epochs: number) {
      runtime.busy('train', 1000);
      try {
        for (let epoch = 1; epoch <= epochs; epoch++) {
          await wait(5);
          await runtime.pause();
          runtime.signal.throwIfAborted();
          model.steps++;
          await runtime.checkpoint(model, epoch, epochs);
        }
      } finally {
        runtime.busy('train', 0);
      }
    },
  };
  return {
    createLearnerScope: () => api,
    setRuntime: (given: Runtime) => void (runtime = given),
    repr: (value: unknown) => JSON.stringify(value) ?? String(value),
    display: (value: unknown) =>
      runtime.emit({ kind: 'value', text: JSON.stringify(value) ?? String(value) }),
    saveModel: (model: unknown, path: string) =>
      files.write(path, new TextEncoder().encode(JSON.stringify(model))),
    async loadModel(path: string) {
      if (await files.exists(path)) return readJson(files, path);
      throw new FileNotFoundError(`No file ${path}.`, { hint: 'Train it again.' });
    },
  };
}

function createFakeKernel(
  files: MemoryWorkspace,
  emit: (event: KernelEvent) => void,
  peers: Peers = { id: '00000001', alive: async () => new Set() },
): Kernel {
  return createKernel({
    workspace: files,
    peers,
    engine: { open: () => Promise.reject(new Error('no engine')) },
    serving: {} as ServingApi,
    learner: createLearner(files),
    baseUrl: 'http://localhost/',
    emit,
  });
}

/** For a worker of the tests. */
export async function startTestKernel(
  _: KernelOptions,
  emit: (event: KernelEvent) => void,
): Promise<Kernel> {
  return createFakeKernel(new MemoryWorkspace(), emit);
}

export async function readJson(files: Workspace, path: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await files.read(path)));
}

/** Kernels that are given the same files stand for those of two pages. */
export function createTestKernel(files = new MemoryWorkspace(), peers?: Peers): TestKernel {
  const events: KernelEvent[] = [];
  const kernel = createFakeKernel(files, (event) => void events.push(event), peers);
  let runId = 0;
  const outputs = (id?: number) =>
    events.flatMap((event) =>
      event.type === 'output' && (id ?? event.runId) === event.runId ? [event.output] : [],
    );
  return {
    kernel,
    events,
    files,
    outputs,
    text: () =>
      outputs()
        .map((o) => (o.kind === 'stream' ? o.text : ''))
        .join(''),
    run: (code, more) =>
      kernel.run({
        runId: ++runId,
        cellId: `c${runId}`,
        lesson: 'lesson',
        language: 'ts',
        code,
        ...more,
      }),
  };
}
