/** Page ⇄ service worker about the copy of the app that is kept for offline use. */

export type OfflineState =
  /** No service worker here: a browser that refuses it, or a development server. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'caching'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: 'ready'; readonly totalBytes: number }
  | { readonly kind: 'incomplete'; readonly missing: readonly string[] }
  | { readonly kind: 'update-ready' };
