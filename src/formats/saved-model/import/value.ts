/** What the output of a node is known as while a graph is walked. */
import type { Shape, SymbolicTensor, TensorSpec } from '#graph';
import type { NDArray } from '#tensor';

/** Computed when the graph runs. */
export interface TensorValue {
  readonly kind: 'tensor';
  readonly tensor: SymbolicTensor;
}

/** A constant; becomes a Const node where something computes with it. */
export interface ArrayValue {
  readonly kind: 'array';
  readonly array: NDArray;
  /** Of the node, with scope. */
  readonly name: string;
}

/** A constant of strings, as file names and checkpoint keys are. */
export interface StringsValue {
  readonly kind: 'strings';
  readonly values: readonly Uint8Array[];
}

/** The handle of a variable. */
export interface VariableHandle {
  readonly kind: 'variable';
  /** Two handles with one id are one variable. */
  readonly id: string;
  readonly name: string;
  readonly dtype: TensorSpec['dtype'];
  /** Undefined where it is not declared. */
  readonly shape: Shape | undefined;
  /** Where its value is in the checkpoint, if that is known without walking the restore op. */
  readonly key?: string;
  /** A variable of TensorFlow 1, which stands for its value wherever a tensor is wanted. */
  readonly isReference?: boolean;
}

/** The handle of a table. */
export interface TableHandle {
  readonly kind: 'table';
  /** Two handles with one id are one table. */
  readonly id: string;
  readonly keyType: TensorSpec['dtype'];
  readonly valueType: TensorSpec['dtype'];
}

/** A tensor of the checkpoint, as the restore op reads it. */
export interface StoredValue {
  readonly kind: 'stored';
  readonly key: string;
}

/** Comes from something that is not supported here, or was not given. */
export interface Unavailable {
  readonly kind: 'unavailable';
}

export type Value =
  | TensorValue
  | ArrayValue
  | StringsValue
  | VariableHandle
  | TableHandle
  | StoredValue
  | Unavailable;

export const UNAVAILABLE: Unavailable = { kind: 'unavailable' };

/** The outputs of a node; `UNAVAILABLE` stands for however many there are. */
export type NodeResult = readonly Value[] | Unavailable;
