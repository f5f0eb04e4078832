/** The platform's requests and responses ⇄ what goes over the line to a container. */
import type { RawRequest, RawResponse } from './serving';

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];
/** Statuses whose responses have no body, by the Fetch standard. */
const BODILESS = [204, 205, 304];

/** The port of this machine that an address means; undefined for any other machine. */
export function localPort(address: string): number | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'http:' || !LOCAL.includes(url.hostname)) return undefined;
  return Number(url.port || 80);
}

/**
 * A request to a port of this machine as the browser would send it.
 * @param origin of the page: browsers add it where pages can read the answer
 */
export async function toRawRequest(request: Request, origin: string): Promise<RawRequest> {
  const url = new URL(request.url);
  const body = new Uint8Array(await request.arrayBuffer());
  const headers: [string, string][] = [['host', url.host], ...request.headers];
  if (request.mode === 'cors' && !request.headers.has('origin')) headers.push(['origin', origin]);
  if (body.length > 0) headers.push(['content-length', String(body.length)]);
  return {
    port: Number(url.port || 80),
    method: request.method,
    target: url.pathname + url.search,
    headers,
    body,
  };
}

/** @param method of the request: an answer to HEAD has no body */
export function toResponse(answer: RawResponse, method: string): Response {
  const { status, statusText } = answer;
  const isEmpty = method === 'HEAD' || BODILESS.includes(status);
  const headers = answer.headers.map(([name, value]): [string, string] => [name, value]);
  return new Response(isEmpty ? null : answer.body, { status, statusText, headers });
}

/** Bytes from which on a body is packed. */
const LARGE = 32 * 1024;

/**
 * A large body for a service worker. Chromium hands it text and byte arrays over in small pieces, which takes ten times as
 * long as a blob.
 */
export function packBody<Body>(body: Body): Body | Blob {
  if (typeof body === 'string') {
    // What a text is sent as when its request names no type.
    return body.length < LARGE ? body : new Blob([body], { type: 'text/plain;charset=UTF-8' });
  }
  if (!(body instanceof ArrayBuffer || ArrayBuffer.isView(body))) return body;
  return body.byteLength < LARGE ? body : new Blob([body as BufferSource]);
}
