/** The target of a request, as libevent checks it. */

const PATH = "(?:[\\w\\-.~!$&'()*+,;=:@/]|%[0-9a-f]{2})*";
const TAIL = PATH.replace('/]', '/?]');
const LEGAL = new RegExp(`^(${PATH})(\\?${TAIL})?(?:#${TAIL})?$`, 'i');

interface Target {
  readonly path: string;
  /** What handlers see: the query belongs to it, a fragment does not. */
  readonly pathAndQuery: string;
}

/** undefined for what has characters that no URI may have: they have to be percent-encoded. */
export function parseTarget(target: string): Target | undefined {
  const match = LEGAL.exec(target);
  if (!match) return undefined;
  const path = match[1]!;
  return { path, pathAndQuery: path + (match[2] ?? '') };
}

/** `%2F` becomes `/`; bad escapes and `+` stay as they are. */
export function percentDecode(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const out: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const escape = /^%[0-9a-f]{2}$/i.exec(String.fromCharCode(...bytes.subarray(i, i + 3)));
    out.push(escape ? Number.parseInt(escape[0].slice(1), 16) : bytes[i]!);
    if (escape) i += 2;
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(out));
}
