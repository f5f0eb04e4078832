/** Passes turn a routine into one that does the same with less. */
import { tensorsOf } from '../operands';
import type { PlanOp, PlanTensor, Routine } from '../plan';
import type { TensorTable } from '../tensor-table';

export interface Pass {
  readonly name: string;
  run(routine: Routine, table: TensorTable): Routine;
}

/** Who reads and writes the tensors of a routine. Operations are known by their place. */
export class Uses {
  readonly #readers = new Map<number, number[]>();
  readonly #writer = new Map<number, number>();
  readonly #results: ReadonlySet<number>;

  constructor({ ops, results }: Routine) {
    this.#results = new Set(results.map(({ tensor }) => tensor.id));
    ops.forEach((op, place) => {
      const { reads, writes } = tensorsOf(op);
      for (const { id } of new Set(reads)) this.#readersOf(id).push(place);
      for (const { id } of writes) this.#writer.set(id, place);
    });
  }

  /** Places of the operations that read a tensor, in order. */
  readers({ id }: PlanTensor): readonly number[] {
    return this.#readers.get(id) ?? [];
  }

  /** The last operation that writes a tensor. */
  writer({ id }: PlanTensor): number | undefined {
    return this.#writer.get(id);
  }

  isResult({ id }: PlanTensor): boolean {
    return this.#results.has(id);
  }

  /** The place of the one operation that reads a tensor, which is no result. */
  onlyReader(tensor: PlanTensor): number | undefined {
    const readers = this.readers(tensor);
    return readers.length === 1 && !this.isResult(tensor) ? readers[0] : undefined;
  }

  #readersOf(id: number): number[] {
    const known = this.#readers.get(id) ?? [];
    this.#readers.set(id, known);
    return known;
  }
}

/** Operations that are replaced (another operation) or dropped (undefined), by place. */
export type Changes = ReadonlyMap<number, PlanOp | undefined>;

/** The same routine where nothing changes. */
export function changed(routine: Routine, changes: Changes): Routine {
  if (changes.size === 0) return routine;
  const ops = routine.ops.flatMap((op, place) => {
    if (!changes.has(place)) return [op];
    return changes.get(place) ?? [];
  });
  return { ...routine, ops };
}
