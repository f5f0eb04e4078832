/** A call of the command over files in memory, for tests. */
import { MemoryWorkspace } from '#workspace';
import type { Command, CommandIO, ShellFiles } from '../command';

export interface Said {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

/** Runs the command in the top folder of these files; what it writes is there afterwards. */
export async function call(
  command: Command,
  args: readonly string[],
  files: MemoryWorkspace,
): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const io: CommandIO = {
    files: shellFiles(files),
    workspace: files,
    serving: {} as CommandIO['serving'],
    terminal: 'none',
    cwd: '/home/learner',
    env: new Map(),
    stdin: new Uint8Array(),
    signal: new AbortController().signal,
    stdout: (data) => void (said.stdout += String(data)),
    stderr: (text) => void (said.stderr += text),
    advise: () => undefined,
    adviseAtEnd: () => undefined,
    pause: () => Promise.resolve(),
  };
  const status = await command(args, io);
  return { ...said, status };
}

export async function filesOf(content: Readonly<Record<string, Uint8Array>>) {
  const files = new MemoryWorkspace();
  for (const [path, bytes] of Object.entries(content)) await files.write(path, bytes);
  return files;
}

function shellFiles(files: MemoryWorkspace): ShellFiles {
  const unused = () => {
    throw new Error('The command does not need it.');
  };
  return {
    read: (path) => files.read(path),
    write: (path, bytes) => files.write(path, bytes),
    exists: (path) => files.exists(path),
    makeDirectory: () => Promise.resolve(),
    stat: unused,
    names: unused,
    remove: unused,
    resolve: unused,
    inWorkspace: unused,
  };
}
