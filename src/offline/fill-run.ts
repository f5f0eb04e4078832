import type { OfflineState } from '#protocol';
import type { PrecacheFile } from './manifest';
import { isQuotaError } from './reasons';

/** One go at what is missing: smallest files first, so that the lessons come before the data set. */
export class FillRun {
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
