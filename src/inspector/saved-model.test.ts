import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { blocks, inspect, type TestInspector } from './testing';

const FIXTURES = ['tests/fixtures/saved-model', 'tests/fixtures/saved-model-cli'];

/** An inspector over this directory, which it knows as `model`. */
async function inspectDirectory(directory: string): Promise<TestInspector> {
  const files: Record<string, Uint8Array> = {};
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = `${entry.parentPath}/${entry.name}`;
    files[`model${path.slice(directory.length)}`] = await readFile(path);
  }
  return inspect(files);
}

const MLP = `${FIXTURES[0]}/mlp`;

test('says who wrote it, its tags, its endpoints and where its bytes are', async () => {
  const overview = await (await inspectDirectory(MLP)).open('model');
  const [facts] = blocks(overview, 'Overview', 'facts');
  expect(facts!.facts).toMatchObject([
    { label: 'Written by', value: 'TensorFlow 2.21.0' },
    { label: 'Tags', value: 'serve' },
    { label: 'Endpoints', value: 'serving_default, serve' },
    { label: 'Functions' },
    { label: 'Variables', value: 4, beside: 'with 83 numbers' },
    { label: 'Their values', as: 'bytes' },
  ]);
  const [files, inside] = blocks(overview, 'Overview', 'table');
  expect(files!.rows.map(([name]) => name)).toContain('variables/variables.index');
  expect(inside!.rows.map(([part]) => part)).toContain('Graph: functions');
});

test('says an endpoint as a contract', async () => {
  const overview = await (await inspectDirectory(MLP)).open('model');
  const contract = blocks(overview, 'Endpoints', 'table').find(({ title }) => title === 'serve');
  expect(contract!.intro).toBe(
    'Give it features, float32 of shape (None, 6); it returns output_0, float32 of shape (None, 3). Method: tensorflow/serving/predict.',
  );
  const [first] = blocks(overview, 'Endpoints', 'table');
  expect(first!.title).toBe('serving_default');
  expect(first!.intro).toContain('Calls that name no endpoint get this one.');
  const [drawing] = blocks(overview, 'Graph', 'graph');
  expect(drawing!.graphs[0]!.title).toBe('serving_default');
  expect(contract!.rows.map((row) => row.slice(0, 4))).toEqual([
    ['Input', 'features', 'float32', '(None, 6)'],
    ['Output', 'output_0', 'float32', '(None, 3)'],
  ]);
});

test('lists variables by name and key, and says that Keras stores them twice', async () => {
  const inspector = await inspectDirectory(MLP);
  const overview = await inspector.open('model');
  const [note] = blocks(overview, 'Variables', 'note');
  expect(note!.text).toContain('Keras stores every weight twice');
  const [table] = blocks(overview, 'Variables', 'table');
  const kernels = table!.rows.filter(([name]) => String(name).endsWith('hidden/kernel'));
  expect(kernels.map(([, key]) => String(key).split('/')[0]).sort()).toEqual([
    '_all_variables',
    'variables',
  ]);
  const row = table!.rows.indexOf(kernels[0]!);
  const at = { path: 'model', block: table!.id };
  expect((await inspector.statistics(at, row)).range!.std).toBeGreaterThan(0);
});

test('draws an endpoint without its wrappings, variables as rows of the ops that read them', async () => {
  const inspector = await inspectDirectory(MLP);
  const overview = await inspector.open('model');
  const at = { path: 'model', block: blocks(overview, 'Graph', 'graph')[0]!.id };
  const graph = { graph: 'endpoint:serving_default', expanded: 'all' } as const;
  const drawn = await inspector.graph(at, graph);
  expect(drawn.boxes[0]).toMatchObject({ kind: 'input', title: 'features' });
  expect(drawn.boxes.at(-1)).toMatchObject({ kind: 'output', title: 'output_0' });
  const product = drawn.boxes.find(({ title }) => title === 'MatMul')!;
  expect(product.rows).toMatchObject([{ label: 'kernel' }]);
  expect(product.rows[0]!.text).toMatch(/^float32 \(6, \d+\)$/);
  expect(drawn.boxes.some(({ title }) => title === 'ReadVariableOp')).toBe(false);
  expect(drawn.edges.every(({ points }) => points.length >= 2)).toBe(true);
  const details = await inspector.node(at, 'endpoint:serving_default', product.id);
  expect(details).toMatchObject({ op: 'MatMul', outputs: [expect.stringContaining('(None,')] });
  expect(details.attributes).toContainEqual({ name: 'T', value: 'float32' });
});

