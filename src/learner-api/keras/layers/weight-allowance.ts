/** While a model is made from a file, its layers may not make more weights than the file can have values for. */
import { TooLargeError } from '#errors';

/** Numbers beyond those of the file, for a layer that does not fit it: that is told with Keras's message. */
const SPARE = 2 ** 22;
const FACTOR = 4;

interface Allowance {
  left: number;
  readonly file: string;
  readonly stored: number;
}

let current: Allowance | undefined;

/**
 * Runs `body`, in which layers make their weights.
 * @param stored numbers in the weights of the file
 * @throws TooLargeError naming the file, before the memory is taken
 */
export function withWeightAllowance<T>(file: string, stored: number, body: () => T): T {
  const outer = current;
  current = { left: FACTOR * stored + SPARE, file, stored };
  try {
    return body();
  } finally {
    current = outer;
  }
}

/** @param numbers in a weight that is about to be made */
export function claimWeights(numbers: number): void {
  if (!current) return;
  current.left -= numbers;
  if (current.left >= 0) return;
  const { file, stored } = current;
  throw new TooLargeError(
    `The layers in config.json of ${file} have far more weights than the ${stored} numbers that its model.weights.h5 holds.`,
    { place: file, hint: 'The file is damaged, or was changed. Save the model again.' },
  );
}
