/** Variables of a container: `-e NAME=value`, `-e NAME` of the shell's, `--env-file`. */
import type { ShellFiles } from '../../command';
import { DockerFailure } from './docker-command';

/** @returns what is wrong with an argument of `-e` */
export function checkVariable(text: string): string | undefined {
  return text === '' || text.startsWith('=') ? `invalid environment variable: ${text}` : undefined;
}

/**
 * @param lines `NAME=value` or `NAME`
 * @param own the shell's variables
 */
export function readVariables(
  lines: readonly string[],
  own: ReadonlyMap<string, string>,
): Record<string, string> {
  const variables = new Map<string, string>();
  for (const line of lines) {
    const [name = '', given] = line.split(/=(.*)/s);
    const value = given ?? own.get(name);
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
  }
  return Object.fromEntries(variables);
}

/** Lines of a file with variables. @throws DockerFailure without prefix */
export async function readVariableFile(path: string, files: ShellFiles): Promise<string[]> {
  const text = new TextDecoder().decode(await readFile(path, files));
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of lines) {
    const [name = ''] = line.split('=');
    if (name === '') {
      throw new DockerFailure(
        `invalid env file (${path}): no variable name on line '${line}'`,
        125,
      );
    }
    if (/\s/.test(name)) {
      throw new DockerFailure(
        `invalid env file (${path}): variable '${name}' contains whitespaces`,
        125,
      );
    }
  }
  return lines;
}

async function readFile(path: string, files: ShellFiles): Promise<Uint8Array> {
  try {
    return await files.read(path);
  } catch (error) {
    const { message } = error as Error;
    const reason = message.charAt(0).toLowerCase() + message.slice(1);
    const isDirectory = message === 'Is a directory';
    const problem = isDirectory
      ? `invalid env file (${path}): read ${path}: ${reason}`
      : `open ${path}: ${reason}`;
    throw new DockerFailure(problem, 125);
  }
}
