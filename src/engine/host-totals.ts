/** Running sums of a program's totals, kept on the host in double precision. */
import { ValueError } from '#errors';
import type { TensorRef } from '#graph';
import { DTYPES, NDArray, sizeOf, type DType } from '#tensor';
import { hostArray } from './dtypes';

export class HostTotals {
  readonly #refs: readonly TensorRef[];
  #sums: { readonly values: Float64Array; readonly shape: readonly number[] }[] = [];

  constructor(refs: readonly TensorRef[]) {
    this.#refs = refs;
  }

  /** @throws ValueError when a total has another size than in the batches before */
  add(index: number, values: ArrayLike<number>, shape: readonly number[]): void {
    const sum = (this.#sums[index] ??= { values: new Float64Array(values.length), shape });
    if (sum.values.length !== values.length) {
      throw new ValueError('A total has to have the same shape in every batch.', {
        place: this.#refs[index]!.node.name,
      });
    }
    for (let i = 0; i < values.length; i++) sum.values[i]! += values[i]!;
  }

  /** Zeros before the first batch; a dimension that only a batch would tell is then 0. */
  read(): NDArray[] {
    return this.#refs.map((ref, index) => {
      const sum = this.#sums[index];
      return sum ? hostArray(sum.values, sum.shape, totalDType(ref)) : emptyTotal(ref);
    });
  }

  clear(): void {
    this.#sums = [];
  }
}

/** The sum over no batch at all. */
export function emptyTotal(ref: TensorRef): NDArray {
  const shape = ref.node.outputs[ref.index]!.shape.map((dim) => dim ?? 0);
  const dtype = totalDType(ref);
  return new NDArray(new DTYPES[dtype].array(sizeOf(shape)), shape, dtype);
}

/** Booleans are counted. */
export function totalDType({ node, index }: TensorRef): DType {
  const { dtype } = node.outputs[index]!;
  return dtype === 'bool' ? 'int32' : (dtype as DType);
}
