/** A shell over files in memory, for tests. */
import type { ServingApi } from '#protocol';
import { MemoryWorkspace } from '#workspace';
import { createShell, type RunOptions, type Shell } from './shell';

export interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestShell {
  readonly shell: Shell;
  readonly files: MemoryWorkspace;
  run(script: string, options?: Partial<RunOptions>): Promise<Said>;
}

const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve));

/** @param serving by default a host that nobody is to ask */
export async function createTestShell(
  content: Readonly<Record<string, string | Uint8Array>> = {},
  serving: ServingApi = {} as ServingApi,
): Promise<TestShell> {
  const files = new MemoryWorkspace();
  for (const [path, data] of Object.entries(content)) {
    await files.write(path, typeof data === 'string' ? new TextEncoder().encode(data) : data);
  }
  const shell = createShell({ workspace: files, serving });
  return {
    shell,
    files,
    async run(script, options) {
      const said = { stdout: '', stderr: '' };
      const status = await shell.run(script, {
        signal: new AbortController().signal,
        pause: nextTask,
        stdout: (text) => void (said.stdout += text),
        stderr: (text) => void (said.stderr += text),
        ...options,
      });
      return { status, ...said };
    },
  };
}
