/** Names of the tensors of a file: those of the ends as TensorFlow writes them, all others made unique by a number. */
import type { LiteGraph, LiteTensor } from '../lite/graph';

export class TensorNames {
  readonly #used = new Set<string>();
  readonly #ends: ReadonlyMap<LiteTensor, string>;

  constructor({ inputs, outputs }: LiteGraph) {
    const ends = new Map<LiteTensor, string>();
    outputs.forEach(({ tensor }, i) => ends.set(tensor, `StatefulPartitionedCall_1:${i}`));
    for (const { key, tensor } of inputs) ends.set(tensor, `serving_default_${key}:0`);
    for (const name of ends.values()) this.#used.add(name);
    this.#ends = ends;
  }

  /** Asked once for each tensor. */
  of(tensor: LiteTensor): string {
    return this.#ends.get(tensor) ?? this.#unique(tensor.name);
  }

  #unique(name: string): string {
    let free = name;
    for (let count = 1; this.#used.has(free); count++) free = `${name}${count}`;
    this.#used.add(free);
    return free;
  }
}
