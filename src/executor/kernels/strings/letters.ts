/** Ops on the characters of single strings: case, white space, length, parts. */
import type { KernelCall } from '../../kernel';
import type { RuntimeKernels } from '../../runtime';
import { makeTensor, type Tensor } from '../../tensor';
import { decodeText, encodeText, isSpace, mapStrings, stringsOf } from './elements';

export const LETTERS: RuntimeKernels = {
  StringLower: changeCase((text) => text.toLowerCase(), 0x41, 0x20),
  StringUpper: changeCase((text) => text.toUpperCase(), 0x61, -0x20),
  StringStrip: (call) => mapStrings(call.input(0), strip),
  StringLength: length,
};

const LETTERS_IN_ALPHABET = 26;

/** Without an encoding only the letters of ASCII change. */
function changeCase(unicode: (text: string) => string, firstLetter: number, step: number) {
  const ascii = (byte: number) =>
    byte >= firstLetter && byte < firstLetter + LETTERS_IN_ALPHABET ? byte + step : byte;
  return (call: KernelCall): readonly Tensor[] => {
    const isUtf8 = call.text('encoding', '') === 'utf-8';
    return mapStrings(call.input(0), (bytes) =>
      isUtf8 ? encodeText(unicode(decodeText(bytes))) : bytes.map(ascii),
    );
  };
}

function strip(bytes: Uint8Array): Uint8Array {
  let start = 0;
  let end = bytes.length;
  while (start < end && isSpace(bytes[start]!)) start++;
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  return bytes.subarray(start, end);
}

function length(call: KernelCall): readonly Tensor[] {
  const input = call.input(0);
  const count = call.text('unit', 'BYTE') === 'UTF8_CHAR' ? characters : bytesIn;
  return [makeTensor('int32', input.shape, Int32Array.from(stringsOf(input), count))];
}

function bytesIn(bytes: Uint8Array): number {
  return bytes.length;
}

/** Bytes that continue a character are not counted. */
function characters(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => count + ((byte & 0xc0) === 0x80 ? 0 : 1), 0);
}
