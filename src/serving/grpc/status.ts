/** How a call ended, as trailers say it. */
import type { StatusError } from '#executor';
import { Code } from '../schema';

const LONGEST = 1024;

/** @param error undefined for success */
export function trailersOf(error: StatusError | undefined): Readonly<Record<string, string>> {
  if (!error) return { 'grpc-status': '0' };
  return {
    'grpc-status': String(Code[error.code]),
    'grpc-message': encodedMessage(shortened(error.message)),
  };
}

/** As the server cuts it: after so many bytes. */
function shortened(message: string): string {
  const bytes = new TextEncoder().encode(message);
  if (bytes.length <= LONGEST) return message;
  return `${new TextDecoder().decode(bytes.subarray(0, LONGEST))}...TRUNCATED`;
}

/** Percent-encoded, all but printable ASCII and the percent sign itself. */
function encodedMessage(message: string): string {
  const encoded = Array.from(new TextEncoder().encode(message), (byte) => {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    return isPlain
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return encoded.join('');
}

const UNIT_MS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** @param header `grpc-timeout`: `100m`. @returns milliseconds; Infinity without one */
export function timeoutOf(header: string | undefined): number {
  const [, digits, unit] = /^(\d{1,8})([HMSmun])$/.exec(header ?? '') ?? [];
  return digits && unit ? Number(digits) * UNIT_MS[unit]! : Infinity;
}
