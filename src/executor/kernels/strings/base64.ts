/** Base64 in its form for URLs, which is what TensorFlow's ops read and write. */
import type { KernelCall } from '../../kernel';
import type { RuntimeKernels } from '../../runtime';
import type { Tensor } from '../../tensor';
import { invalid } from '../shared';
import { encodeText, mapStrings } from './elements';

export const BASE64: RuntimeKernels = {
  EncodeBase64: encode,
  DecodeBase64: (call) => mapStrings(call.input(0), decode),
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Map([...encodeText(ALPHABET)].map((byte, value) => [byte, value]));
const PAD = 0x3d;

function encode(call: KernelCall): readonly Tensor[] {
  const isPadded = call.bool('pad', false);
  return mapStrings(call.input(0), (bytes) => {
    let text = '';
    for (let i = 0; i < bytes.length; i += 3) {
      const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
      const digits = [18, 12, 6, 0].map((shift) => ALPHABET[(bits >> shift) & 63]);
      const used = Math.min(bytes.length - i, 3) + 1;
      text += digits.slice(0, used).join('') + (isPadded ? '='.repeat(4 - used) : '');
    }
    return encodeText(text);
  });
}

function decode(bytes: Uint8Array): Uint8Array {
  const digits = withoutPadding(bytes);
  if (digits.length % 4 === 1) invalid('Base64 string length cannot be 1 modulo 4.');
  const out = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let next = 0;
  for (const byte of digits) {
    const value = VALUES.get(byte);
    if (value === undefined) invalid('Invalid character found in base64.');
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out[next++] = (bits >> held) & 0xff;
  }
  return out;
}

/** One or two signs at the end of what then has a multiple of four. */
function withoutPadding(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 !== 0) return bytes;
  if (bytes.at(-1) !== PAD) return bytes;
  return bytes.subarray(0, bytes.length - (bytes.at(-2) === PAD ? 2 : 1));
}
