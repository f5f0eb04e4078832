/** The client and the app's own inspector worker, on files that the page holds in memory. */
import { MemoryWorkspace, serveWorkspace } from '#workspace';
import { afterEach, expect, test, vi } from 'vitest';
import { InspectorClient, type InspectorWorker } from './inspector-client';

const KERAS = '/tests/fixtures/keras/mlp_adam.keras';
const SAVED_MODEL = '/tests/fixtures/saved-model/mlp';
const FILES = [
  'saved_model.pb',
  'fingerprint.pb',
  'variables/variables.index',
  'variables/variables.data-00000-of-00001',
];

const opened: InspectorClient[] = [];

afterEach(() => {
  for (const client of opened.splice(0)) client.end();
});

async function fixture(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  expect(response.ok).toBe(true);
  return new Uint8Array(await response.arrayBuffer());
}

function connect(files: MemoryWorkspace): InspectorClient {
  const client = new InspectorClient({ serveFiles: async () => serveWorkspace(files) });
  opened.push(client);
  return client;
}

test('opens a Keras model, and its pieces when they are asked for', async () => {
  const files = new MemoryWorkspace();
  await files.write('m.keras', await fixture(KERAS));
  const client = connect(files);
  const { kind, parts } = await client.open('m.keras');
  expect(kind).toBe('Keras model');
  const [table] = parts.find(({ title }) => title === 'Weights')!.blocks;
  const { range } = await client.statistics({ path: 'm.keras', block: table!.id }, 0);
  expect(range!.max).toBeGreaterThan(range!.min);
});

test('opens a SavedModel and draws its graph', async () => {
  const files = new MemoryWorkspace();
  for (const name of FILES) {
    await files.write(`fashion/1/${name}`, await fixture(`${SAVED_MODEL}/${name}`));
  }
  const client = connect(files);
  const { kind, parts } = await client.open('fashion/1');
  expect(kind).toBe('SavedModel');
  const [graph] = parts.find(({ title }) => title === 'Graph')!.blocks;
  const at = { path: 'fashion/1', block: graph!.id };
  const drawn = await client.graph(at, { graph: 'endpoint:serve', expanded: 'all' });
  expect(drawn.boxes.map(({ title }) => title)).toContain('MatMul');
});

test('a new worker reads the artifact again when a piece of it is asked for', async () => {
  const files = new MemoryWorkspace();
  await files.write('a.txt', new TextEncoder().encode('some text'));
  const client = connect(files);
  const { parts } = await client.open('a.txt');
  client.end();
  const at = { path: 'a.txt', block: parts[0]!.blocks[0]!.id };
  expect(await client.text(at, 5)).toMatchObject({ text: 'text' });
});

test('an error keeps its class and its hint', async () => {
  const client = connect(new MemoryWorkspace());
  await expect(client.open('none.keras')).rejects.toMatchObject({
    name: 'FileNotFoundError',
    message: expect.stringContaining('none.keras') as string,
    hint: expect.any(String) as string,
  });
});

test('a worker that does not answer is ended, and the next call gets a fresh one', async () => {
  const workers: Worker[] = [];
  const terminate = vi.spyOn(Worker.prototype, 'terminate');
  const deaf = URL.createObjectURL(new Blob(['for (;;);'], { type: 'text/javascript' }));
  const spawn = (): InspectorWorker => {
    const worker = new Worker(deaf);
    workers.push(worker);
    return worker;
  };
  const client = new InspectorClient({ spawn, patience: 200 });
  opened.push(client);
  await expect(client.open('hostile.keras')).rejects.toThrow(
    'Reading hostile.keras took longer than 0.2 s and was stopped.',
  );
  expect(terminate).toHaveBeenCalledTimes(1);
  await expect(client.open('hostile.keras')).rejects.toThrow('took longer');
  expect(workers).toHaveLength(2);
});

test('closing rejects what still runs', async () => {
  const files = new MemoryWorkspace();
  await files.write('a.txt', new TextEncoder().encode('text'));
  const client = connect(files);
  const pending = client.open('a.txt');
  client.end();
  await expect(pending).rejects.toThrow('The inspector was closed.');
});
