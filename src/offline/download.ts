/** Fetches one file of the build, and lets nothing pass that is not exactly it. */
import { ISOLATION_HEADERS } from './isolation';
import type { FileContent, PrecacheFile } from './manifest';

/** A connection that brings no byte for so long is given up; milliseconds. */
const PATIENCE = 30_000;

export interface Download {
  readonly file: PrecacheFile;
  /** Absolute. */
  readonly url: string;
  readonly fetch: typeof fetch;
  /** Told of every chunk: bytes since the last one. Negative when they turn out to be worth nothing. */
  readonly onBytes: (bytes: number) => void;
  /** Waited for before every chunk, as long as it takes. */
  readonly beforeRead?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Asks the network, and once more without the browser's own cache if what came was something else.
 * @returns a response made anew: whole, never redirected, its body as the build made it
 * @throws Error whose message says, as the end of a sentence, what came instead
 */
export async function download(job: Download): Promise<Response> {
  const mode = job.file.isImmutable ? 'default' : 'no-cache';
  try {
    return await attempt(job, mode);
  } catch (error) {
    if (!(error instanceof WrongContentError) || job.signal?.aborted) throw error;
    return attempt(job, 'reload');
  }
}

/** What came is not the file. */
class WrongContentError extends Error {
  override readonly name = 'WrongContentError';
}

async function attempt(job: Download, cache: RequestCache): Promise<Response> {
  let counted = 0;
  const count = (bytes: number) => {
    counted += bytes;
    job.onBytes(bytes);
  };
  const patience = new Patience(job.signal);
  try {
    const { signal } = patience;
    const init = { cache, credentials: 'same-origin', priority: 'low', signal } as const;
    const response = await job.fetch(job.url, init);
    const beforeRead = () => patience.without(job.beforeRead);
    return await checkedCopy(response, job.file, count, beforeRead);
  } catch (error) {
    job.onBytes(-counted);
    throw error;
  } finally {
    patience.end();
  }
}

/**
 * Reads a response to its end, and makes one of it that can be kept.
 * @throws WrongContentError when it is not the file of the build
 */
export async function checkedCopy(
  response: Response,
  file: PrecacheFile,
  onBytes: (bytes: number) => void = () => undefined,
  beforeRead?: () => Promise<void>,
): Promise<Response> {
  if (response.status !== 200) {
    throw new WrongContentError(`the server answered ${response.status} ${response.statusText}`);
  }
  const bytes = await readBody(response, largest(file), onBytes, beforeRead);
  if (!(await isOneOf(bytes, contents(file)))) {
    const wanted = contents(file).map((content) => content.bytes);
    throw new WrongContentError(
      `the server sent ${bytes.length} bytes of something else (the file has ${wanted.join(' or ')})`,
    );
  }
  return new Response(bytes, { headers: keptHeaders(response.headers, bytes.length) });
}

function contents(file: PrecacheFile): FileContent[] {
  return file.unpacked ? [file, file.unpacked] : [file];
}

function largest(file: PrecacheFile): number {
  return Math.max(...contents(file).map(({ bytes }) => bytes));
}

async function readBody(
  response: Response,
  limit: number,
  onBytes: (bytes: number) => void,
  beforeRead: () => Promise<void> = async () => undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  const read = async () => {
    await beforeRead();
    return reader?.read();
  };
  for (let next = await read(); next && !next.done; next = await read()) {
    length += next.value.length;
    if (length > limit) {
      // Not waited for: of a cloned response that would wait for its twin.
      reader?.cancel().catch(() => undefined);
      throw new WrongContentError(`the server sent more than the ${limit} bytes of the file`);
    }
    chunks.push(next.value);
    onBytes(next.value.length);
  }
  return joined(chunks, length);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

async function isOneOf(
  bytes: Uint8Array<ArrayBuffer>,
  wanted: readonly FileContent[],
): Promise<boolean> {
  const candidates = wanted.filter((content) => content.bytes === bytes.length);
  if (candidates.length === 0) return false;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const revision = Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0'));
  return candidates.some((content) => content.revision === revision.join(''));
}

/** The body is unpacked already, so what described its packing would be wrong. */
function keptHeaders(given: Headers, length: number): Headers {
  const headers = new Headers({ ...Object.fromEntries(given), ...ISOLATION_HEADERS });
  for (const name of ['content-encoding', 'transfer-encoding', 'vary']) headers.delete(name);
  headers.set('content-length', String(length));
  return headers;
}

/** Aborts when nothing happens for a while. */
class Patience {
  readonly #controller = new AbortController();
  readonly signal: AbortSignal;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(outer: AbortSignal | undefined) {
    const { signal } = this.#controller;
    this.signal = outer ? AbortSignal.any([outer, signal]) : signal;
    this.restart();
  }

  restart(): void {
    this.end();
    this.#timer = setTimeout(
      () => this.#controller.abort(new Error(`nothing more came for ${PATIENCE / 1000} seconds`)),
      PATIENCE,
    );
  }

  /** Waits for work that is not about the connection; then the time begins anew. */
  async without(work: (() => Promise<void>) | undefined): Promise<void> {
    this.end();
    await work?.();
    this.restart();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
