/**
 * Messages on the wire of gRPC-Web: a byte of flags, four of length, the message; trailers are a frame of their own.
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
 */
import { StatusError } from '#executor';

const HEADER = 5;
const COMPRESSED = 1;
const TRAILERS = 0x80;

/** @returns the one message of a unary call. @throws StatusError when there is no whole one, or another */
export function readMessage(body: Uint8Array): Uint8Array {
  if (body.length < HEADER) throw new StatusError('INTERNAL', 'The request holds no message.');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (view.getUint8(0) & COMPRESSED) {
    throw new StatusError('UNIMPLEMENTED', 'Compressed messages are not supported.');
  }
  const end = HEADER + view.getUint32(1);
  if (body.length !== end) {
    const problem = `The request has ${body.length} bytes where its message needs ${end}.`;
    throw new StatusError('INTERNAL', problem);
  }
  return body.subarray(HEADER, end);
}

/** @param message undefined when the call failed */
export function writeAnswer(
  message: Uint8Array | undefined,
  trailers: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const lines = Object.entries(trailers).map(([name, value]) => `${name}: ${value}\r\n`);
  const end = new TextEncoder().encode(lines.join(''));
  const start = message ? HEADER + message.length : 0;
  const bytes = new Uint8Array(start + HEADER + end.length);
  if (message) writeFrame(bytes, 0, 0, message);
  writeFrame(bytes, start, TRAILERS, end);
  return bytes;
}

function writeFrame(into: Uint8Array, at: number, flags: number, content: Uint8Array): void {
  const view = new DataView(into.buffer, into.byteOffset + at);
  view.setUint8(0, flags);
  view.setUint32(1, content.length);
  into.set(content, at + HEADER);
}
