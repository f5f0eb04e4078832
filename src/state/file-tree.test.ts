import { expect, test } from 'vitest';
import { fileTree, uploadPath } from './file-tree';

const entry = (path: string, kind: 'file' | 'directory', size = 1) => ({
  path,
  kind,
  size,
  modified: 0,
});

test('paths become a tree, directories first, numbers in order', () => {
  const tree = fileTree([
    entry('b.keras', 'file'),
    entry('m', 'directory', 3),
    entry('m/10', 'directory', 1),
    entry('m/10/saved_model.pb', 'file'),
    entry('m/2', 'directory', 2),
    entry('m.txt', 'file'),
  ]);
  expect(tree.map((node) => node.name)).toEqual(['m', 'b.keras', 'm.txt']);
  expect(tree[0]).toMatchObject({ size: 3, children: [{ name: '2' }, { name: '10' }] });
  expect(tree[0]?.children[1]?.children[0]?.path).toBe('m/10/saved_model.pb');
});

test('an uploaded name cannot climb out of the workspace', () => {
  expect(uploadPath('../../a/./b.keras')).toBe('a/b.keras');
  expect(uploadPath('C:\\x.txt')).toBe('C:/x.txt');
  expect(uploadPath('..')).toBe('upload');
});
