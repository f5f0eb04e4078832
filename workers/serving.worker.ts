/** The page's own container host, where no service worker can be: wires workspace and model server to it. */
import { createContainerHost, systemClock, type ContainerHost } from '#docker';
import { loadSession } from '#executor';
import { sendWireErrors, SERVING_STORAGE, type PageFiles, type ServingWorkerApi } from '#protocol';
import { startModelServer } from '#serving';
import { openSharedWorkspace } from '#workspace';
import { expose } from 'comlink';

/** Held for as long as this worker lives: of many pages one remembers its containers. */
const LOCK = 'slipway-serving-in-page';
/** Milliseconds. */
const PATIENCE = 1000;

/** Waits a little: the worker of a page that was just closed may not have let go yet. */
function isFirst(): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(false);
  return new Promise((resolve, reject) => {
    const hold = () => {
      resolve(true);
      return new Promise(() => undefined);
    };
    navigator.locks
      .request(LOCK, { signal: AbortSignal.timeout(PATIENCE) }, hold)
      .catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'TimeoutError') resolve(false);
        else reject(error);
      });
  });
}

async function openHost(files: PageFiles | undefined): Promise<ContainerHost> {
  return createContainerHost({
    workspace: await openSharedWorkspace(files),
    clock: systemClock(),
    load: loadSession,
    startServer: startModelServer,
    storage: (await isFirst()) ? SERVING_STORAGE.inPage : undefined,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  });
}

let host: Promise<ContainerHost>;

sendWireErrors();
expose({
  async boot(files) {
    await (host = openHost(files));
  },
  async connect(port) {
    expose(await host, port);
  },
} satisfies ServingWorkerApi);
