/**
 * What an op's kernel sees of the node that is being run: its inputs as device tensors or as host arrays, and its
 * attributes. Shapes, axes and constants are host arrays until a kernel asks for them as tensors.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { NotImplementedError } from '#errors';
import type { GraphNode } from '#graph';
import { NDArray } from '#tensor';
import { numbersOf } from '../dtypes';
import type { RandomSource } from '../random';

/** One output of a node, on the device or on the host. */
export type Value = Tensor | NDArray;

export interface CallHost {
  /** The array as a device tensor; constants are uploaded once. */
  toDevice(array: NDArray): Tensor;
  readonly random: RandomSource;
  /** Position of a node among the graph's random nodes. */
  streamOf(node: GraphNode): number;
}

export class OpCall {
  constructor(
    readonly node: GraphNode,
    readonly inputs: readonly Value[],
    readonly host: CallHost,
  ) {}

  tensor(index: number): Tensor {
    const value = this.inputs[index]!;
    return value instanceof NDArray ? this.host.toDevice(value) : value;
  }

  tensors(count = this.inputs.length): Tensor[] {
    return Array.from({ length: count }, (_, index) => this.tensor(index));
  }

  /** Dimensions of an input, without a transfer. */
  shape(index: number): readonly number[] {
    return this.inputs[index]!.shape;
  }

  /**
   * Elements of an input that shapes the result (axes, sizes, paddings).
   * @throws NotImplementedError when a tensor computed on the device stands there
   */
  numbers(index: number): number[] {
    const value = this.inputs[index]!;
    if (value instanceof NDArray) return numbersOf(value);
    throw new NotImplementedError(
      `Input ${index} of ${this.node.op} must be known before the graph runs, but it is computed from data.`,
      { place: this.node.name },
    );
  }

  scalar(index: number): number {
    return this.numbers(index)[0]!;
  }

  number(attr: string, fallback: number): number {
    const value = this.node.attrs[attr];
    return typeof value === 'number' ? value : fallback;
  }

  flag(attr: string, fallback = false): boolean {
    const value = this.node.attrs[attr];
    return typeof value === 'boolean' ? value : fallback;
  }

  text(attr: string, fallback: string): string {
    const value = this.node.attrs[attr];
    return typeof value === 'string' ? value : fallback;
  }

  list(attr: string, fallback: readonly number[] = []): readonly number[] {
    const value = this.node.attrs[attr];
    return Array.isArray(value) ? (value as readonly number[]) : fallback;
  }
}

/** What the gradient of a node starts from. */
export interface GradientCall {
  readonly call: OpCall;
  /** The node's first output, as computed. */
  readonly y: Tensor;
  /** Gradient of the loss for `y`; zeros where none has arrived. */
  readonly dy: Tensor;
  /** Gradients for all outputs of an op that gradients flow through from each; undefined where none has arrived. */
  readonly dys: readonly (Tensor | undefined)[];
}

/** Gradients for a node's inputs, in order; only those that are needed are computed. Undefined where none flows. */
export type Gradient = (at: GradientCall) => readonly ((() => Tensor) | undefined)[];

/** Of an op that has a gradient in TensorFlow and none here: training through it fails and names it. */
export const REFUSED: Gradient = () => [];

export interface OpKernel {
  /** Computes the node's outputs; one value stands for one output. */
  run(call: OpCall): Value | Value[];
  /** tfjs kernels that it calls. */
  readonly kernels: readonly string[];
  /** Absent where no gradient flows through, as through a comparison; `REFUSED` where there is one but not here. */
  readonly gradient?: Gradient;
  /** The gradient looks at every output, not at the first only. */
  readonly isThroughAll?: boolean;
  /** tfjs kernels that the gradient calls beyond plain arithmetic. */
  readonly backward?: readonly string[];
}

export type OpTable = Readonly<Record<string, OpKernel>>;
