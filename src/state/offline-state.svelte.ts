import type { OfflineState as Report } from '#protocol';

/** What the state asks of the service worker's client. */
export interface OfflineSource {
  subscribe(listener: (state: Report) => void): void;
  fill(): void;
  update(): void;
}

/** Whether the app is there without network, as the top bar says it. */
export class OfflineState {
  readonly #source: OfflineSource;
  /** Undefined until the first is known. */
  #report = $state.raw<Report>();

  constructor(source: OfflineSource) {
    this.#source = source;
    source.subscribe((report) => (this.#report = report));
  }

  get kind(): Report['kind'] | undefined {
    return this.#report?.kind;
  }

  /** A few words, `Caching 62 %`. */
  get label(): string {
    return this.#report ? label(this.#report) : '';
  }

  /** Of the bytes, 0 to 100; 100 only when all are there. */
  get percent(): number {
    const report = this.#report;
    if (report?.kind === 'ready') return 100;
    return report && 'doneBytes' in report ? percentOf(report) : 0;
  }

  /** Bytes here and bytes in all; undefined where there is no copy. */
  get bytes(): { readonly done: number; readonly total: number } | undefined {
    const report = this.#report;
    if (!report || !('totalBytes' in report)) return undefined;
    const done = report.kind === 'ready' ? report.totalBytes : report.doneBytes;
    return { done, total: report.totalBytes };
  }

  /** Why it is as it is, and what to do. */
  get detail(): string {
    return this.#report ? detail(this.#report) : '';
  }

  retry(): void {
    if (this.kind === 'incomplete') this.#source.fill();
  }

  reload(): void {
    if (this.kind === 'update-ready') this.#source.update();
  }
}

function label(report: Report): string {
  switch (report.kind) {
    case 'unavailable':
      return 'Online only';
    case 'caching':
      return `Caching ${percentOf(report)} %`;
    case 'ready':
      return 'Offline ready';
    case 'incomplete':
      return 'Offline incomplete – retry';
    case 'update-ready':
      return 'Update ready – reload';
  }
}

function detail(report: Report): string {
  switch (report.kind) {
    case 'unavailable':
      return report.reason;
    case 'caching':
      return 'You can go on working meanwhile. If you leave, the rest comes at the next visit.';
    case 'ready':
      return 'Every lesson runs without network, the data set included.';
    case 'incomplete':
      return report.reason;
    case 'update-ready':
      return 'A new version of the course is here. Your files and edits stay; the kernel starts anew.';
  }
}

function percentOf({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }): number {
  return totalBytes === 0 ? 0 : Math.min(99, Math.floor((100 * doneBytes) / totalBytes));
}
