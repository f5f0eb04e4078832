/** What operations read and write. */

/** Something that there is a fixed number of, or so many for each sample of the batch. */
export interface Count {
  readonly each: number;
  readonly isBatched: boolean;
}

/** @param batch samples in the batch at hand */
export function countOf({ each, isBatched }: Count, batch: number): number {
  return isBatched ? each * batch : each;
}

/** Storage that operations read and write. */
export interface PlanTensor {
  /** Its place in `Plan.tensors`. */
  readonly id: number;
  /** Of the graph's node or variable that it comes from; gradients have `/gradient` behind it. For tests and errors. */
  readonly name: string;
  readonly count: Count;
  /** `computed`: written by the operations of a routine before it is read there. */
  readonly source: 'feed' | 'variable' | 'slot' | 'constant' | 'computed';
}
