/** A worker that is none: a kernel of the test's own making behind a message channel. */
import type { KernelApi, KernelEvent, RunRequest, RunResult } from '#protocol';
import { expose } from 'comlink';
import type { KernelWorker } from './kernel-process';

type Emit = (event: KernelEvent) => unknown;

/** What the fake kernel does with a cell; `emit` and the promise of the interrupt are at hand. */
export type FakeCell = (
  request: RunRequest,
  emit: Emit,
  interrupted: Promise<void>,
) => Promise<RunResult['status']>;

export class FakeWorker implements KernelWorker {
  readonly #channel = new MessageChannel();
  readonly #target = new EventTarget();
  isTerminated = false;
  #emit: Emit = () => undefined;
  #interrupt: () => void = () => undefined;

  constructor(cell: FakeCell, boot: () => Promise<void> = async () => undefined) {
    const api: KernelApi = {
      boot: async (_, emit) => {
        this.#emit = emit;
        await boot();
      },
      run: async (request) => {
        const interrupted = new Promise<void>((resolve) => (this.#interrupt = resolve));
        const status = await cell(request, this.#emit, interrupted);
        return { status, elapsed: 1, ranOn: undefined, reads: [], declares: [] };
      },
      interrupt: async () => this.#interrupt(),
      restore: async () => undefined,
    };
    expose(api, this.#channel.port2);
    this.#channel.port1.start();
  }

  /** What the browser does when a worker dies. */
  die(message: string): void {
    this.#target.dispatchEvent(Object.assign(new Event('error'), { message }));
  }

  postMessage(message: unknown, transfer?: unknown): void {
    this.#channel.port1.postMessage(message, transfer as Transferable[]);
  }

  addEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    this.#of(type).addEventListener(type, listener);
  }

  removeEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    this.#of(type).removeEventListener(type, listener);
  }

  terminate(): void {
    this.isTerminated = true;
    this.#channel.port1.close();
  }

  #of(type: string): EventTarget {
    return type === 'message' ? this.#channel.port1 : this.#target;
  }
}
