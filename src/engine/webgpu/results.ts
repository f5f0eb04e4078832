/** Results of a run as they lie in the results' memory. */
import { countOf, type PlanResult } from '../plan';
import type { CompiledRoutine } from './compile';

export interface ResultArray {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** @param values of one slot */
export function resultArrays(
  results: readonly PlanResult[],
  { results: places }: CompiledRoutine,
  values: Float32Array,
  batch: number,
): ResultArray[] {
  return results.map(({ shape }, index) => {
    const { count, each, offset } = places[index]!;
    const start = offset + each * batch;
    const size = countOf(count, batch);
    return { values: values.subarray(start, start + size), shape: wholeShape(shape, size) };
  });
}

/** What is left open follows from the size. */
function wholeShape(shape: readonly (number | null)[], size: number): number[] {
  const known = shape.reduce<number>((product, dim) => product * (dim ?? 1), 1);
  return shape.map((dim) => dim ?? (known === 0 ? 0 : size / known));
}
