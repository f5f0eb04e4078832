/** The app's copy for offline use: fills it, knows how far that has come, and answers requests from it. */
import type { OfflineState } from '#protocol';
import type { AppCache } from './app-cache';
import { checkedCopy, download } from './download';
import { FillRun } from './fill-run';
import type { PrecacheFile } from './manifest';
import { PageTraffic, type Transfer } from './page-traffic';
import { failureReason, NO_ROOM, refusalReason } from './reasons';

/** Downloads at a time: browsers open six connections to a server, and most of them are for pages. */
const LANES = 2;
/** Bytes that the copy leaves to the learner's files. */
const RESERVE = 32e6;

export interface OfflineCopyOptions {
  readonly cache: AppCache;
  /** The app's address, with its last slash. */
  readonly scope: string;
  readonly fetch: typeof fetch;
  /** Bytes that the browser would still keep; Infinity where it does not tell. */
  readonly room: () => Promise<number>;
  /** Told at every percent, and at the end. */
  readonly report: (state: OfflineState) => void;
}

export class OfflineCopy {
  readonly #cache: AppCache;
  readonly #scope: string;
  readonly #fetch: typeof fetch;
  readonly #room: () => Promise<number>;
  readonly #report: (state: OfflineState) => void;
  #filling: Promise<OfflineState> | undefined;
  /** What is being put away, by whomever it was asked for. */
  readonly #keeping = new Map<PrecacheFile, Promise<boolean>>();
  /** What is being fetched to be kept; only clones are read, so that each has all of it. */
  readonly #arriving = new Map<PrecacheFile, Response>();
  readonly #traffic = new PageTraffic();
  /** Of what is being fetched to be kept, that which a page waits for. */
  readonly #wanted = new Map<PrecacheFile, Transfer>();

  constructor({ cache, scope, fetch, room, report }: OfflineCopyOptions) {
    this.#cache = cache;
    this.#scope = scope;
    this.#fetch = fetch;
    this.#room = room;
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
    const state = await this.#fillMissing().catch((error: unknown) => this.#refused(error));
    this.#report(state);
    return state;
  }

  async #fillMissing(): Promise<OfflineState> {
    const missing = await this.#cache.missing();
    if (!(await this.#hasRoom(missing))) return this.#incomplete(missing, NO_ROOM);
    const run = new FillRun(missing, this.#cache.totalBytes, this.#report);
    run.tell();
    await Promise.all(Array.from({ length: LANES }, () => this.#work(run)));
    return this.#outcome(run);
  }

  async #hasRoom(files: readonly PrecacheFile[]): Promise<boolean> {
    return files.length === 0 || (await this.#room()) >= bytesOf(files) + RESERVE;
  }

  async #work(run: FillRun): Promise<void> {
    for (let file = run.next(); file; file = run.next()) {
      await this.#traffic.quiet();
      try {
        if (!(await this.#keeping.get(file))) await this.#fetchAndKeep(file, run);
        run.finish(file);
      } catch (error) {
        run.fail(file, error);
      }
    }
  }

  async #fetchAndKeep(file: PrecacheFile, run: FillRun): Promise<void> {
    try {
      const response = await download({
        file,
        url: this.#cache.urlOf(file),
        fetch: (...given) => this.#fetchShared(file, ...given),
        onBytes: (bytes) => {
          run.count(file, bytes);
          this.#wanted.get(file)?.alive();
        },
        beforeRead: () => this.#traffic.quiet(() => this.#wanted.has(file)),
        signal: run.signal,
      });
      await this.#cache.put(file, response);
    } finally {
      this.#unshare(file);
      this.#wanted.get(file)?.end();
      this.#wanted.delete(file);
    }
  }

  /** A page that wants the file meanwhile gets it from the same connection. */
  async #fetchShared(file: PrecacheFile, ...given: Parameters<typeof fetch>): Promise<Response> {
    const response = await this.#fetch(...given);
    this.#unshare(file);
    this.#arriving.set(file, response.clone());
    return response;
  }

  #unshare(file: PrecacheFile): void {
    // Lets go of the bytes that nobody has read.
    this.#arriving
      .get(file)
      ?.body?.cancel()
      .catch(() => undefined);
    this.#arriving.delete(file);
  }

  async #outcome(run: FillRun): Promise<OfflineState> {
    const missing = await this.#cache.missing();
    const { totalBytes } = this.#cache;
    if (missing.length === 0) {
      await this.#cache.markComplete();
      return { kind: 'ready', totalBytes };
    }
    return this.#incomplete(missing, run.failure);
  }

  #incomplete(missing: readonly PrecacheFile[], failure: unknown): OfflineState {
    const { totalBytes } = this.#cache;
    const missingBytes = bytesOf(missing);
    return {
      kind: 'incomplete',
      missing: missing.map(({ url }) => url),
      doneBytes: totalBytes - missingBytes,
      totalBytes,
      reason: failureReason(failure, missing[0]!.url, missingBytes),
    };
  }

