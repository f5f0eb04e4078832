/** The app's copy for offline use: fills it, knows how far that has come, and answers requests from it. */
import type { OfflineState } from '#protocol';
import type { AppCache } from './app-cache';
import { checkedCopy, download } from './download';
import type { PrecacheFile } from './manifest';
import { failureReason, isQuotaError } from './reasons';

/** Downloads at a time. */
const LANES = 4;

export interface OfflineCopyOptions {
  readonly cache: AppCache;
  /** The app's address, with its last slash. */
  readonly scope: string;
  readonly fetch: typeof fetch;
  /** Told at every percent, and at the end. */
  readonly report: (state: OfflineState) => void;
}

export class OfflineCopy {
  readonly #cache: AppCache;
  readonly #scope: string;
  readonly #fetch: typeof fetch;
  readonly #report: (state: OfflineState) => void;
  #filling: Promise<OfflineState> | undefined;
  /** What is being put away, by whomever it was asked for. */
  readonly #keeping = new Map<PrecacheFile, Promise<boolean>>();

  constructor({ cache, scope, fetch, report }: OfflineCopyOptions) {
    this.#cache = cache;
    this.#scope = scope;
    this.#fetch = fetch;
    this.#report = report;
  }

  /** Fetches what is missing; whoever asks meanwhile gets the same promise. Never rejects for a file that does not come. */
  fill(): Promise<OfflineState> {
    this.#filling ??= this.#fill().finally(() => (this.#filling = undefined));
    return this.#filling;
  }

  /**
   * What to answer a page's or worker's request with.
   * @param keep is given work that goes on after the answer
   * @returns undefined for what is none of ours
   */
  respond(request: Request, keep: (work: Promise<unknown>) => void): Promise<Response> | undefined {
    if (request.method !== 'GET' || !request.url.startsWith(this.#scope)) return undefined;
    if (request.headers.has('range')) return undefined;
    const url = withoutHash(request.url);
    if (request.mode === 'navigate' && this.#isApp(url)) return this.#startPage(request);
    const file = this.#cache.fileAt(url);
    if (file) return this.#answer(file, request, keep);
    return url.startsWith(`${this.#scope}assets/`) ? this.#answerOld(url, request) : undefined;
  }

  async #fill(): Promise<OfflineState> {
    const run = new FillRun(await this.#cache.missing(), this.#cache.totalBytes, this.#report);
    run.tell();
    await Promise.all(Array.from({ length: LANES }, () => this.#work(run)));
    const state = await this.#outcome(run);
    this.#report(state);
    return state;
  }

  async #work(run: FillRun): Promise<void> {
    for (let file = run.next(); file; file = run.next()) {
      try {
        if (!(await this.#keeping.get(file))) await this.#fetchAndKeep(file, run);
        run.finish(file);
      } catch (error) {
        run.fail(file, error);
      }
    }
  }

  async #fetchAndKeep(file: PrecacheFile, run: FillRun): Promise<void> {
    const response = await download({
      file,
      url: this.#cache.urlOf(file),
      fetch: this.#fetch,
      onBytes: (bytes) => run.count(file, bytes),
      signal: run.signal,
    });
    await this.#cache.put(file, response);
  }

  async #outcome(run: FillRun): Promise<OfflineState> {
    const missing = await this.#cache.missing();
    const { totalBytes } = this.#cache;
    if (missing.length === 0) {
      await this.#cache.markComplete();
      return { kind: 'ready', totalBytes };
    }
    const missingBytes = missing.reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      kind: 'incomplete',
      missing: missing.map(({ url }) => url),
      doneBytes: totalBytes - missingBytes,
      totalBytes,
      reason: failureReason(run.failure, missing[0]!.url, missingBytes),
    };
  }

  #isApp(url: string): boolean {
    const path = url.split('?', 1)[0]!;
    return path === this.#scope || path === `${this.#scope}index.html`;
  }

  /** Half a copy of an old build must not hide a whole new one, so until all is there the network goes first. */
  async #startPage(request: Request): Promise<Response> {
    const page = this.#cache.fileAt(`${this.#scope}index.html`);
    if (!page) return this.#fetch(request);
    if (!(await this.#cache.isComplete())) {
      const fresh = await this.#fetch(request).catch(() => undefined);
      if (fresh) return fresh;
    }
    return (await this.#cache.match(page)) ?? this.#fetch(request);
  }

  async #answer(
    file: PrecacheFile,
    request: Request,
    keep: (work: Promise<unknown>) => void,
  ): Promise<Response> {
    const cached = await this.#cache.match(file);
    if (cached) return cached;
    const response = await this.#fetch(request);
    if (!this.#keeping.has(file)) keep(this.#keep(file, response.clone()));
    return response;
  }

  /** Puts away what a page has fetched anyway, so that it need not be fetched twice. */
  #keep(file: PrecacheFile, response: Response): Promise<boolean> {
    const work = checkedCopy(response, file)
      .then((copy) => this.#cache.put(file, copy))
      .then(
        () => true,
        () => false,
      )
      .finally(() => this.#keeping.delete(file));
    this.#keeping.set(file, work);
    return work;
  }

  /** A page of an earlier build may still ask for its own files, which the server has no more. */
  async #answerOld(url: string, request: Request): Promise<Response> {
    return (await this.#cache.matchUrl(url)) ?? this.#fetch(request);
  }
}

/** One go at what is missing: smallest files first, so that the lessons come before the data set. */
class FillRun {
  readonly #queue: PrecacheFile[];
  readonly #totalBytes: number;
  readonly #report: (state: OfflineState) => void;
  readonly #abort = new AbortController();
  readonly #counts = new Map<PrecacheFile, number>();
  readonly #before: number;
  #percent = -1;
  /** The first, or the one that ended the run. */
  failure: unknown;

  constructor(
    missing: readonly PrecacheFile[],
    totalBytes: number,
    report: (state: OfflineState) => void,
  ) {
    this.#queue = [...missing].sort((a, b) => a.bytes - b.bytes);
    this.#totalBytes = totalBytes;
    this.#report = report;
    this.#before = totalBytes - missing.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  next(): PrecacheFile | undefined {
    return this.signal.aborted ? undefined : this.#queue.shift();
  }

  count(file: PrecacheFile, bytes: number): void {
    this.#counts.set(file, (this.#counts.get(file) ?? 0) + bytes);
    this.tell();
  }

  finish(file: PrecacheFile): void {
    this.#counts.set(file, file.bytes);
    this.tell();
  }

  /** Without room for one file there is none for the others: they are not tried. */
  fail(file: PrecacheFile, error: unknown): void {
    this.#counts.delete(file);
    const endsRun = isQuotaError(error);
    if (this.signal.aborted) return;
    if (endsRun || this.failure === undefined) this.failure = error;
    if (endsRun) this.#abort.abort(error);
  }

  tell(): void {
    let doneBytes = this.#before;
    for (const [file, bytes] of this.#counts) doneBytes += Math.min(bytes, file.bytes);
    const percent = Math.floor((100 * doneBytes) / this.#totalBytes);
    if (percent === this.#percent || this.#queue.length + this.#counts.size === 0) return;
    this.#percent = percent;
    this.#report({ kind: 'caching', doneBytes, totalBytes: this.#totalBytes });
  }
}

function withoutHash(url: string): string {
  return url.split('#', 1)[0]!;
}
