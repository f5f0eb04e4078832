/** What LiteRT's WebGPU accelerator needs. */
import { PyRuntimeError } from '#errors';
import type { TfliteModel } from '#formats/tflite';
import type { LoadedLiteRt } from './load-litert';

/** @throws RuntimeError when the browser gave LiteRT no GPU, or has taken it away since */
export function checkGpu({ gpu }: Pick<LoadedLiteRt, 'gpu'>): void {
  if (gpu() === 'there') return;
  const reason = gpu() === 'lost' ? 'The GPU device was lost' : 'The browser offers no GPU adapter';
  throw new PyRuntimeError(`${reason}: LiteRT cannot run on WebGPU.`, {
    hint: 'Leave accelerator out: LiteRT runs on WebAssembly then. A restart of the kernel asks for the GPU again.',
  });
}

/** Whether the GPU might run it: its kernels take floats from outside and know no numbers of 16 bits inside. */
export function fitsGpu({ subgraphs }: TfliteModel): boolean {
  const { inputs, outputs, tensors } = subgraphs[0]!;
  const isFloat = [...inputs, ...outputs].every((index) => tensors[index]!.type === 'FLOAT32');
  return isFloat && !tensors.some(({ type }) => type === 'INT16');
}
