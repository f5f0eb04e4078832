import { beforeEach, expect, test } from 'vitest';
import { FileNotFoundError, PyTypeError } from '#errors';
import type { Workspace, WorkspaceEntry } from '#workspace';
import { files } from './files';
import { setRuntime, type Runtime } from './runtime';

/** As much of a workspace as `files` asks for. */
class Shelf {
  readonly #files = new Map<string, Uint8Array>();

  async write(path: string, bytes: Uint8Array) {
    this.#files.set(path, bytes.slice());
  }
  async read(path: string) {
    const bytes = this.#files.get(path);
    if (!bytes) throw new FileNotFoundError(path);
    return Uint8Array.from(bytes);
  }
  async remove(path: string) {
    this.#files.delete(path);
  }
  async exists(path: string) {
    return [...this.#files.keys()].some((name) => name === path || name.startsWith(`${path}/`));
  }
  async stat(path: string) {
    const entries = await this.list(path);
    return { size: entries.reduce((sum, entry) => sum + entry.size, 0) };
  }
  async list(path = ''): Promise<WorkspaceEntry[]> {
    const below = [...this.#files].filter(([name]) => name.startsWith(path));
    const directory = { path: 'serving', kind: 'directory', size: 0, modified: 0 } as const;
    const found = below.map(
      ([name, bytes]) => ({ path: name, kind: 'file', size: bytes.length, modified: 0 }) as const,
    );
    return path === '' ? [directory, ...found] : found;
  }
}

beforeEach(() => {
  const workspace = new Shelf() as unknown as Workspace;
  setRuntime({ workspace } as unknown as Runtime);
});

test('bytes come back as they were written', async () => {
  await files.write('a/b.bin', Uint8Array.of(1, 2, 3).subarray(1));
  await files.write('c.bin', Uint8Array.of(9).buffer);
  expect([...(await files.read('a/b.bin'))]).toEqual([2, 3]);
  expect([...(await files.read('c.bin'))]).toEqual([9]);
});

test('text is UTF-8', async () => {
  await files.write('note.txt', 'größer');
  expect(await files.size('note.txt')).toBe(8);
  expect(await files.text('note.txt')).toBe('größer');
});

test('list names files and no directories', async () => {
  await files.write('serving/1/saved_model.pb', 'x');
  await files.write('m.keras', 'yy');
  expect(await files.list()).toEqual(['serving/1/saved_model.pb', 'm.keras']);
  expect(await files.list('serving')).toEqual(['serving/1/saved_model.pb']);
  expect(await files.size('serving')).toBe(1);
});

test('a directory that is not there is an error', async () => {
  await expect(files.list('nowhere')).rejects.toThrow(
    "[Errno 2] No such file or directory: 'nowhere'",
  );
});

test('what is not there any more does not exist', async () => {
  await files.write('m.keras', 'yy');
  expect(await files.exists('m.keras')).toBe(true);
  await files.remove('m.keras');
  expect(await files.exists('m.keras')).toBe(false);
});

test('anything but bytes and text is refused by its name', async () => {
  const write = files.write('x', [1, 2] as unknown as string);
  await expect(write).rejects.toThrow(PyTypeError);
  await expect(write).rejects.toThrow("a bytes-like object is required, not 'Array'");
});
