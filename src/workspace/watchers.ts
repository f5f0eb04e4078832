/** Tells of changes, here and (given a channel) in all pages and workers of this origin. */
export class Watchers {
  readonly #callbacks = new Set<() => void>();
  readonly #channel: BroadcastChannel | undefined;

  /** @param channelName without one only this object's own watchers are told */
  constructor(channelName?: string) {
    if (channelName === undefined || typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(channelName);
    this.#channel.onmessage = () => this.#call();
  }

  add(onChange: () => void): () => void {
    // A wrapper, so that the same function may watch twice.
    const callback = () => onChange();
    this.#callbacks.add(callback);
    return () => void this.#callbacks.delete(callback);
  }

  tell(): void {
    this.#channel?.postMessage('changed');
    this.#call();
  }

  #call(): void {
    for (const callback of [...this.#callbacks]) callback();
  }
}
