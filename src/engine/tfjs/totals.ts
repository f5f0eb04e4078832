/** Running sums of some tensors over batches. They stay on the device until they are read. */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorRef } from '#graph';
import type { NDArray } from '#tensor';
import { emptyTotal, totalDType } from '../host-totals';
import { castTo } from './cast';
import { download } from './transfer';

export class Totals {
  readonly #refs: readonly TensorRef[];
  #sums: tf.Tensor[] = [];

  constructor(refs: readonly TensorRef[]) {
    this.#refs = refs;
  }

  add(values: readonly tf.Tensor[]): void {
    const before = this.#sums;
    this.#sums = values.map((value, index) => {
      const number = value.dtype === 'bool' ? castTo(value, 'int32') : value;
      const sum = before[index] ? tf.add(before[index], number) : tf.clone(number);
      return tf.keep(sum);
    });
    tf.dispose(before);
  }

  /** Zeros before the first batch; a dimension that only a batch would tell is then 0. */
  read(): Promise<NDArray[]> {
    return Promise.all(
      this.#refs.map(async (ref, position) => {
        const sum = this.#sums[position];
        return sum ? download(sum, totalDType(ref)) : emptyTotal(ref);
      }),
    );
  }

  clear(): void {
    tf.dispose(this.#sums);
    this.#sums = [];
  }
}
