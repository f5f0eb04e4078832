/**
 * The host in a service worker: requests to published ports of localhost are answered by containers, and those below
 * the scope's `slipway-serving/` are calls of the host.
 */
import { answerServingCall, isServingMethod, type RawResponse } from '#protocol';
import type { ContainerHost } from './host';

/** Below the service worker's scope. */
const ENDPOINT = 'slipway-serving/';
/** Of localhost; nobody else is asked, so that a refused connection is one. */
const OWN_PORTS = [8500, 8501];
const LOCAL = ['localhost', '127.0.0.1', '[::1]'];
/** Responses without a body, by the Fetch standard. */
const BODILESS = [101, 103, 204, 205, 304];

/** What is used of `ServiceWorkerGlobalScope`. */
export interface ServingScope {
  readonly registration: { readonly scope: string };
  readonly location: { readonly origin: string };
  fetch(request: Request): Promise<Response>;
  addEventListener(type: 'fetch', listen: (event: FetchEvent) => void): void;
}

/** Whether files outlive the worker, for whoever asks if it can serve. */
export type Storage = () => Promise<'opfs' | 'memory'>;

export function startServing(scope: ServingScope, host: ContainerHost, storage: Storage): void {
  scope.addEventListener('fetch', (event) => {
    const response = respond(scope, host, storage, event.request);
    if (!response) return;
    event.respondWith(response);
    event.waitUntil(response.then(() => host.settled()));
  });
}

/** Undefined, at once, for a request that is somebody else's. */
export function respond(
  scope: ServingScope,
  host: ContainerHost,
  storage: Storage,
  request: Request,
): Promise<Response> | undefined {
  const url = new URL(request.url);
  const endpoint = new URL(ENDPOINT, scope.registration.scope);
  if (url.origin === endpoint.origin) {
    if (request.method !== 'POST' || !url.pathname.startsWith(endpoint.pathname)) return undefined;
    return answerCall(host, storage, url.pathname.slice(endpoint.pathname.length), request);
  }
  if (url.protocol !== 'http:' || !LOCAL.includes(url.hostname)) return undefined;
  return answerPort(scope, host, url, request);
}

async function answerCall(
  host: ContainerHost,
  storage: Storage,
  method: string,
  request: Request,
): Promise<Response> {
  if (method === 'storage') return new Response(await storage());
  if (!isServingMethod(method)) return new Response(null, { status: 404 });
  const message = new Uint8Array(await request.arrayBuffer());
  return new Response(await answerServingCall(host, method, message));
}

async function answerPort(
  scope: ServingScope,
  host: ContainerHost,
  url: URL,
  request: Request,
): Promise<Response> {
  const port = Number(url.port || 80);
  if (!OWN_PORTS.includes(port) && !(await host.publishes(port))) return scope.fetch(request);
  const answer = await host.http({
    port,
    method: request.method,
    target: url.pathname + url.search,
    headers: [...request.headers],
    body: new Uint8Array(await request.arrayBuffer()),
  });
  return answer ? toResponse(answer, request.method) : Response.error();
}

/** @param method of the request: an answer to HEAD has no body */
export function toResponse(answer: RawResponse, method: string): Response {
  const { status, statusText } = answer;
  const isEmpty = method === 'HEAD' || BODILESS.includes(status);
  const headers = answer.headers.map(([name, value]): [string, string] => [name, value]);
  return new Response(isEmpty ? null : answer.body, { status, statusText, headers });
}
