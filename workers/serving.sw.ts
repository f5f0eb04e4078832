/** The service worker: wires the copy of the app for offline use, and the container host. */
import { createContainerHost, startServing, systemClock } from '#docker';
import { loadSession } from '#executor';
import { startOffline } from '#offline';
import { SERVING_STORAGE } from '#protocol';
import { startModelServer } from '#serving';
import { openWorkspace } from '#workspace';
import { manifest } from 'virtual:precache';

declare const self: ServiceWorkerGlobalScope;

/** Held by whoever has the containers. */
const LOCK = 'slipway-serving';

/** An older release's service worker may still finish what it began: it must not write over what this one writes. */
function takeOver(retire: () => void): void {
  navigator.locks
    .request(LOCK, { steal: true }, () => new Promise<never>(() => undefined))
    .catch(retire);
}

startOffline(self, manifest);
startServing(self, async () => {
  const workspace = await openWorkspace();
  const host = createContainerHost({
    workspace,
    clock: systemClock(),
    load: loadSession,
    startServer: startModelServer,
    storage: SERVING_STORAGE.serviceWorker,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  });
  takeOver(() => host.retire());
  return { host, storage: workspace.storage };
});
