/** The learner API's host in the lab: nothing is shown or kept, and sessions open on the engine whose turn it is. */
import type { BackendInfo, Engine, Program, SessionState } from '#engine';
import type { OpenedSession, Runtime } from '#learner-api';
import { MemoryWorkspace } from '#workspace';
import { seconds } from './work';

/** Seconds of work between two pauses, as in the kernel. */
const INTERVAL = 0.016;

export class LabRuntime implements Runtime {
  readonly workspace = new MemoryWorkspace();
  readonly signal = new AbortController().signal;
  readonly baseUrl: string;
  /** What sessions open on. */
  engine: Pick<Engine, 'open'> | undefined;
  /** Where the last one opened. */
  backend: BackendInfo | undefined;
  #lastPause = 0;

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl;
  }

  async open(program: Program, state: SessionState, seed: number): Promise<OpenedSession> {
    if (!this.engine) throw new Error('Nothing was said to open sessions on.');
    const opened = await this.engine.open(program, state, seed);
    this.backend = opened.backend;
    return opened;
  }

  async pause(): Promise<void> {
    if (seconds() - this.#lastPause < INTERVAL) return;
    await nextTask();
    this.#lastPause = seconds();
  }

  async checkpoint(): Promise<void> {}
  emit(): void {}
  busy(): void {}
}

/** Lets messages in. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
