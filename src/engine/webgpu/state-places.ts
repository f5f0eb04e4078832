/** What a session keeps: variables, slots and constants in one memory. */
import type { Plan, PlanTensor } from '../plan';

export interface StatePlaces {
  /** In elements, by tensor id. */
  readonly offsets: ReadonlyMap<number, number>;
  /** Elements of variables and slots, which come first. */
  readonly changing: number;
  readonly size: number;
}

const ALIGNMENT = 4;

export function placeState({ variables, slots, constants, tensors }: Plan): StatePlaces {
  const offsets = new Map<number, number>();
  let size = 0;
  const place = (id: number, elements: number) => {
    offsets.set(id, size);
    size += Math.ceil(elements / ALIGNMENT) * ALIGNMENT;
  };
  const placeAll = (kept: readonly PlanTensor[]) =>
    kept.forEach(({ id, count }) => place(id, count.each));
  placeAll(variables);
  placeAll(slots);
  const changing = size;
  placeAll(tensors.filter(({ id }) => constants.has(id)));
  return { offsets, changing, size: Math.max(size, ALIGNMENT) };
}
