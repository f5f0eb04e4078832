/** Commands of our own as `just-bash` calls them. */
import { defineCommand, type CustomCommand, type IFileSystem } from 'just-bash/browser';
import type { ServingApi } from '#protocol';
import { isWithin, type Workspace } from '#workspace';
import { FileError, type Command, type CommandIO, type ShellFiles } from './command';
import { COMMANDS } from './commands';
import { fromBinaryString, toBinaryString } from './files/content';
import { toFileError } from './files/errno';
import { HOME, resolve } from './files/paths';
import { readTerminalMark, type TerminalMark } from './script/terminal-marks';

/** What surrounds all commands of one script. */
export interface Surroundings {
  readonly workspace: Workspace;
  readonly serving: ServingApi;
  readonly signal: AbortSignal;
  pause(): Promise<void>;
  /** Shows what a command writes to the terminal while it runs. */
  show(stream: Stream, bytes: Uint8Array): void;
  /** See CommandIO. */
  advise(text: string): void;
  adviseAtEnd(topic: string, text: string | undefined): void;
}

type Stream = 'stdout' | 'stderr';
type Result = Awaited<ReturnType<Parameters<typeof defineCommand>[1]>>;

export function adaptCommands(around: Surroundings): CustomCommand[] {
  return Object.entries(COMMANDS).map(([name, load]) => adaptCommand(name, load, around));
}

function adaptCommand(
  name: string,
  load: () => Promise<Command>,
  around: Surroundings,
): CustomCommand {
  return defineCommand(name, async (args, context) => {
    const mark = readTerminalMark(context.fileDescriptors);
    const out = new Output(mark, around.show);
    const { signal, pause, serving, workspace } = around;
    const io: CommandIO = {
      workspace,
      serving,
      terminal: mark.kind,
      signal,
      files: createFiles(context.fs, context.cwd),
      cwd: context.cwd,
      env: context.env,
      stdin: fromBinaryString(context.stdin as unknown as string),
      stdout: (data) => out.write('stdout', data),
      stderr: (text) => out.write('stderr', text),
      advise: (text) => around.advise(text),
      adviseAtEnd: (topic, text) => around.adviseAtEnd(topic, text),
      pause: () => pause(),
    };
    return out.result(await runCommand(name, load, args, io));
  });
}

async function runCommand(
  name: string,
  load: () => Promise<Command>,
  args: readonly string[],
  io: CommandIO,
): Promise<number> {
  try {
    return await (
      await load()
    )(args, io);
  } catch (error) {
    if (io.signal.aborted) throw error;
    io.stderr(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

/** Keeps what a command writes until it ends, or shows it at once. */
class Output {
  readonly #pieces: Record<Stream, string[]> = { stdout: [], stderr: [] };
  readonly #mark: TerminalMark;
  readonly #show: Surroundings['show'];

  constructor(mark: TerminalMark, show: Surroundings['show']) {
    this.#mark = mark;
    this.#show = show;
  }

  write(stream: Stream, data: string | Uint8Array): void {
    const { kind, isMerged } = this.#mark;
    if (kind === 'live') this.#show(isMerged ? 'stdout' : stream, toUtf8(data));
    else if (stream === 'stderr') this.#pieces.stderr.push(String(data));
    else this.#pieces.stdout.push(toBinaryString(toUtf8(data)));
  }

  result(exitCode: number): Result {
    return {
      stdout: this.#pieces.stdout.join(''),
      stderr: this.#pieces.stderr.join(''),
      exitCode,
      stdoutKind: 'bytes',
      stdoutEncoding: 'binary',
    };
  }
}

function toUtf8(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : data;
}

/** A file system as commands of ours see it. */
function createFiles(fs: IFileSystem, cwd: string): ShellFiles {
  const at = (path: string) => resolve(cwd, path);
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toFileError(error);
    }
  };
  return {
    read: (path) => attempt(async () => new Uint8Array(await fs.readFileBuffer(at(path)))),
    write: (path, bytes) => attempt(() => fs.writeFile(at(path), bytes)),
    stat: (path) =>
      attempt(async () => {
        if (path === '') throw new FileError('ENOENT');
        const { isDirectory, size, mode, mtime } = await fs.stat(at(path));
        if (!isDirectory && path.endsWith('/')) throw new FileError('ENOTDIR');
        return { kind: isDirectory ? 'directory' : 'file', size, mode, modified: mtime };
      }),
    exists: (path) => fs.exists(at(path)),
    names: (path) => attempt(async () => (await fs.readdir(at(path))).sort()),
    makeDirectory: (path) => attempt(() => fs.mkdir(at(path), { recursive: true })),
    remove: (path) => attempt(() => fs.rm(at(path), { recursive: true })),
    resolve: at,
    inWorkspace(path) {
      const whole = at(path);
      return isWithin(HOME, whole) ? whole.slice(HOME.length + 1) : undefined;
    },
  };
}
