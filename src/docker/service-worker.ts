/**
 * The host in a service worker: requests to published ports of localhost are answered by containers, and those below
 * the scope's `slipway-serving/` are calls of the host.
 */
import { answerServingCall, isServingMethod, localPort, toRawRequest, toResponse } from '#protocol';
import type { ContainerHost } from './host';

/** Below the service worker's scope. */
const ENDPOINT = 'slipway-serving/';
/** Of localhost; nobody else is asked, so that a refused connection is one. */
const OWN_PORTS = [8500, 8501];

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
  scope.addEventListener('fetch', (event) => {
    const response = respond(scope, once, event.request);
    if (!response) return;
    event.respondWith(response);
    event.waitUntil(response.then(once).then(({ host }) => host.settled()));
  });
}

/** Undefined, at once, for a request that is somebody else's. */
function respond(
  scope: ServingScope,
  open: () => Promise<OpenedHost>,
  request: Request,
): Promise<Response> | undefined {
  const url = new URL(request.url);
  const endpoint = new URL(ENDPOINT, scope.registration.scope);
  if (url.origin === endpoint.origin) {
    if (request.method !== 'POST' || !url.pathname.startsWith(endpoint.pathname)) return undefined;
    return answerCall(open, url.pathname.slice(endpoint.pathname.length), request);
  }
  const port = localPort(request.url);
  return port === undefined ? undefined : answerPort(scope, open, port, request);
}

async function answerCall(
  open: () => Promise<OpenedHost>,
  method: string,
  request: Request,
): Promise<Response> {
  const { host, storage } = await open();
  if (method === 'storage') return new Response(storage);
  if (!isServingMethod(method)) return new Response(null, { status: 404 });
  const message = new Uint8Array(await request.arrayBuffer());
  return new Response(await answerServingCall(host, method, message));
}

async function answerPort(
  scope: ServingScope,
  open: () => Promise<OpenedHost>,
  port: number,
  request: Request,
): Promise<Response> {
  const { host } = await open();
  if (!OWN_PORTS.includes(port) && !(await host.publishes(port))) return scope.fetch(request);
  const answer = await host.http(await toRawRequest(request, scope.location.origin));
  return answer ? toResponse(answer, request.method) : Response.error();
}
