/** Bodies of `application/grpc-web-text`: base64, of several pieces one after the other if the sender likes. */
import { StatusError } from '#executor';
import { encodeBase64 } from '../json';

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
  return new TextEncoder().encode(encodeBase64(bytes));
}
