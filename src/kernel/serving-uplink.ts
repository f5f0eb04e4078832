/**
 * The way of requests to a host elsewhere, which takes them one after the other: only so many bytes lie there at a time,
 * and whoever hangs up before it is his turn is not sent. A host may never hear that somebody has hung up.
 */

/** Bytes of bodies that may be under way together; a longer one goes alone. */
const UNDER_WAY = 32 * 1024 * 1024;

export class ServingUplink {
  #bytes = 0;
  #admission: Promise<unknown> = Promise.resolve();
  #whenLess: (() => void) | undefined;

  /** @param size bytes that the request brings @param send called when it is its turn, unless `signal` is aborted by then */
  async run<T>(size: number, signal: AbortSignal | undefined, send: () => Promise<T>): Promise<T> {
    const admitted = this.#admission.then(() => this.#admit(size, signal));
    this.#admission = admitted.catch(() => undefined);
    await admitted;
    try {
      return await send();
    } finally {
      this.#bytes -= size;
      this.#whenLess?.();
    }
  }

  async #admit(size: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    while (this.#bytes > 0 && this.#bytes + size > UNDER_WAY) {
      await new Promise<void>((resolve) => (this.#whenLess = resolve));
      signal?.throwIfAborted();
    }
    this.#bytes += size;
  }
}

/** Bytes of a body as it is handed to `fetch`; 0 where nobody knows before it is read. */
export function bodySize(body: RequestInit['body']): number {
  if (typeof body === 'string') return body.length;
  if (body instanceof Blob) return body.size;
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body) ? body.byteLength : 0;
}
