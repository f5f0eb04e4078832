/** The service worker: wires the copy of the app for offline use, and the container host. */
import { createContainerHost, startServing, systemClock } from '#docker';
import { loadSession } from '#executor';
import { startOffline } from '#offline';
import { startModelServer } from '#serving';
import { openWorkspace } from '#workspace';
import { manifest } from 'virtual:precache';

declare const self: ServiceWorkerGlobalScope;

startOffline(self, manifest);
startServing(self, async () => {
  const workspace = await openWorkspace();
  const host = createContainerHost({
    workspace,
    clock: systemClock(),
    load: loadSession,
    startServer: startModelServer,
    storage: '.slipway/serving',
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  });
  return { host, storage: workspace.storage };
});
