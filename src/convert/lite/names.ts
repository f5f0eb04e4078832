/** So many places at most: a chain of thousands of ops may become one. */
export const MOST_PLACES = 32;

/**
 * Names of tensors that stand for several nodes: all of them with `;` between, each once, as TensorFlow writes the places
 * that an op comes from.
 */
export function joinNames(...names: readonly string[]): string {
  const places = new Set(names.flatMap((name) => name.split(';')));
  return [...places].slice(0, MOST_PLACES).join(';');
}
