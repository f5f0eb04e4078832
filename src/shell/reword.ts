/** Messages of `just-bash` in the words of bash. */
import { FileError, isErrorCode } from './command';

/** `ENOENT: no such file or directory, open '/no/x'`, alone on a line or after what a command says. */
const SYSTEM = /^(.*: )?([A-Z]+): [^,\n]+, \w+ '\/?([^'\n]*)'$/gm;
const SYNTAX = /^bash: syntax error: Parse error at (\d+):\d+: /gm;
const ABSENT = /^bash: (\S+): command not available in browser environments\..*$/gm;

export function reword(text: string): string {
  return text
    .replace(SYNTAX, 'bash: line $1: ')
    .replace(ABSENT, 'bash: $1: command not found')
    .replace(SYSTEM, (whole, said: string | undefined, code: string, path: string) => {
      if (!isErrorCode(code)) return whole;
      const { message } = new FileError(code);
      return said === undefined ? `bash: ${path}: ${message}` : said + message;
    });
}
