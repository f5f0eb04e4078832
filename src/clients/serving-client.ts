/**
 * The page's way to the container host. Where the service worker controls the page and reaches its files, it is the host,
 * for all pages; else a worker of this page is. Which of them is decided once, when somebody first asks.
 */
import {
  createEndpointClient,
  deferServing,
  isHostAt,
  SERVING_ENDPOINT,
  type PageServing,
  type ServingApi,
  type ServingWorkerApi,
} from '#protocol';
import { expose, transfer, wrap } from 'comlink';
import type { ServedFiles } from './kernel-process';
import { receiveErrors } from './wire-errors';

export interface ServingClientOptions {
  /** Resolves when a service worker controls this page, or will not. */
  readonly serviceWorker: () => Promise<unknown>;
  /** Whether one does. */
  readonly isControlled: () => boolean;
  /** Absolute address of the app's folder, with a trailing slash: the service worker's scope. */
  readonly baseUrl: string;
  /** Where the page has its files. */
  readonly storage: () => Promise<'opfs' | 'memory'>;
  /** Serves the page's files to one worker. */
  readonly serveFiles: () => Promise<ServedFiles>;
  /** Has the worker of the page take part whatever the browser could do. */
  readonly isInPage?: boolean;
  /** Makes the worker; only tests give their own. */
  readonly spawn?: () => Worker;
}

interface Host {
  readonly transport: PageServing['transport'];
  readonly api: ServingApi;
  /** One more way to the host, for whoever it is handed to. */
  open(): Promise<MessagePort>;
}

function spawnServing(): Worker {
  return new Worker(new URL('../../workers/serving.worker.ts', import.meta.url), {
    type: 'module',
    name: 'serving',
  });
}

const fetchHere = (address: string, init: RequestInit) => fetch(address, init);

/** Rejects when the worker says that it cannot run. */
function failure(worker: Worker): Promise<never> {
  return new Promise((_, reject) => {
    const fail = ({ message }: ErrorEvent) =>
      reject(
        new Error(`The worker for containers does not start: ${message || 'no reason given'}`),
      );
    worker.addEventListener('error', fail, { once: true });
  });
}

export class ServingClient {
  readonly #options: ServingClientOptions;
  readonly #endpoint: string;
  #host: Promise<Host> | undefined;
  /** The host from here; every call may reject with the reason why there is none. */
  readonly api: ServingApi;

  constructor(options: ServingClientOptions) {
    this.#options = options;
    this.#endpoint = new URL(SERVING_ENDPOINT, options.baseUrl).href;
    this.api = deferServing(async () => (await this.#chosen()).api);
    receiveErrors();
  }

  /** For one kernel; the port is to be transferred. */
  async connect(): Promise<PageServing> {
    const { transport, open } = await this.#chosen();
    const port = await open();
    if (transport === 'in-page') return transfer({ transport, port }, [port]);
    return transfer({ transport, endpoint: this.#endpoint, port }, [port]);
  }

  #chosen(): Promise<Host> {
    return (this.#host ??= this.#choose().catch((error: unknown) => {
      this.#host = undefined;
      throw error;
    }));
  }

  async #choose(): Promise<Host> {
    const { isInPage, serviceWorker, isControlled } = this.#options;
    if (!isInPage) {
      await serviceWorker();
      if (isControlled() && (await this.#canServe())) return this.#inServiceWorker();
    }
    return this.#inPage();
  }

  /** A service worker without the pages' files is of no use. */
  async #canServe(): Promise<boolean> {
    return (await this.#options.storage()) === 'opfs' && isHostAt(this.#endpoint, fetchHere);
  }

  #inServiceWorker(): Host {
    const api = createEndpointClient(this.#endpoint, fetchHere);
    const open = async () => {
      const { port1, port2 } = new MessageChannel();
      expose(api, port1);
      return port2;
    };
    return { transport: 'service-worker', api, open };
  }

  async #inPage(): Promise<Host> {
    const { spawn = spawnServing, serveFiles } = this.#options;
    const spawned = spawn();
    const worker = wrap<ServingWorkerApi>(spawned);
    const { storage, port } = await serveFiles();
    try {
      await Promise.race([worker.boot(transfer({ storage, port }, [port])), failure(spawned)]);
    } catch (error) {
      // Whoever asks next gets another one.
      spawned.terminate();
      throw error;
    }
    const open = async () => {
      const { port1, port2 } = new MessageChannel();
      await worker.connect(transfer(port1, [port1]));
      return port2;
    };
    return { transport: 'in-page', api: wrap<ServingApi>(await open()), open };
  }
}
