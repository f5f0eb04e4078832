/** What the lowering of one node sees of it. */
import type { GraphNode, TensorRef } from '#graph';
import { DTYPES, type DType, type NDArray } from '#tensor';
import type { Dims } from '../dims';
import { NotCovered } from '../not-covered';
import type { Operand, OpWriter } from '../op-writer';
import type { PlanTensor } from '../plan';
import type { ShapeProbe } from '../probe';

export type { Operand };

/** What a call asks of the lowering at work. */
export interface LowerHost {
  readonly writer: OpWriter;
  readonly probe: ShapeProbe;
  /** @throws NotCovered when there is no such tensor */
  operand(ref: TensorRef): Operand;
  /** Counts the graph's random nodes, as `RandomSource` takes them. */
  streamOf(node: GraphNode): number;
  /** Whether a trained variable has a part in the tensor. */
  isTrained(ref: TensorRef): boolean;
  /** The same tensor, through which no gradient flows. */
  stopped(tensor: PlanTensor): PlanTensor;
}

/** Writes what computes a node and returns its outputs; one tensor stands for a node of one output. */
export type Lower = (call: LowerCall) => PlanTensor | readonly PlanTensor[];

export type LowerTable = Readonly<Record<string, Lower>>;

export class LowerCall {
  readonly node: GraphNode;
  readonly host: LowerHost;

  constructor(node: GraphNode, host: LowerHost) {
    this.node = node;
    this.host = host;
  }

  get writer(): OpWriter {
    return this.host.writer;
  }

  operand(i: number): Operand {
    return this.host.operand(this.node.inputs[i]!);
  }

  tensor(i: number): PlanTensor {
    return this.operand(i).tensor;
  }

  dims(i: number): Dims {
    return this.host.probe.dims(this.node.inputs[i]!);
  }

  outDims(index = 0): Dims {
    return this.host.probe.dims({ node: this.node, index });
  }

  /** Elements of an input that has to be known. */
  numbers(i: number): readonly number[] {
    const known = this.host.probe.numbers(this.node.inputs[i]!);
    return known ?? this.refuse('whose sizes, axes or bounds are computed');
  }

  /** As `numbers`, of one. */
  number(i: number): number {
    return this.numbers(i)[0]!;
  }

  dtype(i: number): DType {
    const { node, index } = this.node.inputs[i]!;
    return node.outputs[index]!.dtype as DType;
  }

  isFloat(i: number): boolean {
    return DTYPES[this.dtype(i)].isFloat;
  }

  /** What floats hold exactly however arithmetic goes: floats and truth values. */
  requireFloat(i = 0): void {
    if (!this.isFloat(i)) this.refuse(`of ${this.dtype(i)}`);
  }

  flag(name: string, otherwise = false): boolean {
    return (this.node.attrs[name] as boolean | undefined) ?? otherwise;
  }

  attr(name: string, otherwise: number): number {
    return (this.node.attrs[name] as number | undefined) ?? otherwise;
  }

  text(name: string, otherwise: string): string {
    return (this.node.attrs[name] as string | undefined) ?? otherwise;
  }

  list(name: string): readonly number[] {
    const value = (this.node.attrs[name] ?? []) as readonly number[] | NDArray;
    return Array.isArray(value) ? value : Array.from((value as NDArray).data as ArrayLike<number>);
  }

  /** @param what goes behind the op's name */
  refuse(what: string): never {
    throw new NotCovered(`${this.node.op} ${what}`);
  }
}
