/** What `-v` tells of connection, request and answer. */
import type { RawRequest, RawResponse } from '#protocol';
import type { CurlUrl } from './url';

type Tell = (text: string) => void;

function addressesOf(host: string): string[] {
  if (host.startsWith('[')) return [host.slice(1, -1)];
  return /^[\d.]+$/.test(host) ? [host] : ['::1', '127.0.0.1'];
}

function tellNames(tell: Tell, { host, port }: CurlUrl): void {
  const [v6 = '', v4] = addressesOf(host);
  if (v4 !== undefined)
    tell(`* Host ${host}:${port} was resolved.\n* IPv6: ${v6}\n* IPv4: ${v4}\n`);
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** @param isAgain whether an earlier transfer has left its connection open */
export function tellConnection(tell: Tell, url: CurlUrl, isAgain: boolean): void {
  const host = url.host.replace(/^\[(.*)\]$/, '$1');
  if (isAgain) return tell(`* Re-using existing http: connection with host ${host}\n`);
  const [address = ''] = addressesOf(url.host);
  tellNames(tell, url);
  tell(`*   Trying ${bracketed(address)}:${url.port}...\n`);
  tell(`* Connected to ${host} (${address}) port ${url.port}\n* using HTTP/1.x\n`);
}

export function tellRefusal(tell: Tell, url: CurlUrl): void {
  tellNames(tell, url);
  for (const address of addressesOf(url.host)) {
    tell(`*   Trying ${bracketed(address)}:${url.port}...\n`);
    tell(`* connect to ${address} port ${url.port} failed: Connection refused\n`);
  }
  const host = url.host.replace(/^\[(.*)\]$/, '$1');
  tell(`* Failed to connect to ${host} port ${url.port} after 0 ms: Could not connect to server\n`);
  tell('* closing connection #0\n');
}

/** @param showsSizes whether sizes of bodies are told: where the answer itself is not seen */
export function tellRequest(tell: Tell, request: RawRequest, showsSizes: boolean): void {
  const { method, target, headers, body } = request;
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => line(name, value)),
    '',
  ];
  tell(lines.map((each) => `> ${each}\r\n`).join(''));
  if (headers.some(([name]) => name === 'Expect')) tell('< HTTP/1.1 100 Continue\r\n< \r\n');
  if (body.length === 0) return tell('* Request completely sent off\n');
  if (showsSizes) tell(`} [${body.length} bytes data]\n`);
  tell(`* upload completely sent off: ${body.length} bytes\n`);
}

function line(name: string, value: string): string {
  return value === '' ? `${name}:` : `${name}: ${value}`;
}

/**
 * @param isFailed whether the answer ends the transfer, so that its body is not read
 * @param showsSizes see tellRequest
 */
export function tellResponse(
  tell: Tell,
  { method }: RawRequest,
  { status, statusText, headers, body }: RawResponse,
  isFailed: boolean,
  showsSizes: boolean,
): void {
  const lines = [
    `HTTP/1.1 ${status} ${statusText}`,
    ...headers.map(([name, value]) => line(name, value)),
  ];
  tell(lines.map((each) => `< ${each}\r\n`).join(''));
  if (isFailed) return;
  tell('< \r\n');
  if (showsSizes && method !== 'HEAD' && body.length > 0) tell(`{ [${body.length} bytes data]\n`);
}

export function tellFailure(tell: Tell, status: number): void {
  tell(`* The requested URL returned error: ${status}\n* closing connection #0\n`);
}
