/** Values of constant tensors as arrays. */
import { NotImplementedError } from '#errors';
import { DTYPES, NDArray, sizeOf } from '#tensor';
import type { Tensor, TfliteModel } from './model';
import { bitsOf, dtypeOf } from './types';

/**
 * The values of a constant, copied: int8 codes of a quantized one as they are stored. Values of fewer than 8 bits are
 * taken apart, the low bits first.
 * @returns undefined for a tensor that is computed
 * @throws NotImplementedError for a sparse constant, and for types that no array has (see `dtypeOf`)
 */
export function constantOf(model: TfliteModel, tensor: Tensor): NDArray | undefined {
  const bytes = model.buffers[tensor.buffer]?.data;
  if (!bytes || bytes.length === 0) return undefined;
  if (tensor.sparsity) {
    throw new NotImplementedError(`The values of '${tensor.name}' are stored sparsely.`, {
      place: tensor.name,
      hint: 'Convert the model without sparsity.',
    });
  }
  const dtype = dtypeOf(tensor.type);
  const bits = bitsOf(tensor.type)!;
  const size = sizeOf(tensor.shape);
  const unpacked = bits < 8 ? unpack(bytes, size, bits, dtype === 'int8') : bytes;
  const data = new DTYPES[dtype].array(size);
  new Uint8Array(data.buffer).set(unpacked);
  return new NDArray(data, tensor.shape, dtype);
}

function unpack(bytes: Uint8Array, size: number, bits: number, isSigned: boolean): Uint8Array {
  const perByte = 8 / bits;
  const unused = 32 - bits;
  return Uint8Array.from({ length: size }, (_, i) => {
    const shifted = (bytes[Math.floor(i / perByte)]! >> (bits * (i % perByte))) << unused;
    return isSigned ? shifted >> unused : shifted >>> unused;
  });
}
