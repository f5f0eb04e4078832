import { create, toBinary } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import {
  AttrValueSchema,
  DataType,
  SavedModelSchema,
  type AttrValue,
} from '#formats/saved-model/schema';
import { loadFixture, modelFiles } from '../../../tests/conformance/executor-fixtures';
import type { ModelFiles } from '../session';
import { makeTensor } from '../tensor';
import { loadSession } from './index';

const SERVE = { tags: ['serve'] };

/** The files of a fixture, some of them replaced; undefined takes one away. */
function changed(
  directory: string,
  changes: Readonly<Record<string, Uint8Array | undefined>>,
): ModelFiles {
  const files = modelFiles(directory);
  const read = (file: string) =>
    Object.hasOwn(changes, file) ? Promise.resolve(changes[file]) : files.read(file);
  return { path: '/models/m/1', read };
}

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: string[];
  readonly attr?: Record<string, AttrValue>;
}

function type(dtype: DataType): AttrValue {
  return create(AttrValueSchema, { value: { case: 'type', value: dtype } });
}

/** A SavedModel of these nodes, whose signature returns the last one. */
function modelOf(...node: Node[]): ModelFiles {
  const y = { encoding: { case: 'name', value: `${node.at(-1)!.name}:0` } } as const;
  const model = create(SavedModelSchema, {
    metaGraphs: [
      {
        metaInfoDef: { tags: ['serve'] },
        graphDef: { node },
        signatureDef: { serving_default: { outputs: { y } } },
      },
    ],
  });
  const bytes = toBinary(SavedModelSchema, model);
  return {
    path: '/models/m/1',
    read: (file) => Promise.resolve(file === 'saved_model.pb' ? bytes : undefined),
  };
}

test('an asset that cannot be read fails the load', async () => {
  const files = modelFiles('executor/models/words');
  const read = (file: string) =>
    file.startsWith('assets/') ? Promise.reject(new Error('disk')) : files.read(file);
  await expect(loadSession({ path: files.path, read }, SERVE)).rejects.toMatchObject({
    code: 'DATA_LOSS',
    message: 'disk',
  });
});

test('names the directory in which there is no SavedModel', async () => {
  const files = { path: '/models/m/1', read: () => Promise.resolve(undefined) };
  await expect(loadSession(files, SERVE)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message:
      'Specified file path does not appear to contain a SavedModel bundle (should have a file called `saved_model.pb`)\n' +
      'Specified file path: /models/m/1',
  });
});

test('names the tags that no meta graph has', async () => {
  const loading = loadSession(modelFiles('saved-model/mlp'), { tags: ['serve', 'gpu'] });
  await expect(loading).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message:
      'Could not find meta graph def matching supplied tags: { serve gpu }. To inspect available tag-sets in the SavedModel, ' +
      'please use the SavedModel CLI: `saved_model_cli`',
  });
});

test('names a file that is damaged', async () => {
  const graph = await modelFiles('saved-model/mlp').read('saved_model.pb');
  const cut = changed('saved-model/mlp', { 'saved_model.pb': graph!.subarray(0, 900) });
  await expect(loadSession(cut, SERVE)).rejects.toMatchObject({
    code: 'DATA_LOSS',
    message: "Can't parse /models/m/1/saved_model.pb as binary proto",
  });
  const index = changed('saved-model/mlp', { 'variables/variables.index': new Uint8Array(100) });
  await expect(loadSession(index, SERVE)).rejects.toMatchObject({
    code: 'DATA_LOSS',
    message: expect.stringContaining('/models/m/1/variables/variables.index'),
  });
});

test('names a data file that is missing, or whose bytes changed', async () => {
  const name = 'variables/variables.data-00000-of-00001';
  const missing = changed('saved-model/mlp', { [name]: undefined });
  await expect(loadSession(missing, SERVE)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining(`/models/m/1/${name}; No such file or directory\n\t [[`),
  });
  const bytes = (await modelFiles('saved-model/mlp').read(name))!.map((byte) => byte ^ 1);
  await expect(
    loadSession(changed('saved-model/mlp', { [name]: bytes }), SERVE),
  ).rejects.toMatchObject({
    code: 'DATA_LOSS',
    message: expect.stringContaining('Checksum does not match'),
  });
});

test('loads without variables, as TensorFlow does, and says which one a request needs', async () => {
  const files = changed('saved-model/mlp', { 'variables/variables.index': undefined });
  const session = await loadSession(files, SERVE);
  const { inputs, outputs } = session.metaGraph.signatureDef['serving_default']!;
  const [input, output] = [inputs, outputs].map(
    (infos) => Object.values(infos)[0]!.encoding.value as string,
  );
  const x = makeTensor('float32', [1, 3], new Float32Array(3));
  expect(() => session.run(new Map([[input!, x]]), [output!])).toThrow(
    /^Could not find variable .*\n\t \[\[\{\{function_node .*\}\}\{\{node .*ReadVariableOp\}\}\]\]$/,
  );
});

test('names every op that nothing runs', async () => {
  const files = modelOf(
    { name: 'a', op: 'DecodeJpeg' },
    { name: 'b', op: 'MyOwnOp', input: ['a'] },
    { name: 'unused', op: 'Elsewhere' },
    { name: 'c', op: 'Identity', input: ['b'] },
  );
  await expect(loadSession(files, SERVE)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringMatching(
      /^Op type not registered 'MyOwnOp', 'DecodeJpeg' in binary running on /,
    ),
  });
});

