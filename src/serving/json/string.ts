/** JSON strings as bytes: finding where they end, and resolving their escapes. UTF-8 is never checked. */
import { JsonSyntaxError } from './syntax-error';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;

/** What a byte after a backslash stands for. */
const ESCAPES: ReadonlyMap<number, number> = new Map(
  [...'"\\/bfnrt'].map((letter, i) => [letter.charCodeAt(0), '"\\/\b\f\n\r\t'.charCodeAt(i)]),
);

/**
 * @param start after the opening quote
 * @returns where the closing quote is
 * @throws JsonSyntaxError
 */
export function endOfString(bytes: Uint8Array, start: number): number {
  const end = bytes.length;
  let at = start;
  for (;;) {
    const byte = at < end ? bytes[at]! : 0;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at = endOfEscape(bytes, at);
    else if (byte >= 0x20) at++;
    else if (byte === 0) {
      throw new JsonSyntaxError('Missing a closing quotation mark in string.', at);
    } else throw new JsonSyntaxError('Invalid escape character in string.', at);
  }
}

function endOfEscape(bytes: Uint8Array, backslash: number): number {
  const letter = bytes[backslash + 1] ?? 0;
  if (ESCAPES.has(letter)) return backslash + 2;
  if (letter !== LOWER_U) {
    throw new JsonSyntaxError('Invalid escape character in string.', backslash);
  }
  const unit = hex4(bytes, backslash + 2, backslash);
  if (!isHighSurrogate(unit)) return backslash + 6;
  const low =
    bytes[backslash + 6] === BACKSLASH && bytes[backslash + 7] === LOWER_U
      ? hex4(bytes, backslash + 8, backslash)
      : 0;
  if (low >= 0xdc00 && low <= 0xdfff) return backslash + 12;
  throw new JsonSyntaxError('The surrogate pair in string is invalid.', backslash);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function hex4(bytes: Uint8Array, start: number, backslash: number): number {
  let value = 0;
  for (let i = start; i < start + 4; i++) {
    const digit = Number.parseInt(String.fromCharCode(bytes[i] ?? 0), 16);
    if (Number.isNaN(digit)) {
      throw new JsonSyntaxError('Incorrect hex digit after \\u escape in string.', backslash);
    }
    value = value * 16 + digit;
  }
  return value;
}

/** @param raw what stands between the quotes, known to be well formed */
export function decodeString(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  if (!raw.includes(BACKSLASH)) return raw.slice();
  const out = new Uint8Array(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length;) {
    if (raw[at] !== BACKSLASH) {
      out[length++] = raw[at++]!;
    } else if (raw[at + 1] === LOWER_U) {
      const code = codePoint(raw, at);
      length = putUtf8(out, length, code);
      at += code > 0xffff ? 12 : 6;
    } else {
      out[length++] = ESCAPES.get(raw[at + 1]!)!;
      at += 2;
    }
  }
  return out.slice(0, length);
}

function codePoint(raw: Uint8Array, backslash: number): number {
  const unit = hex4(raw, backslash + 2, backslash);
  if (!isHighSurrogate(unit)) return unit;
  return 0x10000 + (unit - 0xd800) * 0x400 + hex4(raw, backslash + 8, backslash) - 0xdc00;
}

/** A low surrogate on its own becomes three bytes too, though that is no UTF-8. */
function putUtf8(out: Uint8Array, start: number, code: number): number {
  let at = start;
  if (code < 0x80) {
    out[at++] = code;
    return at;
  }
  if (code < 0x800) out[at++] = 0xc0 | (code >> 6);
  else {
    if (code < 0x10000) out[at++] = 0xe0 | (code >> 12);
    else {
      out[at++] = 0xf0 | (code >> 18);
      out[at++] = 0x80 | ((code >> 12) & 0x3f);
    }
    out[at++] = 0x80 | ((code >> 6) & 0x3f);
  }
  out[at++] = 0x80 | (code & 0x3f);
  return at;
}
