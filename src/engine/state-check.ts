/** Does a `SessionState` fit the program? */
import { ValueError } from '#errors';
import type { GraphVariable } from '#graph';
import type { NDArray } from '#tensor';
import type { SessionState } from './backend';

/**
 * @param slotOwners the variable that each slot belongs to
 * @throws ValueError when an array does not fit its variable
 */
export function checkState(
  state: SessionState,
  variables: readonly GraphVariable[],
  slotOwners: readonly GraphVariable[],
): void {
  checkArrays('variables', state.variables, variables);
  if (state.slots.length > 0) checkArrays('optimizer slots', state.slots, slotOwners);
}

function checkArrays(
  what: string,
  arrays: readonly NDArray[],
  variables: readonly GraphVariable[],
): void {
  if (arrays.length !== variables.length) {
    throw new ValueError(`Expected ${variables.length} ${what}, but received ${arrays.length}.`);
  }
  arrays.forEach((array, index) => {
    const { shape, path } = variables[index]!;
    if (array.shape.join() === shape.join()) return;
    throw new ValueError(
      `The value for ${path} (${what}) has shape (${array.shape.join(', ')}), but the variable has shape (${shape.join(', ')}).`,
      { place: path },
    );
  });
}
