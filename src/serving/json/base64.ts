/** Base64 with the standard alphabet, read as leniently as Abseil reads it. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const VALUES = new Int8Array(256).fill(-1);
[...ALPHABET].forEach((letter, value) => (VALUES[letter.charCodeAt(0)] = value));

const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d]);
/** `=`, and `.` as some web-safe variants write it. */
const PADDING: ReadonlySet<number> = new Set([0x3d, 0x2e]);

/** Padded, without line breaks. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET[word >> 18]! + ALPHABET[(word >> 12) & 63]!;
    text += i + 1 < bytes.length ? ALPHABET[(word >> 6) & 63]! : '=';
    text += i + 2 < bytes.length ? ALPHABET[word & 63]! : '=';
  }
  return text;
}

/** White space anywhere and no padding are fine; wrong padding is not. @returns undefined for what is not base64 */
export function decodeBase64(text: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const out = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let digits = 0;
  let word = 0;
  let padding = 0;
  for (const byte of text) {
    const value = VALUES[byte]!;
    if (value >= 0 && padding === 0) {
      word = ((word << 6) | value) & 0xffffff;
      if (++digits % 4 !== 1) out[length++] = word >> (6 - 2 * ((digits - 1) % 4));
    } else if (PADDING.has(byte)) padding++;
    else if (!SPACES.has(byte)) return undefined;
  }
  const missing = (4 - (digits % 4)) % 4;
  if (missing === 3 || (padding !== 0 && padding !== missing)) return undefined;
  return out.slice(0, length);
}
