/**
 * Names of tensors that stand for several nodes: all of them with `;` between, each once, as TensorFlow writes the places
 * that an op comes from.
 */
export function joinNames(...names: readonly string[]): string {
  return [...new Set(names.flatMap((name) => name.split(';')))].join(';');
}
