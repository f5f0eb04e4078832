/** What to do where somebody looked for a SavedModel and there is none. */

/**
 * @param path where it was looked for
 * @param files paths of all files that there are, from the same place on as `path`
 */
export function adviceWithoutModel(path: string, files: readonly string[]): string {
  const directory = path.replace(/^(\.\/)+|\/+$/g, '');
  if (files.includes(directory)) return adviceOnFile(directory);
  const models = files.flatMap((file) => /^(.+)\/saved_model\.pb$/.exec(file)?.[1] ?? []).sort();
  const below = models.filter((model) => model.startsWith(`${directory}/`));
  if (below.length > 0) {
    return `Give the directory that holds saved_model.pb: ${below.join(' or ')}.`;
  }
  if (models.length > 0) return `There are SavedModels here: ${models.join(', ')}.`;
  return 'There is no SavedModel yet: await model.export("serving/fashion/1") writes one.';
}

function adviceOnFile(path: string): string {
  if (path.endsWith('.keras'))
    return 'A .keras file is no SavedModel: keras.models.load_model reads it, model.export writes a SavedModel.';
  return 'This is a file. Give the directory that holds saved_model.pb.';
}
