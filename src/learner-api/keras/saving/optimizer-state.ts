/** `/optimizer/vars` of the weights file. */
import { ValueError } from '#errors';
import type { NDArray } from '#tensor';
import { formatShape } from '../../python/shape';
import type { Optimizer } from '../optimizers';
import { warn } from '../../output';

/**
 * Gives the optimizer what the file has. Where the numbers of variables differ it stays as it is, with Keras's warning.
 *
 * @param place the file, for messages
 * @throws ValueError when a variable has another shape
 */
export function loadOptimizer(
  optimizer: Optimizer,
  saved: readonly NDArray[],
  place: string,
): void {
  const own = optimizer.variableValues();
  if (own.length !== saved.length) {
    warn(
      `Skipping variable loading for optimizer '${optimizer.name}', because it has ${own.length} variables whereas ` +
        `the saved optimizer has ${saved.length} variables. `,
    );
    return;
  }
  own.forEach((variable, i) => checkShape(variable, saved[i]!, i, place));
  optimizer.loadVariableValues(saved);
}

function checkShape(own: NDArray, saved: NDArray, index: number, place: string): void {
  const [wanted, given] = [formatShape(own.shape), formatShape(saved.shape)];
  if (wanted === given) return;
  throw new ValueError(
    `${place}: model.weights.h5/optimizer/vars/${index}: ` +
      'The shape of the target variable and the shape of the target value in `variable.assign(value)` must match. ' +
      `variable.shape=${wanted}, Received: value.shape=${given}.`,
    {
      place: `model.weights.h5/optimizer/vars/${index}`,
      hint: 'The optimizer state belongs to another model. Load with {compile: false} to leave it out.',
    },
  );
}
