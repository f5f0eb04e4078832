/** Messages of `just-bash` in the words of bash. */
import { FileError, isErrorCode } from './command';

/** `ENOENT: no such file or directory, open '/no/x'`, alone on a line or after what a command says. */
const SYSTEM = /^(.*: )?([A-Z]+): [^,\n]+, \w+ '\/?([^'\n]*)'$/gm;
const SYNTAX = /^bash: syntax error: Parse error at (\d+):\d+: /gm;
const EXPECTED = /^(bash: line \d+: )Expected ([A-Z]+), got ([A-Z]+)$/gm;
const TOO_DEEP = /, increase executionLimits\.\w+$/gm;
const ABSENT = /^bash: (\S+): command not available in browser environments\..*$/gm;

export function reword(text: string): string {
  return text
    .replace(SYNTAX, 'bash: line $1: ')
    .replace(EXPECTED, (_, place: string, wanted: string, found: string) => {
      const problem = found === 'EOF' ? 'syntax error: unexpected end of file' : 'syntax error';
      return `${place}${problem}\n${nameOf(wanted)} is missing.`;
    })
    .replace(TOO_DEEP, '')
    .replace(ABSENT, 'bash: $1: command not found')
    .replace(SYSTEM, (whole, said: string | undefined, code: string, path: string) => {
      if (!isErrorCode(code)) return whole;
      const { message } = new FileError(code);
      return said === undefined ? `bash: ${path}: ${message}` : said + message;
    });
}

/** Of a token that the parser waits for. */
function nameOf(token: string): string {
  return token === 'RBRACE' ? '`}`' : `\`${token.toLowerCase()}\``;
}
