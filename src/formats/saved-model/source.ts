/** What a SavedModel is written from. Made by the learner API, which traces; written by writer.ts, which does not. */
import type { Graph, GraphVariable, TensorRef, TensorSpec } from '#graph';
import type { NDArray } from '#tensor';
import type { Structure } from './structure';

/** A variable with its value; one object stands for it in every graph. */
export interface StoredVariable extends GraphVariable {
  readonly value: NDArray;
}

/** One parameter of an endpoint's function. */
export interface EndpointArgument {
  /** The function's own name for it: `args_0`, `images`. */
  readonly name: string;
  /** The Placeholder or Placeholders that stand for it. */
  readonly value: Structure<EndpointInput>;
}

export interface EndpointInput {
  /** A Placeholder of the endpoint's graph. */
  readonly tensor: TensorRef;
  /** Name of the input in the signature: the TensorSpec's, else the parameter's. Unique in the endpoint. */
  readonly key: string;
  readonly spec: TensorSpec;
}

export interface ExportedEndpoint {
  readonly name: string;
  /** Of the Python function that it would be, for the names in the function library: `__call__`, `<lambda>`. */
  readonly functionName: string;
  readonly graph: Graph;
  readonly arguments: readonly EndpointArgument[];
  /** A tensor, or a list or dict of them. In the signature a dict's keys name the outputs, else `output_0`, `output_1`, … */
  readonly outputs: Structure<TensorRef>;
}

/** A list of variables that the loaded object has as an attribute. */
export interface VariableCollection {
  readonly name: string;
  readonly variables: readonly StoredVariable[];
  /** Store the values a second time under this name, as Keras does for `_all_variables`. */
  readonly copied?: boolean;
}

export interface SavedModelSource {
  /** In the order in which they were added. Each becomes a function of the loaded object and a signature. */
  readonly endpoints: readonly ExportedEndpoint[];
  /** The endpoint that `serving_default` repeats, if none has that name. */
  readonly defaultEndpoint?: string;
  /** Every variable that an endpoint reads must be in one of them. */
  readonly collections: readonly VariableCollection[];
  /** Files for `assets/`, by their names there. */
  readonly assets?: ReadonlyMap<string, Uint8Array>;
}
