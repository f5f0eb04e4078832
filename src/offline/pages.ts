/** The app's pages, as the service worker sees them. */
import type { EntryQuestion, OfflineReport } from '#protocol';

/** A page that does not answer for so long is too busy or too old to be understood; milliseconds. */
const PATIENCE = 2_000;

export class Pages {
  readonly #clients: Clients;
  readonly #scope: string;

  constructor(clients: Clients, scope: string) {
    this.#clients = clients;
    this.#scope = scope;
  }

  async tellAll(report: OfflineReport): Promise<void> {
    for (const page of await this.#open()) page.postMessage(report);
  }

  /** Whether every open page was built with this main script; a page that does not answer was not. */
  async areAllOf(entry: string): Promise<boolean> {
    const entries = await Promise.all((await this.#open()).map(askEntry));
    return entries.every((given) => given === entry);
  }

  async #open(): Promise<readonly WindowClient[]> {
    const all = await this.#clients.matchAll({ type: 'window', includeUncontrolled: true });
    return all.filter(({ url }) => url.startsWith(this.#scope));
  }
}

function askEntry(page: WindowClient): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), PATIENCE);
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      clearTimeout(timer);
      resolve(data);
    };
    page.postMessage({ type: 'offline:which-entry' } satisfies EntryQuestion, [port2]);
  }).finally(() => port1.close());
}
