/** Arrays know when they come from the synthetic stand-in, and results made from them say so. */
import { NDArray } from '#tensor';
import { getRuntime } from '../runtime';

export const SYNTHETIC = 'synthetic stand-in';

const NOTE =
  'synthetic stand-in: these are drawn garments, not the Fashion-MNIST photographs, which this app could not get. Numbers differ from those in the text.';

/** What is no array and yet was made from the stand-in data. */
const marked = new WeakSet();

/** Whether it was made from the stand-in data: an array through whatever slices, casts and arithmetic, a `History`. */
export function isSyntheticData(value: unknown): boolean {
  if (value instanceof NDArray) return value.provenance === SYNTHETIC;
  return typeof value === 'object' && value !== null && marked.has(value);
}

/** Marks a result that is no array if any of these was made from the stand-in data. @returns the result */
export function keepProvenance<T extends object>(result: T, sources: readonly unknown[]): T {
  if (sources.some(isSyntheticData)) marked.add(result);
  return result;
}

/** Runs that have shown the note, by their signals. */
const told = new WeakSet<AbortSignal>();

/** Shows the note below the running cell, once, if any of these was made from the stand-in data. */
export function noteIfSynthetic(...values: readonly unknown[]): void {
  if (!values.some(isSyntheticData)) return;
  const runtime = getRuntime();
  if (told.has(runtime.signal)) return;
  told.add(runtime.signal);
  runtime.emit({ kind: 'note', text: NOTE });
}
