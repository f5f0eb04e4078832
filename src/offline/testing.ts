/** A browser's caches, a server and a build for tests. */
import type { PrecacheFile, PrecacheManifest } from './manifest';

export const SCOPE = 'https://example.test/course/';

/** What a test's server answers with, by address relative to the scope; a function is called anew for every request. */
export type Served = Record<string, string | (() => Response | Promise<Response>)>;

export class FakeCaches implements Pick<CacheStorage, 'open'> {
  readonly entries = new Map<string, Response>();
  /** Thrown by every `put` from now on. */
  refusal: Error | undefined;

  async open(): Promise<Cache> {
    const { entries } = this;
    const keyOf = (key: RequestInfo | URL) => (key instanceof Request ? key.url : String(key));
    const cache: Partial<Cache> = {
      keys: async () => [...entries.keys()].map((url) => new Request(url)),
      match: async (key) => entries.get(keyOf(key))?.clone(),
      delete: async (key) => entries.delete(keyOf(key)),
      put: async (key, response) => {
        if (this.refusal) throw this.refusal;
        entries.set(keyOf(key), response);
      },
    };
    return cache as Cache;
  }

  get storage(): CacheStorage {
    return this as unknown as CacheStorage;
  }
}

/** A `fetch` that counts; what it does not serve is a 404. */
export function serverOf(served: Served) {
  const requests: string[] = [];
  async function answer(input: RequestInfo | URL): Promise<Response> {
    const url = input instanceof Request ? input.url : String(input);
    const path = url.slice(SCOPE.length).split('?', 1)[0]!;
    requests.push(path);
    const given = served[path];
    if (typeof given === 'function') return given();
    if (given === undefined) return new Response('<h1>Not found</h1>', { status: 404 });
    return new Response(given);
  }
  return { requests, served, fetch: answer as typeof fetch };
}

/** A build of text files; those below `assets/` are immutable. The main script is `assets/main.js`. */
export async function buildOf(
  build: string,
  texts: Record<string, string>,
): Promise<PrecacheManifest> {
  const files = Object.entries(texts).map(([url, text]) => fileOf(url, text));
  return { build, entry: 'assets/main.js', files: await Promise.all(files) };
}

export async function fileOf(url: string, text: string): Promise<PrecacheFile> {
  const bytes = new TextEncoder().encode(text);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const revision = Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0'));
  return {
    url,
    bytes: bytes.length,
    revision: revision.join(''),
    isImmutable: url.startsWith('assets/'),
  };
}

/** A request of a page; Node has no `navigate` mode of its own. */
export function navigation(path: string): Request {
  const request = new Request(new URL(path, SCOPE));
  Object.defineProperty(request, 'mode', { value: 'navigate' });
  return request;
}
