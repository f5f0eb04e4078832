/** Where the computed tensors of a routine lie: memory of those that are no longer read is used again. */
import { countOf, type PlanOp, type PlanTensor, type Routine } from './plan';
import { tensorsOf } from './operands';

export interface Placement {
  /** In elements (float32 words), by tensor id; multiples of `align`. */
  readonly offsets: ReadonlyMap<number, number>;
  /** Elements in all. */
  readonly size: number;
}

interface Block {
  readonly offset: number;
  readonly size: number;
}

/**
 * Places the computed tensors of a routine. Results keep their memory to the end; no two tensors that are needed at the
 * same time overlap, and an operation never writes where it reads.
 *
 * @param batch samples in the largest batch
 * @param align elements that every tensor starts at a multiple of
 */
export function placeTensors(routine: Routine, batch: number, align = 16): Placement {
  const lastUse = lastUses(routine);
  const offsets = new Map<number, number>();
  const arena = new Arena();
  const sizes = new Map<number, number>();
  routine.ops.forEach((op, step) => {
    const tensors = computedOf(op);
    for (const tensor of tensors) {
      if (offsets.has(tensor.id)) continue;
      const size = Math.ceil(countOf(tensor.count, batch) / align) * align;
      sizes.set(tensor.id, size);
      offsets.set(tensor.id, arena.take(size));
    }
    for (const { id } of new Set(tensors)) {
      if (lastUse.get(id) === step) arena.give({ offset: offsets.get(id)!, size: sizes.get(id)! });
    }
  });
  return { offsets, size: arena.size };
}

function computedOf(op: PlanOp): PlanTensor[] {
  const { reads, writes } = tensorsOf(op);
  return [...reads, ...writes].filter(({ source }) => source === 'computed');
}

function lastUses({ ops, results }: Routine): Map<number, number> {
  const uses = new Map<number, number>();
  ops.forEach((op, step) => computedOf(op).forEach(({ id }) => uses.set(id, step)));
  for (const { tensor } of results) uses.set(tensor.id, ops.length);
  return uses;
}

/** Free stretches in the order of their offsets; the smallest that fits is taken. */
class Arena {
  size = 0;
  #free: Block[] = [];

  take(size: number): number {
    const fitting = this.#free.filter((block) => block.size >= size);
    const best = fitting.sort((a, b) => a.size - b.size)[0];
    if (!best) return this.#grow(size);
    this.#remove(best);
    this.give({ offset: best.offset + size, size: best.size - size });
    return best.offset;
  }

  give({ offset, size }: Block): void {
    if (size === 0) return;
    const before = this.#free.find((block) => block.offset + block.size === offset);
    const after = this.#free.find((block) => block.offset === offset + size);
    for (const neighbour of [before, after]) if (neighbour) this.#remove(neighbour);
    this.#free.push({
      offset: before?.offset ?? offset,
      size: (before?.size ?? 0) + size + (after?.size ?? 0),
    });
  }

  /** A free stretch at the end is part of what is new. */
  #grow(size: number): number {
    const last = this.#free.find((block) => block.offset + block.size === this.size);
    if (last) this.#remove(last);
    const offset = last?.offset ?? this.size;
    this.size = offset + size;
    return offset;
  }

  #remove(block: Block): void {
    this.#free.splice(this.#free.indexOf(block), 1);
  }
}
