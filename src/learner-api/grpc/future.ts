/** A call that has begun: what `stub.Predict.future(request)` returns. What waits in Python returns a promise. */
import { RpcError } from './rpc-error';
import { StatusCode, type StatusCodeMember } from './status-code';
import type { CallFuture } from './types';

/** @param work its signal is aborted by `cancel` */
export function startCall<Response>(
  work: (signal: AbortSignal) => Promise<Response>,
): CallFuture<Response> {
  return new Future(work);
}

class Future<Response> implements CallFuture<Response> {
  readonly #abort = new AbortController();
  readonly #answer: Promise<Response>;
  #isDone = false;

  constructor(work: (signal: AbortSignal) => Promise<Response>) {
    this.#answer = work(this.#abort.signal)
      .catch((error: unknown) => {
        throw this.#errorOf(error);
      })
      .finally(() => (this.#isDone = true));
    // Nobody has to look at it.
    this.#answer.catch(() => undefined);
  }

  result(): Promise<Response> {
    return this.#answer;
  }

  exception(): Promise<Error | null> {
    return this.#answer.then(
      () => null,
      (error: unknown) => error as Error,
    );
  }

  async code(): Promise<StatusCodeMember> {
    const error = await this.exception();
    if (error instanceof RpcError) return error.code();
    return error ? StatusCode.UNKNOWN : StatusCode.OK;
  }

  async details(): Promise<string> {
    const error = await this.exception();
    return error instanceof RpcError ? error.details() : '';
  }

  add_done_callback(callback: (future: CallFuture<Response>) => void): void {
    void this.exception().then(() => callback(this));
  }

  cancel(): boolean {
    if (this.#isDone) return false;
    this.#isDone = true;
    this.#abort.abort();
    return true;
  }

  cancelled(): boolean {
    return this.#abort.signal.aborted;
  }

  done(): boolean {
    return this.#isDone;
  }

  running(): boolean {
    return !this.#isDone;
  }

  repr(): string {
    return '<_MultiThreadedRendezvous object>';
  }

  #errorOf(error: unknown): unknown {
    const kind = '_MultiThreadedRendezvous';
    if (this.cancelled()) {
      return new RpcError(StatusCode.CANCELLED, 'Locally cancelled by application!', { kind });
    }
    if (!(error instanceof RpcError)) return error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    return new RpcError(error.code(), error.details(), { ...hint, kind });
  }
}
