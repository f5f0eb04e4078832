/** What `--inputs` and `--input_exprs` say, taken apart as the tool does. */
import { PyRuntimeError } from '#errors';

export interface InputFile {
  readonly path: string;
  /** Of the array in an archive. */
  readonly variable: string | undefined;
}

/** `key=file` and `key=file[variable]`, separated by semicolons; of a key that comes twice the last counts. */
export function parseInputs(text: string): Map<string, InputFile> {
  const inputs = new Map<string, InputFile>();
  for (const part of text.split(';').filter(Boolean)) {
    const match = /^([^=]+)=([^[\]]+)(?:\[([^[\]]+)\])?\n?$/.exec(part);
    if (!match) {
      throw new PyRuntimeError(
        `--inputs "${part}" format is incorrect. Please follow"<input_key>=<filename>", or"<input_key>=<filename>[<variable_name>]"`,
      );
    }
    inputs.set(match[1]!, { path: match[2]!, variable: match[3] });
  }
  return inputs;
}

/** `key=expression`, separated by semicolons. */
export function parseInputExpressions(text: string): Map<string, string> {
  const expressions = new Map<string, string>();
  for (const part of text.split(';').filter(Boolean)) {
    const at = part.indexOf('=');
    if (at < 0) {
      throw new PyRuntimeError(
        `--input_exprs "${text}" format is incorrect. Please follow"<input_key>=<python expression>"`,
      );
    }
    expressions.set(part.slice(0, at), part.slice(at + 1));
  }
  return expressions;
}