test('names a node that is not there', async () => {
  const files = modelOf({ name: 'a', op: 'Identity', input: ['nobody'] });
  await expect(loadSession(files, SERVE)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining('nobody'),
  });
});

test('refuses two nodes of one name', async () => {
  const files = modelOf({ name: 'a', op: 'Placeholder' }, { name: 'a', op: 'NoOp' });
  await expect(loadSession(files, SERVE)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: "Node 'a' is not unique",
  });
});

test('refuses a graph that runs in a circle', async () => {
  const session = await loadSession(
    modelOf(
      { name: 'a', op: 'Identity', input: ['b'] },
      { name: 'b', op: 'Identity', input: ['a'] },
    ),
    SERVE,
  );
  expect(() => session.run(new Map(), ['b:0'])).toThrow('Graph is invalid, contains a cycle: ');
});

test('runs chains of many thousand nodes', async () => {
  const dtype = { dtype: type(DataType.DT_FLOAT) };
  const chain = Array.from({ length: 20_000 }, (_, i) => ({
    name: `n${i + 1}`,
    op: 'Identity',
    input: [`n${i}`],
  }));
  const session = await loadSession(
    modelOf({ name: 'n0', op: 'Placeholder', attr: dtype }, ...chain),
    SERVE,
  );
  const x = makeTensor('float32', [1], Float32Array.of(7));
  expect(session.run(new Map([['n0:0', x]]), ['n20000:0'])).toEqual([x]);
}, 30_000);

test('compares types of feeds, and no shapes', async () => {
  const session = await loadFixture('serving/half_plus_two');
  const { inputs, outputs } = session.metaGraph.signatureDef['serving_default']!;
  const [input, output] = [inputs['x']!, outputs['y']!].map(
    ({ encoding }) => encoding.value as string,
  );
  const run = (x: ReturnType<typeof makeTensor>) => session.run(new Map([[input!, x]]), [output!]);
  const [y] = run(makeTensor('float32', [2, 2], Float32Array.of(1, 2, 3, 4)));
  expect(y).toEqual(makeTensor('float32', [2, 2], Float32Array.of(2.5, 3, 3.5, 4)));
  expect(() => run(makeTensor('int32', [1], Int32Array.of(1)))).toThrow(
    'Expects arg[0] to be float but int32 is provided',
  );
});

test('counts the bytes of variables and constants', async () => {
  const session = await loadFixture('serving/flatten');
  const weights = 784 * 10 + 10;
  expect(session.bytes).toBeGreaterThanOrEqual(weights * 4);
});

test('ends a run when its time is over, at the next node', async () => {
  const session = await loadFixture('executor/models/flow');
  const { inputs, outputs } = session.metaGraph.signatureDef['serving_default']!;
  const [x, n] = [inputs['x']!, inputs['n']!].map(({ encoding }) => encoding.value as string);
  const total = outputs['total']!.encoding.value as string;
  const run = (rounds: number, isOver: () => boolean) => {
    const feeds = new Map([
      [x!, makeTensor('float32', [1], Float32Array.of(1))],
      [n!, makeTensor('int32', [], Int32Array.of(rounds))],
    ]);
    return session.run(feeds, [total], { isOver });
  };
  let left = 5000;
  const thrown = expect.objectContaining({
    code: 'DEADLINE_EXCEEDED',
    message: 'Timed out waiting for notification',
  });
  expect(() => run(2 ** 31 - 1, () => left-- <= 0)).toThrow(thrown);
  const [again] = run(3, () => false);
  expect(again).toEqual(makeTensor('float32', [1], Float32Array.of(6)));
});

test('names shapes that do not fit in the order in which the optimizer puts what is added', async () => {
  const attr = { T: type(DataType.DT_FLOAT), dtype: type(DataType.DT_FLOAT) };
  const session = await loadSession(
    modelOf(
      { name: 'x', op: 'Placeholder', attr },
      { name: 'bias', op: 'Placeholder', attr },
      { name: 'less', op: 'Sub', input: ['x', 'bias'], attr },
      { name: 'more', op: 'Add', input: ['x', 'bias'], attr },
    ),
    SERVE,
  );
  const feeds = new Map([
    ['x:0', makeTensor('float32', [3], new Float32Array(3))],
    ['bias:0', makeTensor('float32', [4, 8], new Float32Array(32))],
  ]);
  expect(() => session.run(feeds, ['more:0'])).toThrow('Incompatible shapes: [4,8] vs. [3]\n');
  expect(() => session.run(feeds, ['less:0'])).toThrow('Incompatible shapes: [3] vs. [4,8]\n');
});

test.each(['', 'Ref'])('%sMerge takes the side of a branch that was taken', async (prefix) => {
  const attr = { T: type(DataType.DT_FLOAT), dtype: type(DataType.DT_FLOAT) };
  const session = await loadSession(
    modelOf(
      { name: 'x', op: 'Placeholder', attr },
      { name: 'p', op: 'Placeholder', attr: { dtype: type(DataType.DT_BOOL) } },
      { name: 'sides', op: `${prefix}Switch`, input: ['x', 'p'], attr },
      { name: 'y', op: `${prefix}Merge`, input: ['sides', 'sides:1'], attr },
    ),
    SERVE,
  );
  const x = makeTensor('float32', [1], Float32Array.of(7));
  for (const taken of [0, 1]) {
    const p = makeTensor('bool', [], Uint8Array.of(taken));
    const [y, which] = session.run(
      new Map([
        ['x:0', x],
        ['p:0', p],
      ]),
      ['y:0', 'y:1'],
    );
    expect([y, which?.data[0]]).toEqual([x, taken]);
  }
});
