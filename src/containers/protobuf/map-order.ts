/** The orders in which protobuf's own libraries write the entries of a map when they are to be deterministic. */
import { ScalarType } from '@bufbuild/protobuf';
import { compareUtf8 } from '#bytes';

/**
 * - `ascending`: the C++ library's, numbers by value and texts by their bytes; TensorFlow's fingerprints are made of it.
 * - `python`: numbers from the largest down, and a text after those that begin with it; TensorFlow writes
 *   `saved_model.pb` from Python, and so with it.
 */
export type MapOrder = 'ascending' | 'python';

/** Compares two keys, as a decoded message's object has them. */
export function compareKeys(order: MapOrder, type: ScalarType): (a: string, b: string) => number {
  const isPython = order === 'python';
  if (type === ScalarType.STRING) return isPython ? compareLongerFirst : compareUtf8;
  if (type === ScalarType.BOOL) return isPython ? (a, b) => compareUtf8(b, a) : compareUtf8;
  return isPython ? (a, b) => compareIntegers(b, a) : compareIntegers;
}

function compareIntegers(a: string, b: string): number {
  return BigInt(a) < BigInt(b) ? -1 : 1;
}

function compareLongerFirst(a: string, b: string): number {
  return a.startsWith(b) || b.startsWith(a) ? b.length - a.length : compareUtf8(a, b);
}
