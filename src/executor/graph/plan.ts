/** What a run does, worked out once for each set of feeds and fetches: which nodes, in which order. */
import type { AttrValue, NodeDef } from '#formats/saved-model/schema';
import type { RuntimeKernel } from '../runtime';
import type { Tensor } from '../tensor';
import type { Place } from './locate';

/** An output of a node; nodes of a plan are numbered. */
export interface Edge {
  readonly from: number;
  readonly output: number;
  /** The output is a variable of TensorFlow 1, and its value is wanted. */
  readonly isReference: boolean;
}

export interface NodeStep {
  readonly kind: 'node';
  readonly id: number;
  readonly def: NodeDef;
  readonly place: Place;
  readonly kernel: RuntimeKernel;
  readonly declared: ReadonlyMap<string, AttrValue> | undefined;
  readonly inputs: readonly Edge[];
  /** Nodes that come first; where one of them is dead this is, too. */
  readonly controls: readonly number[];
  /** Nodes whose outputs nobody reads after this. */
  readonly release: readonly number[];
  /** Whether outputs may stay where SIMD kernels left them: who reads them finds them there, and no one else has them. */
  readonly staysResident: boolean;
}

/** A loop of TensorFlow 1: the nodes between Enter and Exit. */
export interface LoopStep {
  readonly kind: 'loop';
  readonly steps: readonly Step[];
  /** Enter nodes whose value is that of the first round only. */
  readonly entries: readonly number[];
  /** NextIteration nodes. */
  readonly nexts: readonly number[];
  readonly release: readonly number[];
}

export type Step = NodeStep | LoopStep;

export interface Plan {
  readonly functionName: string | undefined;
  /** How many numbers nodes have; the first ones are the sources'. */
  readonly size: number;
  readonly constants: readonly (readonly [id: number, value: readonly Tensor[]])[];
  readonly steps: readonly Step[];
  readonly fetches: readonly Edge[];
}
