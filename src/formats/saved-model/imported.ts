/** A function of a SavedModel as a graph of our own: calls inlined, resources resolved to variables. */
import type { Graph, GraphVariable, TensorRef, TensorSpec } from '#graph';
import type { NDArray } from '#tensor';
import type { Structure } from './structure';

/** A variable of a SavedModel. Reading one artifact twice gives other objects, one import of it the same. */
export interface RestoredVariable extends GraphVariable {
  readonly value: NDArray;
}

export interface ImportedTensor {
  /** Name in the signature, or of the function's parameter. */
  readonly key: string;
  readonly tensor: TensorRef;
  readonly spec: TensorSpec;
}

export interface ImportedFunction {
  readonly graph: Graph;
  /** Placeholders, sorted by key for a signature, in the order of the parameters for a function. */
  readonly inputs: readonly ImportedTensor[];
  readonly outputs: readonly ImportedTensor[];
  /** How a call's arguments nest (indices into `inputs`), for a function of the object graph. */
  readonly argumentStructure?: readonly Structure<number>[];
  /** How its result nests (indices into `outputs`); a signature gives a dict by key. */
  readonly outputStructure: Structure<number>;
  /** Every variable in `graph`, in the order in which the function captures them where the file says. */
  readonly variables: readonly RestoredVariable[];
}
