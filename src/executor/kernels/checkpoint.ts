/** Ops that read checkpoints. Those that write them have no kernel: nothing that is served is saved. */
import type { KernelCall } from '../kernel';
import type { Runtime, RuntimeKernels } from '../runtime';
import { makeTensor, type Tensor } from '../tensor';

export const CHECKPOINT: RuntimeKernels = { RestoreV2: restore, ShardedFilename: shardedFilename };

function restore(call: KernelCall, { files }: Runtime): readonly Tensor[] {
  const prefix = textOf(call.input(0), 0);
  const names = call.input(1);
  const slices = call.input(2);
  const types = call.types('dtypes');
  return types.map((dtype, i) => {
    const key = textOf(names, i);
    if (textOf(slices, i) !== '') {
      call.fail('UNIMPLEMENTED', `Key ${key} is restored in slices, which is not supported here.`);
    }
    const tensor = files.checkpoint(prefix, key);
    if (tensor.dtype === dtype) return tensor;
    call.fail(
      'INVALID_ARGUMENT',
      `tensor_name = ${key}; expected dtype ${dtype} does not equal original dtype ${tensor.dtype}`,
    );
  });
}

function shardedFilename(call: KernelCall): readonly Tensor[] {
  const part = (i: number) => String(call.input(i).data[0]).padStart(5, '0');
  const name = `${textOf(call.input(0), 0)}-${part(1)}-of-${part(2)}`;
  return [makeTensor('string', [], [new TextEncoder().encode(name)])];
}

function textOf({ data }: Tensor, index: number): string {
  return new TextDecoder().decode(data[index] as Uint8Array);
}
