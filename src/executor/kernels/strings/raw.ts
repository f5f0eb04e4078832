/** DecodeRaw: the bytes of strings as numbers. */
import { newData, typeText } from '../../element-types';
import type { KernelCall } from '../../kernel';
import { makeTensor, type Tensor } from '../../tensor';
import { stringsOf } from './elements';

export function decodeRaw(call: KernelCall): readonly Tensor[] {
  const input = call.input(0);
  const dtype = call.type('out_type');
  const strings = stringsOf(input);
  const length = strings[0]?.length ?? 0;
  const element = newData(dtype, 1) as Uint8Array;
  const width = element.byteLength;
  strings.forEach((string, i) => requireLength(call, string.length, length, i));
  if (length % width !== 0) {
    const message = `Input to DecodeRaw has length ${length} that is not a multiple of ${width}, the size of ${typeText(dtype)}`;
    call.fail('INVALID_ARGUMENT', message);
  }
  const count = length / width;
  const data = newData(dtype, count * strings.length) as Uint8Array;
  const bytes = new Uint8Array(data.buffer);
  strings.forEach((string, i) => bytes.set(string, i * length));
  if (!call.bool('little_endian', true)) swap(bytes, element.BYTES_PER_ELEMENT);
  return [makeTensor(dtype, [...input.shape, count], data)];
}

function requireLength(call: KernelCall, actual: number, expected: number, index: number): void {
  if (actual === expected) return;
  call.fail(
    'INVALID_ARGUMENT',
    `DecodeRaw requires input strings to all be the same size, but element ${index} has size ${expected} != ${actual}`,
  );
}

function swap(bytes: Uint8Array, width: number): void {
  for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
}
