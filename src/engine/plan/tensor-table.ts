/** The tensors of a plan under construction. */
import type { Count, PlanTensor } from './plan';
import { fixed, ONE } from './dims';

export class TensorTable {
  readonly tensors: PlanTensor[] = [];
  readonly constants = new Map<number, Float32Array>();
  readonly #arrays = new Map<Float32Array, PlanTensor>();
  readonly #scalars = new Map<string, PlanTensor>();

  add(name: string, count: Count, source: PlanTensor['source']): PlanTensor {
    const tensor: PlanTensor = { id: this.tensors.length, name, count, source };
    this.tensors.push(tensor);
    return tensor;
  }

  /** The same array gives the same tensor. */
  constant(name: string, values: Float32Array): PlanTensor {
    const known = this.#arrays.get(values);
    if (known) return known;
    const tensor = this.add(name, fixed(values.length), 'constant');
    this.constants.set(tensor.id, values);
    this.#arrays.set(values, tensor);
    return tensor;
  }

  /** One tensor for each number, however often it is asked for. */
  scalar(value: number): PlanTensor {
    const key = Object.is(value, -0) ? '-0' : String(value);
    const known = this.#scalars.get(key);
    if (known) return known;
    const tensor = this.add(key, ONE, 'constant');
    this.constants.set(tensor.id, Float32Array.of(value));
    this.#scalars.set(key, tensor);
    return tensor;
  }
}
