/**
 * Wires the copy of the app to a service worker's events.
 *
 * The first worker takes over at once, and fills the copy while it already serves. A later one, where a whole copy of an
 * earlier build is there, first fetches its own files and then waits until a page asks it to take over. The files of
 * earlier builds go when no page of theirs is open any more.
 */
import type { OfflineRequest, OfflineState } from '#protocol';
import { AppCache } from './app-cache';
import { isolated } from './isolation';
import type { PrecacheManifest } from './manifest';
import { OfflineCopy } from './offline-copy';
import { Pages } from './pages';

/** Adds listeners for `install`, `activate`, `message` and `fetch`; requests that are not the app's are left alone. */
export function startOffline(worker: ServiceWorkerGlobalScope, manifest: PrecacheManifest): void {
  const { scope } = worker.registration;
  const entry = new URL(manifest.entry, scope).href;
  const pages = new Pages(worker.clients, scope);
  const cache = new AppCache(manifest, scope, worker.caches);
  const isActive = () => worker.serviceWorker?.state.startsWith('activat') ?? true;
  const report = (state: OfflineState) => {
    if (isActive()) void pages.tellAll({ type: 'offline:state', state, entry });
  };
  const load: typeof fetch = (...given) => fetch(...given);
  const copy = new OfflineCopy({ cache, scope, report, fetch: load, room });
  const hasOtherBuild = () => cache.hasOtherBuild().catch(() => false);

  async function install(): Promise<void> {
    if (!worker.registration.active || !(await hasOtherBuild())) return worker.skipWaiting();
    const state = await copy.fill();
    if (state.kind !== 'ready') throw new Error(`The new build did not arrive as a whole.`);
  }

  async function fill(): Promise<void> {
    const wasComplete = await cache.isComplete().catch(() => false);
    const { kind } = await copy.fill();
    if (kind === 'ready' && (!wasComplete || (await hasOtherBuild()))) await tidyUp();
  }

  /** What a newer build has begun to fetch stays. */
  async function tidyUp(): Promise<void> {
    const { installing, waiting } = worker.registration;
    if (installing || waiting || !(await pages.areAllOf(entry))) return;
    await cache.removeOtherBuilds();
  }

  worker.addEventListener('install', (event) => event.waitUntil(install()));
  worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener('message', (event) => {
    const { type } = (event.data ?? {}) as Partial<OfflineRequest>;
    if (type === 'offline:fill') event.waitUntil(fill());
    else if (type === 'offline:take-over') event.waitUntil(worker.skipWaiting());
  });
  worker.addEventListener('fetch', (event) => {
    const answer = copy.respond(event.request, (work) => event.waitUntil(work));
    if (answer) event.respondWith(answer.then(isolated));
  });
}

/** Bytes that the browser would still keep; Infinity where it does not tell. */
async function room(): Promise<number> {
  try {
    const { usage = 0, quota = Infinity } = await navigator.storage.estimate();
    return quota - usage;
  } catch {
    return Infinity;
  }
}
