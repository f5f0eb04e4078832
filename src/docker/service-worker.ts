/**
 * The host in a service worker: requests to published ports of localhost are answered by containers, and those below
 * the scope's `slipway-serving/` are calls of the host.
 */
import {
  answerServingCall,
  isServingMethod,
  localPort,
  SERVER_PORTS,
  SERVING_ENDPOINT,
  toRawRequest,
  toResponse,
} from '#protocol';
import type { ContainerHost } from './host';
import { Slots } from './slots';

/** Bodies that are read at a time: each is held whole until its request is answered. */
const READERS = 8;

/** What is used of a `FetchEvent`. */
export interface ServingEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
  waitUntil(work: Promise<unknown>): void;
}

/** What is used of `ServiceWorkerGlobalScope`. */
export interface ServingScope {
  readonly registration: { readonly scope: string };
  readonly location: { readonly origin: string };
  fetch(request: Request): Promise<Response>;
  addEventListener(type: 'fetch', listen: (event: ServingEvent) => void): void;
}

export interface OpenedHost {
  readonly host: ContainerHost;
  /** Whether its files are those of the pages, or its own and gone with it. */
  readonly storage: 'opfs' | 'memory';
}

/** @param open called once, when somebody first asks; what it fails with is what every call fails with until one succeeds */
export function startServing(scope: ServingScope, open: () => Promise<OpenedHost>): void {
  let opened: Promise<OpenedHost> | undefined;
  const once = () =>
    (opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));
  const readers = new Slots(READERS);
  scope.addEventListener('fetch', (event) => {
    const response = respond({ scope, open: once, readers }, event.request);
    if (!response) return;
    event.respondWith(response);
    event.waitUntil(settled(response, once));
  });
}

/** Resolves when nothing goes on any more, however the request ended. */
async function settled(
  response: Promise<Response>,
  open: () => Promise<OpenedHost>,
): Promise<void> {
  await response.catch(() => undefined);
  const opened = await open().catch(() => undefined);
  await opened?.host.settled();
}

interface Serving {
  readonly scope: ServingScope;
  readonly open: () => Promise<OpenedHost>;
  readonly readers: Slots;
}

/** Undefined, at once, for a request that is somebody else's. */
function respond(serving: Serving, request: Request): Promise<Response> | undefined {
  const { scope } = serving;
  const url = new URL(request.url);
  const endpoint = new URL(SERVING_ENDPOINT, scope.registration.scope);
  if (url.origin === endpoint.origin) {
    if (request.method !== 'POST' || !url.pathname.startsWith(endpoint.pathname)) return undefined;
    return answerCall(serving, url.pathname.slice(endpoint.pathname.length), request);
  }
  const port = localPort(request.url);
  return port === undefined ? undefined : answerPort(serving, port, request);
}

async function answerCall(
  { open, readers }: Serving,
  method: string,
  request: Request,
): Promise<Response> {
  const { host, storage } = await open();
  if (method === 'storage') return new Response(storage);
  if (!isServingMethod(method)) return new Response(null, { status: 404 });
  const message = await readers.run(async () => new Uint8Array(await request.arrayBuffer()));
  return new Response(await answerServingCall(host, method, message));
}

async function answerPort(
  { scope, open, readers }: Serving,
  port: number,
  request: Request,
): Promise<Response> {
  const { host } = await open();
  if (!SERVER_PORTS.includes(port) && !(await host.publishes(port))) return scope.fetch(request);
  const raw = await readers.run(async () => {
    // Whoever has hung up while the request waited is not worth the work.
    request.signal.throwIfAborted();
    return toRawRequest(request, scope.location.origin);
  });
  const answer = await host.http(raw);
  return answer ? toResponse(answer, request.method) : Response.error();
}
