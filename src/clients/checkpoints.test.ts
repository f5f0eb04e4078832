import type { Workspace } from '#workspace';
import { expect, test, vi } from 'vitest';
import { listCheckpoints } from './checkpoints';

function workspaceOf(files: Record<string, unknown>): Workspace {
  const paths = Object.keys(files);
  return {
    exists: async (path: string) => paths.some((p) => p === path || p.startsWith(`${path}/`)),
    list: async () => paths.map((path) => ({ path, kind: 'file', size: 1, modified: 0 })),
    read: async (path: string) => new TextEncoder().encode(JSON.stringify(files[path])),
  } as unknown as Workspace;
}

const info = (lesson: string, variable: string, saved: number) => ({
  path: `.slipway/checkpoints/${lesson}/${variable}.keras`,
  lesson,
  variable,
  epoch: 1,
  epochs: 3,
  saved,
});

test('checkpoints of a lesson are listed, newest first', async () => {
  const infos = [info('a', 'old', 1), info('a', 'new', 2), info('b', 'other', 3)];
  const files = infos.flatMap((i) => [
    [i.path, {}],
    [i.path.replace('.keras', '.json'), i],
  ]);
  const workspace = workspaceOf(Object.fromEntries(files));
  const names = async (lesson?: string) =>
    (await listCheckpoints(workspace, lesson)).map(({ variable }) => variable);
  expect(await names('a')).toEqual(['new', 'old']);
  expect(await names()).toEqual(['other', 'new', 'old']);
});

test('a damaged record and one whose model is gone are left out', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const workspace = workspaceOf({
    '.slipway/checkpoints/a/x.json': info('a', 'x', 1),
    '.slipway/checkpoints/a/y.json': { path: 3 },
    '.slipway/checkpoints/a/z.json': undefined,
  });
  expect(await listCheckpoints(workspace)).toEqual([]);
  expect(warn).toHaveBeenCalled();
});

test('without any there is an empty list', async () => {
  expect(await listCheckpoints(workspaceOf({}))).toEqual([]);
});
