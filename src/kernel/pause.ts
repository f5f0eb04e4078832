/** Lets the worker's messages in between pieces of work. */

/** Milliseconds of work between two pauses. */
const INTERVAL = 16;

/** Resolves after the messages that wait now have been handled. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

export class Pacer {
  #last = performance.now();

  /** Waits for the next task if the last pause is over 16 ms ago, else returns at once. */
  async pause(): Promise<void> {
    if (performance.now() - this.#last < INTERVAL) return;
    await nextTask();
    this.#last = performance.now();
  }
}
