/**
 * A model with its tensors in the memory of the kernels. What ops there are instructions for becomes tapes; the kernels of
 * the reference interpreter run the rest on the same memory. All of it equals the reference interpreter bit for bit.
 */
import type { TfliteModel } from '#formats/tflite';
import type { Simd } from '#simd';
import type { NDArray } from '#tensor';
import { closedError } from '../closed';
import { Graph, toArray, type ReferenceOptions, type Run } from '../reference';
import type { RuntimeModel } from '../runtime';
import { Arena } from './arena';
import { compile } from './compile';

export class SlipwayModel implements RuntimeModel {
  readonly #graph: Graph;
  readonly #arena: Arena;
  #runs: readonly Run[];
  #isOpen = true;

  constructor(model: TfliteModel, simd: Simd, options: ReferenceOptions = {}) {
    this.#graph = new Graph(model, options);
    this.#arena = new Arena(simd);
    try {
      this.#runs = compile(this.#graph, this.#arena);
    } catch (error) {
      this.#arena.free();
      throw error;
    }
  }

  setInput(position: number, array: NDArray): void {
    this.#refresh();
    this.#graph.inputFor(position, array).data.set(array.data as never);
  }

  input(position: number): NDArray {
    this.#refresh();
    return toArray(this.#graph.input(position));
  }

  invoke(): void {
    this.#refresh();
    for (const run of this.#runs) run();
  }

  output(position: number): NDArray {
    this.#refresh();
    return toArray(this.#graph.output(position));
  }

  tensor(index: number): NDArray {
    this.#refresh();
    return toArray(this.#graph.tensor(index));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#runs = [];
    this.#arena.free();
  }

  #refresh(): void {
    if (!this.#isOpen) throw closedError();
    this.#arena.refresh();
  }
}
