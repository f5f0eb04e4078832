/** One call of a function that was read from a SavedModel. */
import type { ImportedFunction } from '#formats/saved-model';
import type { NDArray } from '#tensor';
import { runGraph } from '../functions';
import { checkTensor } from './check-tensor';
import { checkNames } from './signature-type';

/**
 * Runs the function on arrays by the names of its inputs, as a call of `loaded.signatures[…]` with keyword arguments.
 * Nothing is converted. What is random in it differs from call to call; what it assigns is forgotten.
 *
 * @returns the results by the names of the outputs
 * @throws TypeError for inputs that are missing or unknown, InvalidArgumentError for a dtype and ValueError for a shape
 *   that does not fit, with TensorFlow's messages
 */
export async function callImported(
  fn: ImportedFunction,
  inputs: ReadonlyMap<string, NDArray>,
): Promise<Map<string, NDArray>> {
  checkNames(fn, [...inputs.keys()], [], Object.fromEntries(inputs));
  const arrays = fn.inputs.map(({ key, spec }, i) => checkTensor(inputs.get(key)!, spec, i, key));
  const values = await runGraph(
    {
      graph: fn.graph,
      feeds: fn.inputs.map(({ tensor }) => tensor),
      fetches: fn.outputs.map(({ tensor }) => tensor),
    },
    arrays,
  );
  return new Map(fn.outputs.map(({ key }, i) => [key, values[i]!]));
}
