/** What the tokens of protobuf text mean: numbers and the bytes of strings. */

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  "'": 39,
  '?': 63,
  '\\': 92,
};
const ESCAPE =
  /\\(?:([0-7]{1,3})|[xX]([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))|[\s\S]/g;

/**
 * @param token decimal, or octal after `0`, or hexadecimal after `0x`
 * @returns undefined when it is more than `max`, or has digits that its base has not
 */
export function integerOf(token: string, max: bigint): bigint | undefined {
  const value = parseDigits(token);
  return value === undefined || value > max ? undefined : value;
}

function parseDigits(token: string): bigint | undefined {
  if (/^0[xX]/.test(token)) return BigInt(token.length === 2 ? 0 : token);
  if (!/^0./.test(token)) return BigInt(token);
  return /^[0-7]+$/.test(token) ? BigInt(`0o${token}`) : undefined;
}

/** @param token a decimal number; an exponent without digits and the suffix `f` count for nothing */
export function floatOf(token: string): number {
  return Number.parseFloat(token);
}

/** The bytes of string tokens that stand side by side, as a string of one character each. */
export function bytesOf(tokens: readonly string[]): string {
  return tokens.map(unquoted).join('');
}

function unquoted(token: string): string {
  const isClosed = token.length > 1 && token.endsWith(token[0]!);
  const inner = token.slice(1, isClosed ? -1 : undefined);
  let bytes = '';
  let high = 0;
  for (const [whole, octal, hex, short, long, other] of inner.matchAll(ESCAPE)) {
    if (octal) bytes += String.fromCharCode(Number.parseInt(octal, 8) & 255);
    else if (hex) bytes += String.fromCharCode(Number.parseInt(hex, 16));
    else if (other !== undefined)
      bytes += String.fromCharCode(ESCAPES[other] ?? other.charCodeAt(0));
    else if (short ?? long) {
      const code = Number.parseInt((short ?? long)!, 16);
      if (code >= 0xd800 && code < 0xdc00) {
        high = code;
        continue;
      }
      const isPair = high !== 0 && code >= 0xdc00 && code < 0xe000;
      bytes += utf8Of(isPair ? 0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00) : code);
    } else bytes += whole;
    high = 0;
  }
  return bytes;
}

function utf8Of(code: number): string {
  return binaryOf(new TextEncoder().encode(String.fromCodePoint(Math.min(code, 0x10ffff))));
}

/** Bytes as a string of one character each. */
export function binaryOf(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return parts.join('');
}

/** @param binary one character for each byte */
export function bytesOfBinary(binary: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/** @param binary one character for each byte of UTF-8 */
export function textOfBinary(binary: string): string {
  return new TextDecoder().decode(bytesOfBinary(binary));
}
