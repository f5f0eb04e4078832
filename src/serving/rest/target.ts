/** The target of a request, as libevent checks it. */

const ILLEGAL = /[^\w\-.~!$&'()*+,;=:@/?#%]|%(?![0-9a-f]{2})|#.*#/i;
const PERCENT = 0x25;

interface Target {
  readonly path: string;
  /** What handlers see: the query belongs to it, a fragment does not. */
  readonly pathAndQuery: string;
}

/** undefined for what has characters that no URI may have: they have to be percent-encoded. */
export function parseTarget(target: string): Target | undefined {
  if (ILLEGAL.test(target)) return undefined;
  const [pathAndQuery = ''] = target.split('#', 1);
  const [path = ''] = pathAndQuery.split('?', 1);
  return { path, pathAndQuery };
}

/** `%2F` becomes `/`; bad escapes and `+` stay as they are. What is no UTF-8 then becomes U+FFFD. */
export function percentDecode(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const value = bytes[i] === PERCENT ? hexPair(bytes, i + 1) : undefined;
    out[length++] = value ?? bytes[i]!;
    if (value !== undefined) i += 2;
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(out.subarray(0, length));
}

function hexPair(bytes: Uint8Array, at: number): number | undefined {
  const text = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0);
  return /^[0-9a-f]{2}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}
