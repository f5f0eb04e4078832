/** A kernel for tests: it answers each run with what the test says, in the order of the runs. */
import type { KernelClientEvent, KernelClientOptions } from '#clients';
import type { RunRequest, RunResult } from '#protocol';
import type { Kernel } from './kernel-state.svelte';

export function result(
  status: RunResult['status'] = 'ok',
  names: Partial<RunResult> = {},
): RunResult {
  return { status, elapsed: 5, ranOn: undefined, reads: [], declares: [], ...names };
}

export class FakeKernel implements Kernel {
  /** Every request so far. */
  readonly requests: RunRequest[] = [];
  stops = 0;
  #emit: (event: KernelClientEvent) => void = () => undefined;
  #end: (result: RunResult | 'cleared') => void = () => undefined;

  readonly connect = ({ onEvent }: KernelClientOptions): Kernel => {
    this.#emit = onEvent;
    return this;
  };

  warm(): Promise<void> {
    return Promise.resolve();
  }

  restore(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<'gentle'> {
    this.stops++;
    return Promise.resolve('gentle');
  }

  run(request: Omit<RunRequest, 'runId'>) {
    const runId = this.requests.push({ ...request, runId: this.requests.length + 1 });
    const done = new Promise<RunResult | 'cleared'>((resolve) => (this.#end = resolve));
    return { runId, result: done };
  }

  emit(event: KernelClientEvent): void {
    this.#emit(event);
  }

  /** The last requested run begins. */
  start(): void {
    const { runId, lesson, cellId } = this.requests.at(-1)!;
    this.#emit({ type: 'started', runId, lesson, cellId });
  }

  /** It prints. */
  print(text: string, runId = this.requests.length): void {
    this.#emit({ type: 'output', runId, output: { kind: 'stream', stream: 'stdout', text } });
  }

  /** It ends; resolves when the page has taken that in. */
  async end(with_: RunResult | 'cleared' = result()): Promise<void> {
    this.#end(with_);
    await new Promise((resolve) => setTimeout(resolve));
  }
}
