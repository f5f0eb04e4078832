/** 16-bit floats: TensorFlow's CPU kernels widen them to float32 and round what comes out. */
import { decodeFloat16, encodeFloat16 } from '#tensor';
import type { Kernel, Kernels } from '../../kernel';
import { makeTensor, type ElementType, type Tensor } from '../../tensor';

const scratch = new Float32Array(1);
const bits = new Uint32Array(scratch.buffer);

/** The upper half of a float32, rounded to even. */
export function encodeBfloat16(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0;
  scratch[0] = value;
  const word = bits[0]!;
  return ((word + 0x7fff + ((word >>> 16) & 1)) >>> 16) & 0xffff;
}

function decodeBfloat16(half: number): number {
  bits[0] = half << 16;
  return scratch[0]!;
}

export function isHalf(dtype: ElementType): boolean {
  return dtype === 'float16' || dtype === 'bfloat16';
}

/** The same values as float32; any other type as it is. */
export function widen(tensor: Tensor): Tensor {
  if (!isHalf(tensor.dtype)) return tensor;
  const decode = tensor.dtype === 'float16' ? decodeFloat16 : decodeBfloat16;
  return makeTensor('float32', tensor.shape, Float32Array.from(tensor.data as Uint16Array, decode));
}

/** A float32 tensor rounded to a type of 16 bits. */
export function narrow(tensor: Tensor, dtype: ElementType): Tensor {
  const encode = dtype === 'float16' ? encodeFloat16 : encodeBfloat16;
  return makeTensor(dtype, tensor.shape, Uint16Array.from(tensor.data as Float32Array, encode));
}

/** Runs kernels that know no 16-bit floats on them as well: their float32 results are rounded to the inputs' type. */
export function widened(kernels: Kernels): Kernels {
  return Object.fromEntries(
    Object.entries(kernels).map(([op, kernel]) => [op, widenedKernel(kernel)]),
  );
}

function widenedKernel(kernel: Kernel): Kernel {
  return (call) => {
    const half = call.inputs.find(({ dtype }) => isHalf(dtype))?.dtype;
    if (half === undefined) return kernel(call);
    const outputs = kernel(call.withInputs(call.inputs.map(widen)));
    return outputs.map((output) => (output.dtype === 'float32' ? narrow(output, half) : output));
  };
}
