/** Page ⇄ service worker about the copy of the app that is kept for offline use. */

export type OfflineState =
  /** No service worker here: a browser that refuses it, or a development server. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'caching'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: 'ready'; readonly totalBytes: number }
  | {
      readonly kind: 'incomplete';
      /** Addresses relative to the app's. */
      readonly missing: readonly string[];
      readonly doneBytes: number;
      readonly totalBytes: number;
      /** What went wrong and what to do, as sentences. */
      readonly reason: string;
    }
  | { readonly kind: 'update-ready' };

/** What a page says to a service worker. */
export type OfflineRequest =
  /** Fetch what is missing, and tell all pages how it goes. A page repeats it: the worker may have been ended. */
  | { readonly type: 'offline:fill' }
  /** To a worker that waits: become the active one now. */
  | { readonly type: 'offline:take-over' };

/** What the service worker says to all pages; `entry` is the address of the main script of the worker's build. */
export interface OfflineReport {
  readonly type: 'offline:state';
  readonly state: OfflineState;
  readonly entry: string;
}

/** The service worker's question to one page, answered on the port with the address of the page's main script. */
export interface EntryQuestion {
  readonly type: 'offline:which-entry';
}
