/** What a command of our own is: a function of its arguments and of what surrounds it, to its exit status. */
import type { ServingApi } from '#protocol';
import type { Workspace } from '#workspace';

export interface FileStat {
  readonly kind: 'file' | 'directory';
  /** Bytes; a directory's own, as a disk counts them, not those of what is in it. */
  readonly size: number;
  /** Permission bits: 0o644. */
  readonly mode: number;
  readonly modified: Date;
}

/** The files that a command sees. Paths are absolute or relative to the current directory. All methods throw FileError. */
export interface ShellFiles {
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Replaces the file in one step. Its directory must be there. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  stat(path: string): Promise<FileStat>;
  exists(path: string): Promise<boolean>;
  /** Names in a directory, in the order of their code points. */
  names(path: string): Promise<string[]>;
  /** Makes the directory and all above it; one that is there already is kept. */
  makeDirectory(path: string): Promise<void>;
  /** Removes a file, or a directory with all that is in it. */
  remove(path: string): Promise<void>;
  /** Absolute, without `.` and `..`. */
  resolve(path: string): string;
  /** The path in the workspace, as `Workspace` takes it ('' = all of it); undefined for places that are not in it, such as /tmp. */
  inWorkspace(path: string): string | undefined;
}

export interface CommandIO {
  readonly files: ShellFiles;
  /** For what works on whole artifacts rather than files. */
  readonly workspace: Workspace;
  /** The containers, and what answers on the ports of localhost. */
  readonly serving: ServingApi;
  /** Whether stdout is the terminal; it is known for the commands that ask for it (`script/terminal-marks.ts`). */
  readonly terminal: TerminalKind;
  /** Absolute path of the current directory. */
  readonly cwd: string;
  readonly env: ReadonlyMap<string, string>;
  /** All of the standard input; empty where nothing was piped in. */
  readonly stdin: Uint8Array<ArrayBuffer>;
  /** Aborted when the learner stops the cell; its reason is a KeyboardInterrupt. */
  readonly signal: AbortSignal;
  /** Text is written as UTF-8; whoever ends a line writes its `\n`. */
  stdout(data: string | Uint8Array): void;
  stderr(text: string): void;
  /**
   * Tells the learner what to do about the message that this command writes next. Only the terminal shows it, once a
   * script: pipes and files get what the real tool says and no more.
   */
  advise(text: string): void;
  /** Tells this when the script ends, unless by then something else, or nothing, is to be told about the topic. */
  adviseAtEnd(topic: string, text: string | undefined): void;
  /** Lets a Stop in; call it in long loops, then look at `signal`. */
  pause(): Promise<void>;
}

/**
 * `live`: what is written is seen at once. `later`: it is seen when the function around the command has ended. `none`:
 * a pipe, a file or a substitution takes it.
 */
export type TerminalKind = 'live' | 'later' | 'none';

/**
 * Runs one command.
 * @param args without the command's own name
 * @returns the exit status, 0 for success. What it throws ends the command with status 1 and `name: message` on stderr.
 */
export type Command = (args: readonly string[], io: CommandIO) => Promise<number>;

/** One of the system's own errors, with the words of strerror as message. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: ErrorCode;
  constructor(code: ErrorCode, cause?: unknown) {
    super(ERRORS[code], cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

const ERRORS = {
  ENOENT: 'No such file or directory',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
  EEXIST: 'File exists',
  ENOTEMPTY: 'Directory not empty',
  EINVAL: 'Invalid argument',
  ENOSPC: 'No space left on device',
  EPERM: 'Operation not permitted',
  EIO: 'Input/output error',
} as const;

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
