/** Arrays know when they come from the synthetic stand-in, and results made from them say so. */
import { NDArray } from '#tensor';
import { getRuntime } from '../runtime';

export const SYNTHETIC = 'synthetic stand-in';

const NOTE =
  'synthetic stand-in: these are drawn garments, not the Fashion-MNIST photographs, which this app could not get. Numbers differ from those in the text.';

/** Whether the array was made from the stand-in data, through whatever slices, casts and arithmetic. */
export function isSyntheticData(array: unknown): boolean {
  return array instanceof NDArray && array.provenance === SYNTHETIC;
}

/** Shows the note below the running cell if any of these arrays was made from the stand-in data. */
export function noteIfSynthetic(...arrays: readonly unknown[]): void {
  if (arrays.some(isSyntheticData)) getRuntime().emit({ kind: 'note', text: NOTE });
}
