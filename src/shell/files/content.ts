/** Text and bytes, as `just-bash` hands them over. */
import type { IFileSystem } from 'just-bash/browser';

type Encoding = Parameters<IFileSystem['writeFile']>[2];
type Content = Parameters<IFileSystem['writeFile']>[1];

function nameOf(encoding: Encoding | null): string {
  const name = typeof encoding === 'object' ? encoding?.encoding : encoding;
  return name ?? 'utf8';
}

/** Characters at a time: engines are fast at so many arguments, and much slower at more or when they are spread. */
const PIECE = 0x2000;

/** A string whose characters are bytes. */
export function toBinaryString(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece: ArrayLike<number> = bytes.subarray(at, at + PIECE);
    text += String.fromCharCode.apply(undefined, piece as number[]);
  }
  return text;
}

export function fromBinaryString(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export function toBytes(content: Content, encoding?: Encoding): Uint8Array<ArrayBuffer> {
  if (typeof content !== 'string') return new Uint8Array(content);
  const name = nameOf(encoding);
  if (name === 'binary' || name === 'latin1') return fromBinaryString(content);
  if (name === 'base64') return fromBinaryString(atob(content));
  if (name === 'hex') {
    return Uint8Array.from(content.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  return new TextEncoder().encode(content);
}

export function toText(
  bytes: Uint8Array,
  encoding?: Parameters<IFileSystem['readFile']>[1],
): string {
  const name = nameOf(typeof encoding === 'object' ? (encoding?.encoding ?? undefined) : encoding);
  if (name === 'binary' || name === 'latin1') return toBinaryString(bytes);
  if (name === 'base64') return btoa(toBinaryString(bytes));
  if (name === 'hex') return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
