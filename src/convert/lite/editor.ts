/**
 * A graph while a pass changes it: who makes and who reads each tensor, kept true through replacements. Ops whose
 * results nobody reads any more go at once, so that counts of uses mean what they say.
 */
import type { LiteGraph, LiteOp, LiteTensor } from './graph';

/** What takes an op's place. */
export interface Rewrite {
  /** In an order in which they can run; none when only tensors are replaced. */
  readonly ops: readonly LiteOp[];
  /** Which tensor is to be read instead of which, graph outputs included. */
  readonly instead: readonly (readonly [LiteTensor, LiteTensor])[];
}

/** What a rule may ask about the graph around an op. */
export interface Surroundings {
  producer(tensor: LiteTensor | null | undefined): LiteOp | undefined;
  /** Ops that read it, each once. */
  consumers(tensor: LiteTensor): readonly LiteOp[];
  /** Whether one op reads it, once, and it is no graph output. */
  hasOneUse(tensor: LiteTensor): boolean;
}

export class GraphEditor implements Surroundings {
  /** By the place of the op in the original graph: what stands there now. */
  readonly #slots: LiteOp[][];
  readonly #slotOf = new Map<LiteOp, number>();
  /** The op that reads other tensors in the place of one that was there before. */
  readonly #successors = new Map<LiteOp, LiteOp>();
  readonly #producers = new Map<LiteTensor, LiteOp>();
  readonly #readers = new Map<LiteTensor, Set<LiteOp>>();
  readonly #inputs: LiteGraph['inputs'];
  #outputs: LiteGraph['outputs'];
  #changed = false;
  readonly #original: LiteGraph;

  constructor(graph: LiteGraph) {
    this.#original = graph;
    this.#inputs = graph.inputs;
    this.#outputs = graph.outputs;
    this.#slots = graph.ops.map((op) => [op]);
    graph.ops.forEach((op, slot) => this.#add(op, slot));
    for (const op of graph.ops.toReversed()) this.#dropIfUnused(op);
  }

  /** In their order; a copy. */
  ops(): LiteOp[] {
    return this.#slots.flat();
  }

  has(op: LiteOp): boolean {
    return this.#slotOf.has(op);
  }

  /** The op as it is now, if it only reads other tensors than before; undefined once it is gone. */
  current(op: LiteOp): LiteOp | undefined {
    let current: LiteOp | undefined = op;
    while (current && !this.has(current)) current = this.#successors.get(current);
    return current;
  }

  producer(tensor: LiteTensor | null | undefined): LiteOp | undefined {
    return tensor ? this.#producers.get(tensor) : undefined;
  }

  consumers(tensor: LiteTensor): readonly LiteOp[] {
    return [...(this.#readers.get(tensor) ?? [])];
  }

  hasOneUse(tensor: LiteTensor): boolean {
    const readers = this.#readers.get(tensor);
    if (readers?.size !== 1 || this.#isOutput(tensor)) return false;
    const [reader] = readers;
    return reader!.inputs.indexOf(tensor) === reader!.inputs.lastIndexOf(tensor);
  }

  replace(op: LiteOp, { ops, instead }: Rewrite): void {
    const slot = this.#slotOf.get(op)!;
    const place = this.#slots[slot]!;
    place.splice(place.indexOf(op), 1, op, ...ops);
    for (const added of ops) this.#add(added, slot);
    for (const [from, to] of instead) this.#readInstead(from, to);
    this.#remove(op);
    this.#changed = true;
  }

  /** The graph as it is now; the very one it was made from when nothing changed. */
  graph(): LiteGraph {
    if (!this.#changed) return this.#original;
    return { inputs: this.#inputs, outputs: this.#outputs, ops: this.ops() };
  }

  #add(op: LiteOp, slot: number): void {
    this.#slotOf.set(op, slot);
    for (const tensor of op.outputs) this.#producers.set(tensor, op);
    for (const tensor of op.inputs) {
      if (!tensor) continue;
      const readers = this.#readers.get(tensor);
      if (readers) readers.add(op);
      else this.#readers.set(tensor, new Set([op]));
    }
  }

  #isRead(tensor: LiteTensor): boolean {
    return (this.#readers.get(tensor)?.size ?? 0) > 0 || this.#isOutput(tensor);
  }

  #isOutput(tensor: LiteTensor): boolean {
    return this.#outputs.some((output) => output.tensor === tensor);
  }

  #readInstead(from: LiteTensor, to: LiteTensor): void {
    for (const reader of this.consumers(from)) {
      const inputs = reader.inputs.map((tensor) => (tensor === from ? to : tensor));
      const slot = this.#slotOf.get(reader)!;
      const place = this.#slots[slot]!;
      const changed = { ...reader, inputs };
      place[place.indexOf(reader)] = changed;
      this.#forget(reader);
      this.#add(changed, slot);
      this.#successors.set(reader, changed);
    }
    this.#outputs = this.#outputs.map((output) =>
      output.tensor === from ? { ...output, tensor: to } : output,
    );
  }

  #remove(op: LiteOp): void {
    const place = this.#slots[this.#slotOf.get(op)!]!;
    place.splice(place.indexOf(op), 1);
    this.#forget(op);
    for (const tensor of op.inputs) {
      const producer = this.producer(tensor);
      if (producer) this.#dropIfUnused(producer);
    }
  }

  #forget(op: LiteOp): void {
    this.#slotOf.delete(op);
    for (const tensor of op.outputs) {
      if (this.#producers.get(tensor) === op) this.#producers.delete(tensor);
    }
    for (const tensor of op.inputs) if (tensor) this.#readers.get(tensor)?.delete(op);
  }

  #dropIfUnused(op: LiteOp): void {
    if (!this.has(op) || op.outputs.some((tensor) => this.#isRead(tensor))) return;
    this.#remove(op);
    this.#changed = true;
  }
}
