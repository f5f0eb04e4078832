/**
 * The page's side of the service worker: registers it, has it fill the app's copy for offline use, notices new builds.
 * Many pages share one worker, and the worker may be ended at any time, so whatever it is asked for is asked again.
 */
import type { EntryQuestion, OfflineReport, OfflineRequest, OfflineState } from '#protocol';

/** Between two requests to go on filling; milliseconds. */
const FILL_AGAIN = 10_000;
/** A page that was loaded past the active worker, by a hard reload, is never claimed; milliseconds until that is clear. */
const UNCLAIMED = 1000;
/** Between two looks for a new build on a page that stays open; milliseconds. */
const LOOK_AGAIN = 3_600_000;

export interface ServiceWorkerOptions {
  /** Undefined where this page can have none, for the reason that `refusal` gives as sentences. */
  readonly container: ServiceWorkerContainer | undefined;
  readonly refusal?: string | undefined;
  /** Absolute address of the worker's script. */
  readonly script: string;
  /** Absolute address of the page's main script. */
  readonly entry: string;
  /** Resolves when filling no longer takes the network away from what the page shows first. */
  readonly calm: () => Promise<void>;
  readonly reload: () => void;
}

export class ServiceWorkerClient {
  /**
   * Resolves to the registration once its worker controls this page, or is active and will not (the page was loaded past
   * it); to undefined where there will be none. Never rejects.
   */
  readonly ready: Promise<ServiceWorkerRegistration | undefined>;
  readonly #options: ServiceWorkerOptions;
  readonly #listeners = new Set<(state: OfflineState) => void>();
  #registration: ServiceWorkerRegistration | undefined;
  #state: OfflineState | undefined;
  #fillAgain: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ServiceWorkerOptions) {
    this.#options = options;
    this.ready = this.#start().catch((error: unknown) => this.#refuse(refusalReason(error)));
  }

  /** Tells the state now, if one is known, and every later one. */
  subscribe(listener: (state: OfflineState) => void): void {
    this.#listeners.add(listener);
    if (this.#state) listener(this.#state);
  }

  /** Fetches what is missing, also after that failed. */
  fill(): void {
    clearTimeout(this.#fillAgain);
    this.#registration?.active?.postMessage({ type: 'offline:fill' } satisfies OfflineRequest);
  }

  /** Loads the page anew, as the newest build. */
  update(): void {
    const { container, reload } = this.#options;
    const waiting = this.#registration?.waiting;
    if (!waiting) return reload();
    container?.addEventListener('controllerchange', reload, { once: true });
    waiting.postMessage({ type: 'offline:take-over' } satisfies OfflineRequest);
  }

  async #start(): Promise<ServiceWorkerRegistration | undefined> {
    const { container, refusal, script, calm } = this.#options;
    if (!container) return this.#refuse(refusal ?? 'This browser has no service workers.');
    container.addEventListener('message', (event) => this.#hear(event));
    container.startMessages();
    // Some test drivers and extensions resolve to nothing where they block it.
    const registration = (await container.register(script, { updateViaCache: 'none' })) as
      ServiceWorkerRegistration | undefined;
    if (!registration) return this.#refuse('Something in this browser blocks service workers.');
    this.#registration = registration;
    this.#watchForUpdates(registration);
    await controlled(container, registration);
    container.addEventListener('controllerchange', () => this.fill());
    void calm().then(() => this.fill());
    return registration;
  }

  #watchForUpdates(registration: ServiceWorkerRegistration): void {
    if (registration.waiting && registration.active) this.#tell({ kind: 'update-ready' });
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && registration.active) {
          this.#tell({ kind: 'update-ready' });
        }
      });
    });
    setInterval(() => this.#look(), LOOK_AGAIN);
  }

  /** For a new build; without network there is none to see. */
  #look(): void {
    this.#registration?.update().catch(() => undefined);
  }

  #hear(event: MessageEvent<Partial<OfflineReport | EntryQuestion> | undefined>): void {
    const { data } = event;
    if (data?.type === 'offline:which-entry') event.ports[0]?.postMessage(this.#options.entry);
    else if (data?.type === 'offline:state') this.#take(data as OfflineReport);
  }

  #take({ state, entry }: OfflineReport): void {
    const isOld = this.#registration?.waiting || entry !== this.#options.entry;
    this.#tell(isOld ? { kind: 'update-ready' } : state);
    clearTimeout(this.#fillAgain);
    if (state.kind === 'caching') {
      this.#fillAgain = setTimeout(() => this.fill(), FILL_AGAIN);
    } else if (state.kind === 'incomplete') {
      // The server may have a new build by now, and what is missing no more.
      this.#look();
    }
  }

  #refuse(reason: string): undefined {
    this.#tell({ kind: 'unavailable', reason });
  }

  #tell(state: OfflineState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/**
 * A worker that takes over at once does so after it is active.
 * @throws Error when its installation fails
 */
async function controlled(
  container: ServiceWorkerContainer,
  registration: ServiceWorkerRegistration,
): Promise<void> {
  if (container.controller) return;
  const claimed = new Promise<void>((resolve) => {
    container.addEventListener('controllerchange', () => resolve(), { once: true });
  });
  const { active, installing } = registration;
  await Promise.race([claimed, active || !installing ? pause(UNCLAIMED) : failed(installing)]);
}

function failed(worker: ServiceWorker): Promise<never> {
  return new Promise((_, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'redundant') reject(new Error('its installation failed.'));
    });
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function refusalReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `The browser refuses the service worker: ${message}`;
}
