/** JSON of files and archive members. */
import { ValueError } from '#errors';
import { parsePythonJson, type Json } from '#formats/keras';

/** Beyond this a parsed document may weigh more than the worker can hold. */
const MAX_BYTES = 16 * 2 ** 20;

/** @throws ValueError naming the file */
export function parseJson(bytes: Uint8Array, file: string): Json {
  const fail = (problem: string, cause?: unknown) =>
    new ValueError(`${file} ${problem}`, {
      place: file,
      hint: 'Its bytes are shown as they are.',
      cause,
    });
  if (bytes.length > MAX_BYTES) throw fail(`has more than ${MAX_BYTES} bytes.`);
  try {
    return parsePythonJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof RangeError ? 'it is nested too deep' : (error as Error).message;
    throw fail(`is not valid JSON: ${reason}.`, error);
  }
}
