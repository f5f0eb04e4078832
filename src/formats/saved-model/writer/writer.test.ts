import { expect, test } from 'vitest';
import { decodeMessage } from '#containers/protobuf';
import { readSavedModel } from '../reader';
import { FingerprintDefSchema } from '../schema';
import { writeSavedModel } from './index';
import { strings, Written } from './testing';
import { archive, exported, withoutVariables } from './testing-sources';

test('the files are those of a SavedModel, with the assets', () => {
  expect([...writeSavedModel(archive()).keys()]).toEqual([
    'saved_model.pb',
    'variables/variables.index',
    'variables/variables.data-00000-of-00001',
    'fingerprint.pb',
    'assets/labels.txt',
  ]);
});

test('the same source gives the same bytes', () => {
  expect(writeSavedModel(archive())).toEqual(writeSavedModel(archive()));
});

test('the meta graph says what it is', () => {
  const { metaInfoDef, graphDef, collectionDef } = new Written(exported()).meta;
  expect(metaInfoDef).toMatchObject({
    tags: ['serve'],
    tensorflowVersion: '2.17.0',
    strippedDefaultAttrs: true,
  });
  expect(graphDef!.versions).toMatchObject({ producer: 1882, minConsumer: 12 });
  expect(Object.keys(collectionDef)).toEqual(['saved_model_main_op']);
  expect(collectionDef['saved_model_main_op']!.kind.value).toMatchObject({ value: ['NoOp'] });
});

test('the op list declares every op once, as the graph and its functions use them', () => {
  const { meta, nodes, functions } = new Written(archive());
  const used = [...nodes, ...functions.flatMap(({ nodeDef }) => nodeDef)].map(({ op }) => op);
  const { op } = meta.metaInfoDef!.strippedOpList!;
  expect(op.map(({ name }) => name)).toEqual([...new Set(used)].sort());
  expect(op.find(({ name }) => name === 'MatMul')).toMatchObject({
    inputArg: [
      { name: 'a', typeAttr: 'T' },
      { name: 'b', typeAttr: 'T' },
    ],
    outputArg: [{ name: 'product', typeAttr: 'T' }],
    isStateful: false,
  });
  expect(op.find(({ name }) => name === 'ReadVariableOp')!.isStateful).toBe(true);
});

test('the checkpoint holds every variable under the keys that the restore function reads', async () => {
  const model = exported();
  const written = new Written(model);
  const files = { path: 'served/1', read: async (file: string) => written.files.get(file) };
  const bundle = (await (await readSavedModel(files)).bundle())!;
  const keys = strings(
    written.fn('_traced_restore').nodeDef.find(({ name }) => name.endsWith('tensor_names'))!,
  );
  expect([...bundle.entries.keys()]).toEqual([...keys].sort());
  const [variables] = model.collections;
  for (const [i, variable] of variables!.variables.entries()) {
    for (const list of ['variables', '_all_variables']) {
      const stored = await bundle.read(`${list}/${i}/.ATTRIBUTES/VARIABLE_VALUE`);
      expect(stored.data).toEqual(variable.value.data);
      expect(stored.shape).toEqual(variable.shape);
    }
  }
});

test('without variables there is still a checkpoint, of the objects alone', async () => {
  const written = new Written(withoutVariables());
  const files = { path: 'served/1', read: async (file: string) => written.files.get(file) };
  const bundle = (await (await readSavedModel(files)).bundle())!;
  expect([...bundle.entries.keys()]).toEqual(['_CHECKPOINTABLE_OBJECT_GRAPH']);
});

test('an asset is a file definition, a tensor to feed its path to, and an object', () => {
  const written = new Written(archive());
  const [asset, ...others] = written.meta.assetFileDef;
  expect(others).toEqual([]);
  expect(asset).toMatchObject({
    filename: 'labels.txt',
    tensorInfo: { encoding: { case: 'name', value: 'asset_path_initializer:0' } },
  });
  expect(written.node('asset_path_initializer').op).toBe('Const');
  expect(written.object('_misc_assets', '0').kind.case).toBe('asset');
});

test('the fingerprint is of these files and has a uuid', () => {
  const file = 'fingerprint.pb';
  const bytes = new Written(exported()).files.get(file)!;
  const fingerprint = decodeMessage(FingerprintDefSchema, bytes, { file });
  expect(fingerprint.savedObjectGraphHash).not.toBe(0n);
  expect(fingerprint.uuid).toMatch(/^\d+$/);
});
