/** URLs as curl takes them apart: nothing is encoded that was not, but for characters beyond ASCII. */
import { Code, CurlError } from './curl-error';

export interface CurlUrl {
  readonly scheme: string;
  /** As it goes into the `Host` line, without port. */
  readonly host: string;
  readonly port: number;
  /** Whether the URL names the port. */
  readonly hasPort: boolean;
  /** Path and query. */
  readonly target: string;
  /** `user:password` in front of the host. */
  readonly login: string | undefined;
  /** As curl tells of it: with scheme and path. */
  readonly effective: string;
}

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** @throws CurlError */
export function parseUrl(text: string, isPathAsIs: boolean): CurlUrl {
  if (text === '' || /[\x00-\x20\x7f]/.test(text))
    throw rejected('Malformed input to a URL function');
  const [, given, rest = ''] = /^(?:([a-z][a-z\d+.-]*):\/\/)?(.*)$/i.exec(text) ?? [];
  const scheme = (given ?? 'http').toLowerCase();
  if (!Object.hasOwn(PORTS, scheme)) {
    throw new CurlError(Code.unsupportedProtocol, `Protocol "${scheme}" not supported`);
  }
  const [, authority = '', path = '', query = ''] = /^([^/?#]*)([^?#]*)(\?[^#]*)?/.exec(rest) ?? [];
  const { login, host, port } = splitAuthority(authority);
  const plain = path === '' ? '/' : isPathAsIs ? path : withoutDots(path);
  const target = encodeBeyondAscii(plain) + query;
  const shown = port === undefined ? host : `${host}:${port}`;
  return {
    scheme,
    host,
    port: port ?? PORTS[scheme]!,
    hasPort: port !== undefined && port !== PORTS[scheme],
    target,
    login,
    effective: `${scheme}://${login === undefined ? '' : `${login}@`}${shown}${target}`,
  };
}

function splitAuthority(authority: string) {
  const at = authority.lastIndexOf('@');
  const login = at < 0 ? undefined : decodeLogin(authority.slice(0, at));
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority.slice(at + 1)) ?? [];
  if (host === '') throw rejected('No host part in the URL');
  if (port !== undefined && port !== '' && (!/^\d+$/.test(port) || Number(port) > 65535)) {
    throw rejected('Port number was not a decimal number between 0 and 65535');
  }
  return { login, host: toDotted(host), port: port ? Number(port) : undefined };
}

function decodeLogin(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `127.1` → `127.0.0.1`: short forms of IPv4 addresses. */
function toDotted(host: string): string {
  const parts = host.split('.');
  if (!parts.every((part) => /^\d+$/.test(part)) || parts.length > 3) return host;
  const last = Number(parts.at(-1));
  const tail = Array.from({ length: 5 - parts.length }, (_, i) => (last >>> (8 * i)) & 255);
  return [...parts.slice(0, -1), ...tail.reverse()].join('.');
}

/** Removes `.` and `..` from a path. */
function withoutDots(path: string): string {
  const parts = path.split('/').slice(1);
  const kept: string[] = [];
  for (const [i, part] of parts.entries()) {
    const bare = part.replaceAll(/%2e/gi, '.');
    const isLast = i === parts.length - 1;
    if (bare === '..') kept.pop();
    else if (bare !== '.') kept.push(part);
    if (isLast && (bare === '.' || bare === '..')) kept.push('');
  }
  return `/${kept.join('/')}`;
}

function encodeBeyondAscii(text: string): string {
  return text.replace(/[^\x00-\x7f]+/gu, (piece) =>
    Array.from(new TextEncoder().encode(piece), (byte) => `%${byte.toString(16)}`).join(''),
  );
}

function rejected(reason: string): CurlError {
  return new CurlError(Code.badUrl, `URL rejected: ${reason}`);
}
