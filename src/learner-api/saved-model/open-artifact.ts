/** A SavedModel directory of the workspace. */
import { FileNotFoundError, OSError } from '#errors';
import type { ArtifactFiles, SavedModelArtifact } from '#formats/saved-model';
import type { Workspace } from '#workspace';
import { getRuntime } from '../runtime';

/**
 * Reads the directory's `saved_model.pb`; variables and assets are read when they are asked for.
 *
 * @param path the directory, as in `serving/fashion/1`
 * @throws OSError when there is no SavedModel, or it cannot be parsed, with TensorFlow's message
 */
export async function openArtifact(path: string): Promise<SavedModelArtifact> {
  const { adviceWithoutModel, readSavedModel } = await import('#formats/saved-model');
  const { workspace } = getRuntime();
  const files = filesIn(workspace, path);
  try {
    return await readSavedModel(files);
  } catch (error) {
    if (!(error instanceof OSError) || (await files.read('saved_model.pb'))) throw error;
    const paths = (await workspace.list()).filter(({ kind }) => kind === 'file');
    const hint = adviceWithoutModel(
      path,
      paths.map((file) => file.path),
    );
    throw new OSError(error.message, { place: error.place, hint, cause: error });
  }
}

function filesIn(workspace: Workspace, path: string): ArtifactFiles {
  const directory = path.replace(/\/+$/, '');
  return {
    path: directory,
    async read(file) {
      try {
        return await workspace.read(directory === '' ? file : `${directory}/${file}`);
      } catch (error) {
        if (error instanceof FileNotFoundError) return undefined;
        throw error;
      }
    },
  };
}
