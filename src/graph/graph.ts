/**
 * The graph: a model or function as a list of nodes in TensorFlow's op vocabulary.
 *
 * Node order is a topological order. Op names, attribute names, input order and output order are those of
 * TensorFlow's op registry (https://www.tensorflow.org/api_docs/python/tf/raw_ops), so that a graph can be written
 * as a GraphDef without translation. What is constant in TensorFlow's op signature and a tensor there (a Reshape's
 * shape, a Mean's axes) is a Const node here too.
 *
 * This file holds data types only. It does not execute (engine/), serialise (formats/) or optimise (convert/).
 */
import type { DType, NDArray } from '#tensor';

/** Static shape; `null` is an unknown dimension, as the batch usually is. */
export type Shape = readonly (number | null)[];

export interface TensorSpec {
  readonly dtype: DType | 'resource' | 'string';
  readonly shape: Shape;
}

export type AttrValue =
  | number
  | boolean
  | string
  | NDArray
  | { readonly type: TensorSpec['dtype'] }
  | { readonly shape: Shape }
  | readonly number[];

/** Output `index` of a node. */
export interface TensorRef {
  readonly node: GraphNode;
  readonly index: number;
}

export interface GraphNode {
  /** Unique within the graph; `/` separates scopes, as in `fashion/dense/MatMul`. */
  readonly name: string;
  /** TensorFlow's op name, for example `MatMul`. */
  readonly op: string;
  readonly inputs: readonly TensorRef[];
  readonly attrs: Readonly<Record<string, AttrValue>>;
  readonly outputs: readonly TensorSpec[];
  /** The variable that a `VarHandleOp` stands for, else undefined. */
  readonly variable?: GraphVariable;
}

/**
 * A variable as graphs see it: an identity, not a value. Keras variables implement this, so that one object is known
 * to every graph in which it is read. The host value lives with whoever owns the variable.
 */
export interface GraphVariable {
  /** Unique path, for example `dense/kernel`. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly trainable: boolean;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  /** Every variable that a node reads or assigns, in order of first use. */
  readonly variables: readonly GraphVariable[];
}
