/** Runs a model with plain TypeScript kernels. */
import type { TfliteModel } from '#formats/tflite';
import type { NDArray } from '#tensor';
import { Graph, type ReferenceOptions } from './graph';
import { toArray } from './tensors';

/** Positions are those among the model's inputs and outputs. Arrays are copied both ways. */
export interface ReferenceModel {
  /**
   * Gives an input another shape; all tensors are allocated anew, and inputs are zero again.
   * @throws RuntimeError when an op cannot have such a shape
   */
  resizeInput(position: number, shape: readonly number[]): void;
  /** @throws ValueError when dtype or shape is not the input's */
  setInput(position: number, array: NDArray): void;
  /** @throws RuntimeError when an op meets values that it cannot have (an index outside, a division by zero) */
  invoke(): void;
  output(position: number): NDArray;
  /** Any tensor by its index in the file: a constant, or what the last run left there. */
  tensor(index: number): NDArray;
}

/**
 * Allocates the tensors of a model's first subgraph and prepares its ops.
 * @throws ValueError for an op or a version of it that is not there; RuntimeError for one that refuses its tensors;
 *   TooLargeError when the tensors or the work are beyond the limits
 */
export function openReference(model: TfliteModel, options: ReferenceOptions = {}): ReferenceModel {
  return new Reference(model, options);
}

class Reference implements ReferenceModel {
  readonly #graph: Graph;

  constructor(model: TfliteModel, options: ReferenceOptions) {
    this.#graph = new Graph(model, options);
  }

  resizeInput(position: number, shape: readonly number[]): void {
    this.#graph.resizeInput(position, shape);
  }

  setInput(position: number, array: NDArray): void {
    this.#graph.inputFor(position, array).data.set(array.data as never);
  }

  invoke(): void {
    for (const step of this.#graph.steps) {
      if (step.isDone) continue;
      const run = step.run ?? this.#graph.prepare(step);
      run();
    }
    this.#graph.checkWork();
  }

  output(position: number): NDArray {
    return toArray(this.#graph.output(position));
  }

  tensor(index: number): NDArray {
    return toArray(this.#graph.tensor(index));
  }
}
