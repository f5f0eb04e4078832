/** What the real tools printed (scripts/fixtures/make_shell_fixture.py), character for character. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestShell, type TestShell } from './testing';

type Content = { time: number } & ({ base64: string } | { zeros: number } | { noise: number });

interface Recorded {
  now: number;
  files: Record<string, Content>;
  commands: { command: string; stdout: string; stderr: string; status: number }[];
}

const url = new URL('../../tests/fixtures/shell/real-tools.json', import.meta.url);
const recorded = JSON.parse(await readFile(url, 'utf8')) as Recorded;

function bytesOf(content: Content): Uint8Array {
  if ('base64' in content) return new Uint8Array(Buffer.from(content.base64, 'base64'));
  if ('zeros' in content) return new Uint8Array(content.zeros);
  return Uint8Array.from({ length: content.noise }, (_, i) => ((i * i * 31 + i * 7) % 251) + 1);
}

async function openShell(): Promise<TestShell> {
  const shell = await createTestShell();
  for (const [path, content] of Object.entries(recorded.files)) {
    vi.setSystemTime(content.time * 1000);
    await shell.files.write(path, bytesOf(content));
  }
  vi.setSystemTime(recorded.now * 1000);
  return shell;
}

/** A real directory has no order. */
function normalize(command: string, text: string): string {
  return command.startsWith('du') ? text.split('\n').sort().join('\n') : text;
}

beforeAll(() => {
  vi.stubEnv('TZ', 'UTC');
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test.each(recorded.commands)('$command', async ({ command, stdout, stderr, status }) => {
  const shell = await openShell();
  const said = await shell.run(command);
  expect({ ...said, stdout: normalize(command, said.stdout) }).toEqual({
    stdout: normalize(command, stdout),
    stderr,
    status,
  });
});
