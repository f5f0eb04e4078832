/** One transfer: a request to a port of localhost, its answer, and all that curl says of it. */
import type { RawRequest, RawResponse } from '#protocol';
import type { CommandIO } from '../../command';
import { adviceOnRefusal } from './advice';
import { Code, CurlError } from './curl-error';
import type { CurlOptions } from './options';
import { Saving } from './output';
import { progressMeter } from './progress';
import { buildRequest, type Payload } from './request';
import { parseUrl, type CurlUrl } from './url';
import { tellConnection, tellFailure, tellRefusal, tellRequest, tellResponse } from './verbose';

/** What is known of a transfer when it has ended, for `-w`. */
export interface Outcome {
  /** As the learner wrote it. */
  readonly text: string;
  readonly url: CurlUrl | undefined;
  readonly request: RawRequest | undefined;
  readonly response: RawResponse | undefined;
  /** Milliseconds. */
  readonly duration: number;
  readonly error: CurlError | undefined;
  /** File that took the body. */
  readonly file: string | undefined;
}

interface TransferPlan {
  readonly text: string;
  readonly options: CurlOptions;
  readonly payload: Payload;
  /** File for the body; undefined: standard output. */
  readonly file: string | undefined;
  /** Which of curl's transfers it is, from 0. */
  readonly index: number;
}

const LOCAL = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])\.?$/i;
const ADDRESS = /^(\d+(\.\d+){3}|\[.*\])$/;

export async function transfer(plan: TransferPlan, io: CommandIO): Promise<Outcome> {
  const begun = performance.now();
  const running = new Transfer(plan, io);
  let error: CurlError | undefined;
  try {
    await running.run();
  } catch (thrown) {
    if (!(thrown instanceof CurlError)) throw thrown;
    error = thrown;
  }
  const { url, request, response } = running;
  const duration = performance.now() - begun;
  const outcome = { text: plan.text, url, request, response, duration, error, file: plan.file };
  running.end(outcome);
  return outcome;
}

/** Why a transfer has failed, or was not begun. */
export function tellError(error: CurlError, options: CurlOptions, io: CommandIO): void {
  if (!options.isQuiet) io.stderr(`curl: (${error.code}) ${error.message}\n`);
}

class Transfer {
  url: CurlUrl | undefined;
  request: RawRequest | undefined;
  response: RawResponse | undefined;
  readonly #plan: TransferPlan;
  readonly #io: CommandIO;
  readonly #options: CurlOptions;
  readonly #saving: Saving;
  readonly #begun = performance.now();

  constructor(plan: TransferPlan, io: CommandIO) {
    this.#plan = plan;
    this.#io = io;
    this.#options = plan.options;
    this.#saving = new Saving(plan.file, plan.options, io);
  }

  async run(): Promise<void> {
    const { text, payload } = this.#plan;
    const url = parseUrl(text, this.#options.has('path-as-is'));
    this.url = url;
    checkHost(url);
    const request = await buildRequest(url, this.#options, payload, this.#io);
    this.request = request;
    const response = await this.#ask(url, request);
    this.response = response;
    const isFailed = this.#options.has('fail') && response.status >= 400;
    tellResponse(this.#verbose, request, response, isFailed, this.#isOutOfSight);
    await this.#saving.headers(request, response);
    if (!isFailed) await this.#saving.body(response.body);
    await this.#saving.close();
    if (isFailed) tellFailure(this.#verbose, response.status);
    else this.#verbose(`* Connection #0 to host ${url.host} left intact\n`);
    if (response.status >= 400 && (isFailed || this.#options.has('fail-with-body'))) {
      throw new CurlError(Code.httpError, `The requested URL returned error: ${response.status}`);
    }
  }

  /** The progress meter, and why it failed. */
  end({ error, response, request, duration }: Outcome): void {
    if (this.#showsProgress() && this.url !== undefined) {
      this.#io.stderr(
        progressMeter({
          isFirst: this.#plan.index === 0,
          received: this.#options.has('fail') && error ? 0 : (response?.body.length ?? 0),
          expected: response?.body.length ?? 0,
          sent: request?.body.length ?? 0,
          seconds: duration / 1000,
        }),
      );
    }
    if (error) tellError(error, this.#options, this.#io);
  }

  /** Without one where it would run into the answer on the terminal. */
  #showsProgress(): boolean {
    const options = this.#options;
    if (options.has('silent') || options.has('no-progress-meter')) return false;
    return this.#isOutOfSight;
  }

  /** Whether the answer is not seen on the terminal. */
  get #isOutOfSight(): boolean {
    return this.#plan.file !== undefined || this.#io.terminal === 'none';
  }

  get #verbose(): (text: string) => void {
    return this.#options.has('verbose') ? (text) => this.#io.stderr(text) : () => undefined;
  }

  async #ask(url: CurlUrl, request: RawRequest): Promise<RawResponse> {
    const isTls = url.scheme === 'https';
    const asked = isTls ? this.#listens(url.port) : this.#io.serving.http(request);
    const response = await this.#within<RawResponse | boolean | undefined>(asked);
    if (!response) {
      tellRefusal(this.#verbose, url);
      await this.#advise(url);
      throw new CurlError(Code.couldNotConnect, refusal(url, performance.now() - this.#begun));
    }
    this.#io.adviseAtEnd(topicOf(url), undefined);
    if (response === true) {
      throw new CurlError(
        Code.tls,
        'TLS connect error: error:0A00010B:SSL routines::wrong version number',
      );
    }
    tellConnection(this.#verbose, url, this.#plan.index > 0);
    tellRequest(this.#verbose, request, this.#isOutOfSight);
    return response;
  }

  /** Who polls silently until a server is up is told only if it never came. */
  async #advise(url: CurlUrl): Promise<void> {
    const advice = await adviceOnRefusal(url.port, this.#io.serving);
    if (this.#options.isQuiet) this.#io.adviseAtEnd(topicOf(url), advice);
    else this.#io.advise(advice);
  }

  /** Nobody here understands TLS, so nobody is asked. */
  async #listens(port: number): Promise<boolean> {
    const containers = await this.#io.serving.containers();
    return containers.some(({ spec, listening }) =>
      spec.ports.some(({ host, container }) => host === port && listening.includes(container)),
    );
  }

  /** `-m`, and a Stop. */
  async #within<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#io;
    const limit = (this.#options.number('max-time') ?? 0) * 1000;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let onAbort = () => {};
    const stopped = new Promise<never>((_, reject) => {
      onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      if (limit <= 0) return;
      timer = setTimeout(() => {
        const after = Math.round(performance.now() - this.#begun);
        reject(
          new CurlError(
            Code.timedOut,
            `Operation timed out after ${after} milliseconds with 0 bytes received`,
          ),
        );
      }, limit);
    });
    try {
      return await Promise.race([work, stopped]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }
}

function topicOf({ port }: CurlUrl): string {
  return `port ${port}`;
}

/** Nothing but this machine can be reached. */
function checkHost(url: CurlUrl): void {
  if (LOCAL.test(url.host)) return;
  if (ADDRESS.test(url.host)) throw new CurlError(Code.couldNotConnect, refusal(url, 0));
  throw new CurlError(Code.couldNotResolve, `Could not resolve host: ${url.host}`);
}

function refusal({ host, port }: CurlUrl, milliseconds: number): string {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return `Failed to connect to ${bare} port ${port} after ${Math.floor(milliseconds)} ms: Could not connect to server`;
}