  /** The browser lets nobody at its cache. */
  #refused(error: unknown): OfflineState {
    const { files, totalBytes } = this.#cache;
    const missing = files.map(({ url }) => url);
    return { kind: 'incomplete', missing, doneBytes: 0, totalBytes, reason: refusalReason(error) };
  }

  #isApp(url: string): boolean {
    const path = url.split('?', 1)[0]!;
    return path === this.#scope || path === `${this.#scope}index.html`;
  }

  /** Half a copy of an old build must not hide a whole new one, so until all is there the network goes first. */
  async #startPage(request: Request): Promise<Response> {
    const page = this.#cache.fileAt(`${this.#scope}index.html`);
    if (!page) return this.#fetch(request);
    if (!(await this.#cache.isComplete().catch(() => false))) {
      const fresh = await this.#fetch(request).catch(() => undefined);
      if (fresh) return fresh;
    }
    return (await this.#cached(page)) ?? this.#fetch(request);
  }

  async #answer(
    file: PrecacheFile,
    request: Request,
    keep: (work: Promise<unknown>) => void,
  ): Promise<Response> {
    const cached = await this.#cached(file);
    if (cached) return cached;
    const arriving = this.#arriving.get(file);
    if (arriving) {
      if (!this.#wanted.has(file)) this.#wanted.set(file, this.#traffic.begin());
      return arriving.clone();
    }
    const transfer = this.#traffic.begin();
    try {
      const response = await this.#fetch(request);
      if (!this.#keeping.has(file)) keep(this.#keep(file, response.clone(), transfer));
      else transfer.end();
      return response;
    } catch (error) {
      transfer.end();
      throw error;
    }
  }

  /** A copy that cannot be read must keep nobody from the network. */
  #cached(file: PrecacheFile): Promise<Response | undefined> {
    return this.#cache.match(file).catch(() => undefined);
  }

  /** Puts away what a page has fetched anyway, so that it need not be fetched twice. */
  #keep(file: PrecacheFile, response: Response, transfer: Transfer): Promise<boolean> {
    const work = checkedCopy(response, file, () => transfer.alive())
      .finally(() => transfer.end())
      .then(async (copy) => {
        if (!(await this.#hasRoom([file]))) return false;
        await this.#cache.put(file, copy);
        return true;
      })
      .catch(() => false)
      .finally(() => this.#keeping.delete(file));
    this.#keeping.set(file, work);
    return work;
  }

  /** A page of an earlier build may still ask for its own files, which the server has no more. */
  async #answerOld(url: string, request: Request): Promise<Response> {
    const cached = await this.#cache.matchUrl(url).catch(() => undefined);
    return cached ?? this.#fetch(request);
  }
}

function withoutHash(url: string): string {
  return url.split('#', 1)[0]!;
}

function bytesOf(files: readonly PrecacheFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