test('draws a scope as one box until it is opened', async () => {
  const inspector = await inspectDirectory(MLP);
  const overview = await inspector.open('model');
  const at = { path: 'model', block: blocks(overview, 'Graph', 'graph')[0]!.id };
  const closed = await inspector.graph(at, { graph: 'endpoint:serve', expanded: [] });
  const scope = closed.boxes.find(({ kind }) => kind === 'scope')!;
  expect(scope.subtitle).toMatch(/^\d+ ops$/);
  const opened = await inspector.graph(at, { graph: 'endpoint:serve', expanded: [scope.id] });
  expect(opened.frames.map(({ id }) => id)).toEqual([scope.id]);
  expect(opened.boxes.length).toBeGreaterThan(closed.boxes.length);
});

test('shows the message as a tree with the names of its fields', async () => {
  const inspector = await inspectDirectory(MLP);
  const overview = await inspector.open('model/saved_model.pb');
  const [tree] = blocks(overview, 'Message', 'tree');
  expect(tree!.root.entries.map(({ label }) => label)).toEqual([
    'saved_model_schema_version',
    'meta_graphs',
  ]);
  const at = { path: 'model/saved_model.pb', block: tree!.id };
  const meta = await inspector.children(at, [1, 0], 0);
  const labels = meta.entries.map(({ label }) => label);
  expect(labels.slice(0, 2)).toEqual(['meta_info_def', 'graph_def']);
  const signatures = await inspector.children(at, [1, 0, labels.indexOf('signature_def')], 0);
  expect(signatures.entries.map(({ label }) => label)).toContain('"serving_default"');
});

test('reads the index by itself, with the data beside it', async () => {
  const inspector = await inspectDirectory(MLP);
  const overview = await inspector.open('model/variables/variables.index');
  const [table] = blocks(overview, 'Variables', 'table');
  const at = { path: 'model/variables/variables.index', block: table!.id };
  expect((await inspector.statistics(at, 0)).count).toBeGreaterThan(0);
});

test('opens and draws whatever TensorFlow wrote, with ops that nothing here can run', async () => {
  let drawn = 0;
  const wrong: string[] = [];
  for (const folder of FIXTURES) {
    for (const name of (await readdir(folder)).filter((each) => !each.includes('.'))) {
      const inspector = await inspectDirectory(`${folder}/${name}`);
      if (!(await inspector.workspace.exists('model/saved_model.pb'))) continue;
      const overview = await inspector.open('model');
      const block = blocks(overview, 'Graph', 'graph')[0];
      for (const { id } of block?.graphs.slice(0, 5) ?? []) {
        const at = { path: 'model', block: block!.id };
        const expanded = id.startsWith('endpoint:') ? 'all' : undefined;
        const all = await inspector.graph(at, { graph: id, expanded });
        expect(
          all.edges.filter(({ points }) => points.length < 2),
          `${name} ${id}`,
        ).toEqual([]);
        for (const box of all.boxes.filter(({ kind }) => kind === 'op' || kind === 'call')) {
          const { op } = await inspector.node(at, id, box.id);
          if (op !== box.title) wrong.push(`${name} ${id} ${box.id}: ${op}`);
        }
        drawn++;
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(drawn).toBeGreaterThan(100);
}, 60_000);

test('says which file of the directory is damaged or missing', async () => {
  const inspector = await inspectDirectory(MLP);
  const { workspace } = inspector;
  const index = await workspace.read('model/variables/variables.index');
  await workspace.write('model/variables/variables.index', index.subarray(0, 100));
  const overview = await inspector.open('model');
  expect(blocks(overview, 'Variables', 'note')).toMatchObject([
    { tone: 'bad', text: expect.stringContaining('model/variables/variables.index') as string },
  ]);
  const message = await workspace.read('model/saved_model.pb');
  await workspace.write('model/saved_model.pb', message.subarray(0, 2000));
  await expect(inspector.open('model')).rejects.toThrow('model/saved_model.pb');
  await workspace.remove('model/saved_model.pb');
  await expect(inspector.open('model')).rejects.toThrow('SavedModel file does not exist at: model');
});
