/** A kernel with a small stand-in for the learner API, for tests. */
import { FileNotFoundError } from '#errors';
import type { Runtime } from '#learner-api';
import type { CellOutput, KernelEvent, KernelOptions, RunRequest, RunResult } from '#protocol';
import type { Workspace } from '#workspace';
import { createKernel, type Kernel } from './kernel';

export class FakeFiles {
  readonly files = new Map<string, Uint8Array>();
  readonly write = async (path: string, bytes: Uint8Array) => void this.files.set(path, bytes);

  text(path: string): string {
    return new TextDecoder().decode(this.files.get(path));
  }
}

export interface TestKernel {
  readonly kernel: Kernel;
  readonly events: KernelEvent[];
  readonly files: FakeFiles;
  /** Outputs of one run, or of all. */
  outputs(runId?: number): CellOutput[];
  /** All text that runs have printed. */
  text(): string;
  run(code: string, more?: Partial<RunRequest>): Promise<RunResult>;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** `train(epochs)` stands for `fit`: announces itself, pauses between steps of 5 ms, and offers a checkpoint each epoch. */
function createLearner(files: FakeFiles) {
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
      if (files.files.has(path)) return JSON.parse(files.text(path)) as unknown;
      throw new FileNotFoundError(`No file ${path}.`, { hint: 'Train it again.' });
    },
  };
}

function createFakeKernel(files: FakeFiles, emit: (event: KernelEvent) => void): Kernel {
  return createKernel({
    workspace: files as unknown as Workspace,
    engine: { open: () => Promise.reject(new Error('no engine')) },
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
  return createFakeKernel(new FakeFiles(), emit);
}

export function createTestKernel(): TestKernel {
  const files = new FakeFiles();
  const events: KernelEvent[] = [];
  const kernel = createFakeKernel(files, (event) => void events.push(event));
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
