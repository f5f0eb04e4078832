/** Text below the running cell. */
import { getRuntime } from './runtime';

/** Writes to stdout as it is, without a line break of its own. */
export function writeOut(text: string): void {
  getRuntime().emit({ kind: 'stream', stream: 'stdout', text });
}

/** Prints one line to stdout. */
export function printLine(line: string): void {
  writeOut(`${line}\n`);
}

/** Python's `warnings.warn`: one line on stderr. */
export function warn(message: string): void {
  getRuntime().emit({ kind: 'stream', stream: 'stderr', text: `UserWarning: ${message}\n` });
}
