/** Tensors between the kernels that one operation of the plan becomes. */
import type { Count, PlanTensor } from '../../plan';

export class FreshTensors {
  #next: number;

  /** @param taken how many ids the plan has */
  constructor(taken: number) {
    this.#next = taken;
  }

  make(name: string, count: Count): PlanTensor {
    return { id: this.#next++, name, count, source: 'computed' };
  }
}
