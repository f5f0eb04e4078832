/** Errors that say which file they are about. */
import { PythonError } from '#errors';

/** Puts `saved_model.pb` before what an error says, unless it names a file of the directory itself. */
export async function namingFile<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PythonError) || error.message.includes(`${directory}/`)) throw error;
    const file = `${directory}/saved_model.pb`;
    const Kind = error.constructor as new (message: string, details: object) => PythonError;
    throw new Kind(`${file}: ${error.message}`, {
      hint: error.hint,
      place: error.place ?? file,
      cause: error,
    });
  }
}
