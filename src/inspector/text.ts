/** Text of files that may be long, or none. */
import type { Shape } from '#graph';
import type { TextPage } from '#protocol';
import { formatTuple } from '#tensor';

/** Bytes of text at a time. */
const PAGE = 64 * 1024;
/** Bytes that are looked at to tell text from other bytes. */
const SAMPLE = 8 * 1024;
/** A line of a tree or a table. */
const LINE = 160;

/** @param from where a character begins */
export function readPage(bytes: Uint8Array, from: number): TextPage {
  const end = characterStart(bytes, Math.min(bytes.length, from + PAGE));
  const text = new TextDecoder().decode(bytes.subarray(from, end));
  return { text, next: end < bytes.length ? end : undefined };
}

/** The start of the character that this byte belongs to. */
function characterStart(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && at - start < 3 && (bytes[start] ?? 0) >> 6 === 0b10) start--;
  return start;
}

/** Whether these bytes are UTF-8 without control characters, as far as a sample shows. */
export function isText(bytes: Uint8Array): boolean {
  const end = bytes.length > SAMPLE ? characterStart(bytes, SAMPLE) : bytes.length;
  return decodeText(bytes.subarray(0, end)) !== undefined;
}

/** The text, or undefined if it is none. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[\u0000-\u0008\u000e-\u001f\u007f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** One line, at most `limit` characters. */
export function shorten(text: string, limit = LINE): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/** The beginning of some bytes: quoted if it is text, else as hexadecimal. */
export function showBytes(bytes: Uint8Array, limit = 24): string {
  if (bytes.length === 0) return 'empty';
  const text = bytes.length <= 4 * LINE ? decodeText(bytes) : undefined;
  if (text !== undefined) return shorten(JSON.stringify(text));
  const hex = [...bytes.subarray(0, limit)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `${bytes.length.toLocaleString('en')} bytes: ${hex.join(' ')}${bytes.length > limit ? ' …' : ''}`;
}

/** `1,234`. */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** `3 files`, `1 file`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `(None, 784)`, as Python writes the shape of a tensor; `unknown` if not even its rank is known. */
export function shapeText(shape: Shape | undefined): string {
  return shape ? formatTuple(shape) : 'unknown';
}

/** `?×784`, short enough for an arrow; `scalar` for no dimensions. */
export function shortShape(shape: Shape): string {
  if (shape.length === 0) return 'scalar';
  return shape.map((dim) => dim ?? '?').join('×');
}
