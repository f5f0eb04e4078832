import type { VolumeMapping } from '#protocol';
import { MemoryWorkspace } from '#workspace';
import { beforeEach, expect, test } from 'vitest';
import { ContainerFiles, WorkspaceListing } from './mounts';
import { TestClock } from './testing';

const workspace = new MemoryWorkspace();
const bytes = (text: string) => new TextEncoder().encode(text);

beforeEach(async () => {
  await workspace.write('serving/fashion/1/saved_model.pb', bytes('one'));
  await workspace.write('serving/fashion/1/variables/variables.index', bytes('index'));
  await workspace.write('serving/models.config', bytes('config'));
});

function mount(...volumes: [source: string | undefined, target: string][]): ContainerFiles {
  const mappings = volumes.map(([workspacePath, target]): VolumeMapping => ({
    source: '/home/learner',
    workspacePath,
    target,
    readOnly: false,
  }));
  return new ContainerFiles(workspace, new WorkspaceListing(workspace, new TestClock()), mappings);
}

test('a directory of the workspace is a directory of the container', async () => {
  const files = mount(['serving/fashion', '/models/fashion/']);
  expect(await files.children('/models/fashion')).toEqual(['1']);
  expect(await files.children('/models/fashion/1/')).toEqual(['saved_model.pb', 'variables']);
  expect(await files.read('/models//fashion/./1/saved_model.pb')).toEqual(bytes('one'));
  expect(await files.read('/models/fashion/2/saved_model.pb')).toBeUndefined();
  expect(await files.read('/models/fashion/1/variables')).toBeUndefined();
  expect(await files.read('/models/fashion')).toBeUndefined();
  expect(await files.children('/models/fashion/2')).toBeUndefined();
  expect(await files.children('/models/fashion/1/saved_model.pb')).toBeUndefined();
});

test('without volumes there is an empty /models', async () => {
  const files = mount();
  expect(await files.children('/')).toEqual(['models']);
  expect(await files.children('/models')).toEqual([]);
  expect(await files.children('/models/model')).toBeUndefined();
  expect(await files.read('/models/model')).toBeUndefined();
});

test('the way to a volume is there as well', async () => {
  const files = mount(['serving', '/srv/a/b']);
  expect(await files.children('/srv')).toEqual(['a']);
  expect(await files.children('/srv/a')).toEqual(['b']);
  expect(await files.children('/')).toEqual(['srv', 'models']);
});

test('a single file can be a volume, in the midst of another', async () => {
  const files = mount(['serving', '/models'], ['serving/models.config', '/models/my.config']);
  expect(await files.read('/models/my.config')).toEqual(bytes('config'));
  expect(await files.children('/models/my.config')).toBeUndefined();
  expect(await files.children('/models')).toEqual(['fashion', 'models.config', 'my.config']);
});

test('the volume with the longer target wins', async () => {
  const files = mount(['serving', '/models'], ['nothing', '/models/fashion']);
  expect(await files.children('/models/fashion')).toEqual([]);
  expect(await files.read('/models/fashion/1/saved_model.pb')).toBeUndefined();
});

test('a place that is not there, or not in the workspace, is an empty directory', async () => {
  const files = mount(['serving/missing', '/models/a'], [undefined, '/models/b']);
  expect(await files.children('/models/a')).toEqual([]);
  expect(await files.children('/models/b')).toEqual([]);
  expect(await files.children('/models/b/1')).toBeUndefined();
});

test('all of the workspace can be a volume', async () => {
  const files = mount(['', '/home']);
  expect(await files.children('/home')).toEqual(['serving']);
  expect(await files.read('/home/serving/models.config')).toEqual(bytes('config'));
});

test('a change is seen at once', async () => {
  const files = mount(['serving/fashion', '/models/fashion']);
  expect(await files.children('/models/fashion')).toEqual(['1']);
  await workspace.write('serving/fashion/2/saved_model.pb', bytes('two'));
  expect(await files.children('/models/fashion')).toEqual(['1', '2']);
  await workspace.remove('serving/fashion/2');
  expect(await files.children('/models/fashion')).toEqual(['1']);
});
