/** Going over the elements of string tensors. */
import { elementCount } from '../../element-types';
import type { KernelCall } from '../../kernel';
import { makeTensor, type Tensor } from '../../tensor';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}

export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function stringsOf(tensor: Tensor): readonly Uint8Array[] {
  return tensor.data as readonly Uint8Array[];
}

export function stringTensor(shape: readonly number[], strings: readonly Uint8Array[]): Tensor {
  return makeTensor('string', shape, strings);
}

/** A kernel's work where each string becomes another one. */
export function mapStrings(
  tensor: Tensor,
  change: (bytes: Uint8Array, index: number) => Uint8Array,
): readonly Tensor[] {
  return [stringTensor(tensor.shape, stringsOf(tensor).map(change))];
}

/** The only element. @throws StatusError when the tensor is no scalar */
export function scalarText(call: KernelCall, index: number, what: string): string {
  const tensor = call.input(index);
  if (elementCount(tensor.shape) === 1) return decodeText(stringsOf(tensor)[0]!);
  call.fail('INVALID_ARGUMENT', `${what} must be scalar, but received [${tensor.shape.join(',')}]`);
}

export function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
