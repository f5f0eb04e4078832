/** What every workspace does. In Node it is held against memory alone, in the browser against both homes. */
import { describe, expect, it, vi } from 'vitest';
import { readZip } from '#containers/zip';
import { FileNotFoundError, ValueError } from '#errors';
import {
  MemoryWorkspace,
  openSharedWorkspace,
  serveWorkspace,
  zipWorkspace,
  type Workspace,
} from './index';

const bytes = (...values: number[]) => Uint8Array.from(values);

export function workspaceContract(name: string, open: () => Promise<Workspace>): void {
  describe(name, () => {
    it('reads what was written, also from a view, and keeps no hold of the array', async () => {
      const files = await open();
      const whole = bytes(9, 1, 2, 3, 9);
      await files.write('a/b/model.keras', whole.subarray(1, 4));
      whole.fill(0);
      const read = await files.read('a/b/model.keras');
      expect(read).toEqual(bytes(1, 2, 3));
      read.fill(7);
      expect(await files.read('./a//b/model.keras')).toEqual(bytes(1, 2, 3));
    });

    it('replaces a longer file by a shorter one', async () => {
      const files = await open();
      await files.write('x', new Uint8Array(1000));
      await files.write('/x', bytes(5));
      expect(await files.read('x')).toEqual(bytes(5));
      expect((await files.stat('x')).size).toBe(1);
    });

    it('writes empty files', async () => {
      const files = await open();
      await files.write('empty', bytes());
      expect(await files.read('empty')).toEqual(bytes());
    });

    it('lists files and directories depth first, with sizes and times', async () => {
      const files = await open();
      const start = Date.now();
      await files.write('serving/fashion/1/saved_model.pb', new Uint8Array(10));
      await files.write('serving/fashion/1/variables/variables.index', new Uint8Array(5));
      await files.write('serving.txt', new Uint8Array(1));
      await files.write('.slipway/state.json', new Uint8Array(2));
      const entries = await files.list();
      expect(entries.map(({ path, kind, size }) => `${kind} ${path} ${size}`)).toEqual([
        'directory serving 15',
        'directory serving/fashion 15',
        'directory serving/fashion/1 15',
        'file serving/fashion/1/saved_model.pb 10',
        'directory serving/fashion/1/variables 5',
        'file serving/fashion/1/variables/variables.index 5',
        'file serving.txt 1',
      ]);
      for (const { modified } of entries) expect(modified).toBeGreaterThanOrEqual(start - 2000);
      const inside = await files.list('serving/fashion/1/variables/');
      expect(inside.map(({ path }) => path)).toEqual([
        'serving/fashion/1/variables/variables.index',
      ]);
      const hidden = await files.list('', { hidden: true });
      expect(hidden.map(({ path }) => path).slice(0, 2)).toEqual([
        '.slipway',
        '.slipway/state.json',
      ]);
      expect((await files.list('.slipway')).map(({ path }) => path)).toEqual([
        '.slipway/state.json',
      ]);
      expect(await files.stat('serving')).toMatchObject({ kind: 'directory', size: 15 });
    });

    it('replaces a directory with all that is in it', async () => {
      const files = await open();
      const onChange = vi.fn();
      await files.write('serving/fashion/1/old/x', bytes(1));
      await files.write('serving/fashion/1/both', bytes(1));
      await files.write('serving/fashion/10', bytes(1));
      files.watch(onChange);
      const whole = bytes(9, 2, 2, 9);
      await files.writeDirectory(
        './serving/fashion/1/',
        new Map<string, Uint8Array>([
          ['saved_model.pb', whole.subarray(1, 3)],
          ['both', bytes(2)],
          ['old', bytes(3)],
          ['./variables//variables.index', bytes()],
        ]),
      );
      expect(onChange).toHaveBeenCalledTimes(1);
      whole.fill(0);
      expect((await files.list('', { hidden: true })).map(({ path }) => path)).toEqual([
        'serving',
        'serving/fashion',
        'serving/fashion/1',
        'serving/fashion/1/both',
        'serving/fashion/1/old',
        'serving/fashion/1/saved_model.pb',
        'serving/fashion/1/variables',
        'serving/fashion/1/variables/variables.index',
        'serving/fashion/10',
      ]);
      expect(await files.read('serving/fashion/1/saved_model.pb')).toEqual(bytes(2, 2));
      expect(await files.read('serving/fashion/1/both')).toEqual(bytes(2));
      await files.writeDirectory('serving/fashion', new Map());
      expect(await files.list()).toEqual([]);
    });

    it('changes nothing when a directory cannot be written', async () => {
      const files = await open();
      await files.write('file', bytes(1));
      await files.write('dir/kept', bytes(1));
      const write = (path: string, ...names: string[]) =>
        files
          .writeDirectory(path, new Map(names.map((name) => [name, bytes(2)])))
          .catch((reason: unknown) => String(reason));
      expect(await write('file', 'a')).toBe("ValueError: [Errno 20] Not a directory: 'file'");
      expect(await write('file/in', 'a')).toBe("ValueError: [Errno 20] Not a directory: 'file/in'");
      expect(await write('dir', 'a', 'a/b')).toBe(
        "ValueError: [Errno 20] Not a directory: 'dir/a/b'",
      );
      expect(await write('dir', '../x')).toContain('leads out of the workspace');
      expect(await write('dir', '')).toContain('does not name a file');
      expect(await write('', 'a')).toContain('does not name a file');
      const left = (await files.list('', { hidden: true })).map(({ path }) => path);
      expect(left).toEqual(['dir', 'dir/kept', 'file']);
    });

    it('removes files and directories, and directories that became empty are gone', async () => {
      const files = await open();
      await files.write('d/e/f', bytes(1));
      await files.write('d/g', bytes(1));
      await files.remove('d/e/f');
      expect(await files.exists('d/e')).toBe(false);
      expect((await files.list()).map(({ path }) => path)).toEqual(['d', 'd/g']);
      await files.write('d/e', bytes(2));
      expect(await files.read('d/e')).toEqual(bytes(2));
      await files.remove('d/');
      expect(await files.list()).toEqual([]);
      expect(await files.exists('d/g')).toBe(false);
    });

    it('says what is not there, as Python does', async () => {
      const files = await open();
      const message = "[Errno 2] No such file or directory: 'no/file'";
      const calls = ['read', 'remove', 'stat', 'list'] as const;
      for (const call of calls) {
        const error = await files[call]('no/file').catch((reason: unknown) => reason);
        expect(error, call).toBeInstanceOf(FileNotFoundError);
        expect((error as Error).message, call).toBe(message);
      }
      expect(await files.exists('no/file')).toBe(false);
    });

    it('keeps files and directories apart', async () => {
      const files = await open();
      await files.write('dir/file', bytes(1));
      await expect(files.write('dir', bytes(1))).rejects.toThrow(
        "[Errno 21] Is a directory: 'dir'",
      );
      await expect(files.read('dir')).rejects.toThrow("[Errno 21] Is a directory: 'dir'");
      await expect(files.write('dir/file/x', bytes(1))).rejects.toThrow(
        "[Errno 20] Not a directory: 'dir/file/x'",
      );
      await expect(files.read('dir/file/x')).rejects.toThrow(FileNotFoundError);
      expect(await files.read('dir/file')).toEqual(bytes(1));
    });

    it.each([
      ['no name', ''],
      ['the workspace itself', '.'],
      ['a directory', 'a/'],
      ['a way out', '../a'],
      ['a hidden way out', 'a/../../b'],
      ['a NUL', 'a\u0000b'],
      ['a line break', 'a\nb'],
      ['a backslash', 'a\\b'],
      ['the browser’s own ending', 'a.crswap'],
      ['a name of more than 255 bytes', 'ß'.repeat(128)],
      ['a path of more than 1024 bytes', `${'long/'.repeat(250)}x`],
    ])('refuses to write to %s', async (_, path) => {
      const files = await open();
      const error = await files.write(path, bytes(1)).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ValueError);
      expect((error as ValueError).message).toContain('cannot be used as a path');
      expect((error as ValueError).hint).toBeTruthy();
      expect(await files.list()).toEqual([]);
    });

    it('takes names of other scripts, with spaces and dots', async () => {
      const files = await open();
      const names = ['größe 2.keras', '模型.keras', '..a', 'a..', '🙂'];
      for (const each of names) await files.write(each, bytes(1));
      expect((await files.list()).map(({ path }) => path).sort()).toEqual([...names].sort());
    });

    it('lets writers of the same path wait for one another', async () => {
      const files = await open();
      const writes = Array.from({ length: 20 }, (_, i) =>
        files.write('same', new Uint8Array(1000 + i).fill(i)),
      );
      await Promise.all(writes);
      expect(await files.read('same')).toEqual(new Uint8Array(1019).fill(19));
    });

    it('tells watchers of writes and removals until they stop watching', async () => {
      const files = await open();
      const onChange = vi.fn();
      const stop = files.watch(onChange);
      await files.write('a', bytes(1));
      expect(onChange).toHaveBeenCalledTimes(1);
      await files.remove('a');
      expect(onChange).toHaveBeenCalledTimes(2);
      stop();
      await files.write('a', bytes(1));
      expect(onChange).toHaveBeenCalledTimes(2);
    });

    it('packs all files but the app’s own into one zip archive', async () => {
      const files = await open();
      await expect(zipWorkspace(files)).rejects.toThrow('There are no files to download.');
      await files.write('a/b', bytes(1, 2));
      await files.write('c', bytes(3));
      await files.write('.slipway/state', bytes(4));
      const members = await readZip(await zipWorkspace(files), { name: 'all.zip' });
      expect([...members]).toEqual([
        ['a/b', bytes(1, 2)],
        ['c', bytes(3)],
      ]);
      const part = await readZip(await zipWorkspace(files, 'a'), { name: 'a.zip' });
      expect([...part.keys()]).toEqual(['a/b']);
    });
  });
}

workspaceContract('MemoryWorkspace', async () => new MemoryWorkspace());

workspaceContract('RemoteWorkspace', async () => {
  const shared = serveWorkspace(new MemoryWorkspace());
  return openSharedWorkspace(shared);
});
