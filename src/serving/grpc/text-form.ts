/** Bodies of `application/grpc-web-text`: base64, of several pieces one after the other if the sender likes. */
import { StatusError } from '#executor';

const PIECE = 0x8000;

/** @throws StatusError INTERNAL when it is no base64 */
export function decodeText(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder().decode(body);
  try {
    const pieces = text.match(/[^=]+=*/g) ?? [];
    return Uint8Array.from(pieces.map((piece) => atob(piece)).join(''), (char) =>
      char.charCodeAt(0),
    );
  } catch (cause) {
    throw new StatusError('INTERNAL', 'The request is no base64.', cause);
  }
}

export function encodeText(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  let binary = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return new TextEncoder().encode(btoa(binary));
}
