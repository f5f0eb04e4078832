/** Files that options name: `-d @body.json`, `-H @headers`, `-w @format`. */
import { FileError, type CommandIO } from '../../command';
import { Code, CurlUsageError } from './curl-error';
import { problem, type CurlOptions } from './options';

/**
 * @param path `-` for standard input
 * @param written the option, as it is written
 * @throws CurlUsageError for a file that cannot be read
 */
export async function readOptionFile(
  path: string,
  written: string,
  options: CurlOptions,
  io: CommandIO,
): Promise<Uint8Array<ArrayBuffer>> {
  if (path === '-') return io.stdin;
  try {
    return await io.files.read(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const { message } = problem(written, 'error encountered when reading a file');
    const first = options.isQuiet ? '' : `curl: Failed to open ${path}\n`;
    throw new CurlUsageError(first + message, Code.readError);
  }
}
