import { MemoryWorkspace } from '#workspace';
import { expect, test } from 'vitest';
import { writeUploads } from './upload';

const upload = (path: string, text: string) => ({ path, file: new Blob([text]) });

async function paths(workspace: MemoryWorkspace): Promise<string[]> {
  const entries = await workspace.list();
  return entries.filter(({ kind }) => kind === 'file').map(({ path }) => path);
}

test('a new folder appears at once, with all that is in it', async () => {
  const workspace = new MemoryWorkspace();
  const seen: string[][] = [];
  workspace.watch(() => void paths(workspace).then((found) => seen.push(found)));
  await writeUploads(workspace, [upload('m/a.pb', 'a'), upload('m/variables/b.index', 'b')]);
  const all = ['m/a.pb', 'm/variables/b.index'];
  expect(await paths(workspace)).toEqual(all);
  await new Promise((resolve) => setTimeout(resolve));
  expect(seen).toEqual([all]);
});

test('into a folder that is there, files are added, and others stay', async () => {
  const workspace = new MemoryWorkspace();
  await workspace.write('m/old.txt', Uint8Array.of(1));
  await writeUploads(workspace, [upload('m/new.txt', 'new'), upload('alone.txt', 'alone')]);
  expect(await paths(workspace)).toEqual(['alone.txt', 'm/new.txt', 'm/old.txt']);
  expect(new TextDecoder().decode(await workspace.read('m/new.txt'))).toBe('new');
});
